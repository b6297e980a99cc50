package org.sweetspot.monitor;

import java.util.List;
import java.util.Optional;
import org.sweetspot.measure.NotApplicableException;
import org.sweetspot.problem.Problem;
import org.sweetspot.random.Seed;
import org.sweetspot.recipe.OptimizerRecipe;
import org.sweetspot.recipe.Recipe;
import org.sweetspot.recipe.RecipeReader;
import org.sweetspot.training.Observer;
import org.sweetspot.training.StepReport;
import org.sweetspot.training.Training;

/** Trainings and monitors whose costs a test decides. */
final class Watched {
  /** Seconds that pass only when somebody spends them. */
  static final class Clock {
    private double seconds;

    void spend(double more) {
      seconds += more;
    }

    long nanoseconds() {
      return Math.round(seconds * 1e9);
    }
  }

  /** A monitor of fixed cost, dearer in its first call. */
  static final class Costly implements Monitor {
    private final String id;
    private final Clock clock;
    private final double seconds;
    private final double gradients;
    int calls;

    Costly(String id, Clock clock, double seconds, double gradients) {
      this.id = id;
      this.clock = clock;
      this.seconds = seconds;
      this.gradients = gradients;
    }

    @Override
    public String id() {
      return id;
    }

    @Override
    public String question() {
      return "What does it cost?";
    }

    @Override
    public String conventions(TrainingView watched) {
      return "none";
    }

    @Override
    public double gradients(TrainingView watched, boolean first) {
      return gradients;
    }

    @Override
    public Optional<MonitorSample> read(TrainingView watched, StepReport report) {
      clock.spend(calls == 0 ? 3 * seconds : seconds);
      calls++;
      if (id.equals("meaningless")) {
        throw new NotApplicableException("nothing to see here");
      }
      return Optional.of(MonitorSample.of(java.util.Map.of("calls", Figure.exact(calls))));
    }
  }

  private Watched() {}

  static Recipe recipe(int steps) {
    return RecipeReader.parse(
        "clouds.yaml",
        """
        name: clouds
        seed: 3
        data: {source: digits}
        model: {kind: mlp, hidden: [4]}
        training:
          batch: 4
          optimizer: {kind: sgd, rate: 0.05, momentum: 0.9}
          budget: %d steps
          evaluation: 1000000 steps
        """
            .formatted(steps));
  }

  static TrainingView watched(Problem problem, OptimizerRecipe optimizer) {
    Recipe recipe = recipe(10);
    Recipe other = recipe.withTraining(recipe.training().withOptimizer(optimizer));
    return new TrainingView(problem, other, new Seed(3), null, null);
  }

  static StepReport report(long step, double rate) {
    return new StepReport(step, 0, rate, 1, 2.5, 0.5);
  }

  /** Trains for so many steps of so many seconds under these monitors. */
  static MonitorReport train(
      Problem problem, int steps, double seconds, double overhead, Clock clock, List<Monitor> all) {
    Recipe recipe = recipe(steps);
    Observer work =
        new Observer() {
          @Override
          public void stepped(Problem same, StepReport report) {
            clock.spend(seconds);
          }
        };
    try (Training training = Training.start(recipe, problem);
        Monitoring monitoring =
            new Monitoring(
                all, overhead, recipe, new Seed(3), MonitorView.NONE, clock::nanoseconds)) {
      training.run(List.of(work, monitoring));
      return monitoring.report();
    }
  }
}
