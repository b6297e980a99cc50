package org.sweetspot.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import org.sweetspot.problem.Problem;
import org.sweetspot.recipe.Delays;
import org.sweetspot.recipe.PrecisionRecipe;
import org.sweetspot.recipe.Recipe;
import org.sweetspot.recipe.RecipeReader;
import org.sweetspot.recipe.SparsityRecipe;
import org.sweetspot.recipe.WorkersRecipe;
import org.sweetspot.training.Clouds;
import org.sweetspot.training.Drifting;
import org.sweetspot.training.Ending;
import org.sweetspot.training.Observer;
import org.sweetspot.training.StepReport;

/** Small runs on a problem in plain Java; as a program, one of them, that waits to be killed. */
final class CloudRuns {
  private static final int LONG_STEPS = 2000;

  private static final SparsityRecipe SPARSE =
      new SparsityRecipe(SparsityRecipe.Kind.MAGNITUDE, "1:2", 3, 0.01, "none");
  private static final String USUAL = PrecisionRecipe.USUAL;
  private static final PrecisionRecipe ROUNDED =
      new PrecisionRecipe(
          PrecisionRecipe.Kind.NONE,
          USUAL,
          USUAL,
          USUAL,
          USUAL,
          USUAL,
          USUAL,
          "none",
          "bfloat16+stochastic",
          "e4m3+stochastic",
          "bfloat16");
  private static final WorkersRecipe LOCAL = new WorkersRecipe.Local(2, 7, 0.7, 0.9, true);
  private static final WorkersRecipe DROPPING =
      new WorkersRecipe.Dropping(2, 2, WorkersRecipe.Latency.PARETO, 0.9, 0.5, 0);

  private CloudRuns() {}

  static Recipe recipe(int steps) {
    return recipe(steps, "kind: tail, count: 5, checkpoint: 20 steps");
  }

  static Recipe recipe(int steps, String snapshots) {
    return RecipeReader.parse(
        "clouds.yaml",
        """
        name: clouds
        seed: 3
        data:
          source: digits
          augmentation: {crop: 1, flip: false, copies: 1}
        model:
          kind: mlp
          hidden: [4]
        training:
          batch: 4
          optimizer: {kind: sgd, rate: 0.05, momentum: 0.9, weight-decay: 0.001}
          schedule: {kind: cosine, warm-up: 10 steps}
          averaging: {kind: exponential, decay: 0.9, start: 0.2}
          budget: %d steps
          evaluation: 30 steps
        snapshots: {%s}
        """
            .formatted(steps, snapshots));
  }

  static Recipe longRecipe() {
    return recipe(LONG_STEPS);
  }

  /**
   * The longer recipe in other arithmetic: each change alone, and those that go together joined.
   */
  static Recipe changed(String change) {
    Recipe plain = longRecipe();
    return plain.withTraining(
        switch (change) {
          case "stale" -> plain.training().withStaleness(3).withDelays(Delays.HEAVY_TAILED);
          case "sparse" -> plain.training().withSparsity(SPARSE);
          case "rounded" -> plain.training().withPrecision(ROUNDED);
          case "local" -> plain.training().withWorkers(LOCAL);
          case "dropping" -> plain.training().withWorkers(DROPPING);
          case "joined" ->
              plain
                  .training()
                  .withStaleness(2)
                  .withDelays(Delays.GEOMETRIC)
                  .withSparsity(SPARSE)
                  .withPrecision(ROUNDED)
                  .withWorkers(LOCAL);
          default -> plain.training();
        });
  }

  static Problem problem() {
    return new Drifting(Clouds.problem(30));
  }

  static Run run(Path folder, Recipe recipe) {
    return new Run(folder, recipe, Provenance.of(recipe, "clouds", "plain Java"));
  }

  static Ending carryOut(Path folder, Recipe recipe, Observer... observers) {
    try (Problem problem = problem()) {
      return run(folder, recipe).carryOut(problem, List.of(observers));
    }
  }

  /**
   * Carries the longer recipe out in the folder that is the first argument, with the change that is
   * the third; at the update that is the second it says so and waits to be killed.
   */
  public static void main(String[] arguments) {
    long last = Long.parseLong(arguments[1]);
    carryOut(
        Path.of(arguments[0]),
        changed(arguments[2]),
        new Observer() {
          @Override
          public void stepped(Problem problem, StepReport report) {
            if (report.step() == last) {
              System.out.println("reached");
              waitForEver();
            }
          }
        });
  }

  private static void waitForEver() {
    try {
      // Nobody writes there; the end of the stream is the end of the test.
      System.in.readAllBytes();
    } catch (IOException closed) {
      throw new UncheckedIOException(closed);
    }
  }
}
