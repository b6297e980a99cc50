package org.sweetspot.training;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.sweetspot.problem.Problem;
import org.sweetspot.problem.Split;
import org.sweetspot.random.Seed;
import org.sweetspot.recipe.AugmentationRecipe;
import org.sweetspot.recipe.BatchSizes;
import org.sweetspot.recipe.Recipe;
import org.sweetspot.recipe.TrainingRecipe;
import org.sweetspot.vector.ParameterVector;

/**
 * A training under way: a recipe, a problem, and all that lies between two updates.
 *
 * <p>One update takes a gradient ({@link GradientSource}) for the next batch ({@link BatchOrder}),
 * clips it to the recipe's norm, moves the weights ({@link Optimizer}) at the schedule's rate
 * ({@link Schedule}), and does what comes after ({@link AfterUpdate}: averaging). Everything is a
 * function of the recipe, the seed and the state, so a training resumed from a {@link
 * TrainingState} gives the same bits as one that was never stopped; only spans in seconds depend on
 * the clock. Seconds are those spent in updates: what observers and evaluations take is not
 * counted.
 *
 * <p>Where loss or gradient is not finite (looked at in every update), or the final weights or an
 * evaluated loss are not, the training ends {@link Ending#DIVERGED} and the problem gets the last
 * weights back at which loss and gradient were finite; an average is dropped.
 *
 * <p>Averaged weights are evaluated, and stand in the problem after {@link Ending#COMPLETED};
 * buffers such as running statistics are averaged by the same rule as the weights.
 *
 * <p>Memory: weights, gradient, last good weights, the optimizer's vectors, and one more each for
 * accumulation and averaging; taken once. Cost of an update: one gradient, and 5 passes over a
 * vector for plain momentum. Not safe for use by several threads, but for {@link #interrupt}. The
 * problem stays the caller's.
 */
public final class Training implements AutoCloseable {
  private final Problem problem;
  private final TrainingRecipe recipe;
  private final LongSupplier nanoClock;
  private final BatchSizes sizes;
  private final BatchOrder order;
  private final Budget budget;
  private final Schedule schedule;
  private final Pace evaluationPace;
  private final Workers workers;
  private int optimizers;
  private final LastGood good;
  private final AfterUpdates after;
  private final Evaluator evaluator;

  private long step;
  private double seconds;
  private long evaluatedStep = -1;
  private double evaluatedSeconds;
  private boolean diverged;
  private boolean complete;
  private @Nullable StepReport report;
  private volatile boolean interrupted;

  private Training(
      TrainingRecipe recipe,
      AugmentationRecipe augmentation,
      Problem problem,
      Seed seed,
      double widthRatio,
      LongSupplier nanoClock) {
    this.problem = problem;
    this.recipe = recipe;
    this.nanoClock = nanoClock;
    this.sizes = BatchSizes.of(recipe, problem.size(Split.TRAIN));
    this.order = new BatchOrder(sizes, augmentation, seed);
    this.budget = new Budget(recipe.budget(), sizes);
    this.schedule = new Schedule(recipe.schedule(), sizes);
    this.evaluationPace = new Pace(recipe.evaluation(), sizes);
    this.workers =
        Workers.of(
            recipe,
            augmentation.copies(),
            problem,
            seed,
            () -> optimizer(seed, widthRatio),
            budget.steps());
    this.good = new LastGood(problem);
    this.after = new AfterUpdates(problem, AfterUpdate.of(recipe, problem, seed));
    this.evaluator = new Evaluator(problem);
  }

  /** A new optimizer; of several workers' each rounds its moments by draws of its own. */
  private Optimizer optimizer(Seed seed, double widthRatio) {
    Optimizer plain = Optimizer.of(recipe.optimizer(), problem.space(), widthRatio);
    int number = optimizers++;
    Seed own =
        number == 0 ? seed : new Seed(seed.stream("training/moments/worker/" + number).nextLong());
    return recipe
        .precision()
        .momentRounding()
        .<Optimizer>map(
            quantizer -> new RoundedMoments(plain, quantizer, recipe.precision()::keeps, own))
        .orElse(plain);
  }

  /** A training that starts at the problem's current weights, with the recipe's own seed. */
  public static Training start(Recipe recipe, Problem problem) {
    return new Training(
        recipe.training(),
        recipe.data().augmentation(),
        problem,
        new Seed(recipe.seed()),
        recipe.model().widthRatio(),
        System::nanoTime);
  }

  /** A training that goes on from a saved state, whose vectors are copied. */
  public static Training resume(Recipe recipe, Problem problem, TrainingState state) {
    Training training = start(recipe, problem);
    training.restore(state);
    return training;
  }

  /** The same with any seed, in standard parametrization. */
  public static Training start(
      TrainingRecipe recipe, AugmentationRecipe augmentation, Problem problem, Seed seed) {
    return start(recipe, augmentation, problem, seed, System::nanoTime);
  }

  static Training start(
      TrainingRecipe recipe,
      AugmentationRecipe augmentation,
      Problem problem,
      Seed seed,
      LongSupplier nanoClock) {
    return new Training(recipe, augmentation, problem, seed, 1, nanoClock);
  }

  /** The same with any seed, in standard parametrization. */
  public static Training resume(
      TrainingRecipe recipe,
      AugmentationRecipe augmentation,
      Problem problem,
      Seed seed,
      TrainingState state) {
    Training training = start(recipe, augmentation, problem, seed);
    training.restore(state);
    return training;
  }

  /** Updates in all, or -1 where the budget is in seconds. */
  public long plannedSteps() {
    return budget.steps();
  }

  /** How many examples each update takes. */
  public BatchSizes sizes() {
    return sizes;
  }

  /** Updates done. */
  public long step() {
    return step;
  }

  /** What the latest update of this object was. */
  public Optional<StepReport> report() {
    return Optional.ofNullable(report);
  }

  /** How the training stands: ended, or empty while it can go on. */
  public Optional<Ending> ending() {
    if (diverged) {
      return Optional.of(Ending.DIVERGED);
    }
    return complete ? Optional.of(Ending.COMPLETED) : Optional.empty();
  }

  /**
   * One update.
   *
   * @return false, and nothing moves, where the budget is used up; false, and the last good weights
   *     are put back, where loss or gradient is not finite
   */
  public boolean advance() {
    if (diverged || complete || budget.isUsed(step, seconds)) {
      return false;
    }
    long begin = nanoClock.getAsLong();
    double progress = budget.progress(step, seconds);
    double rate =
        recipe.optimizer().rate() * sizes.rate(step) * schedule.factor(step + 1, progress, seconds);
    Update update = new Update(step + 1, progress, rate);
    Workers.Taken taken = workers.take(order.batch(step), update);
    if (!taken.isFinite()) {
      diverge();
      return false;
    }
    good.keep(problem);
    after.before(update);
    workers.move(update);
    step++;
    after.after(update);
    seconds += (nanoClock.getAsLong() - begin) * 1e-9;
    report =
        new StepReport(
            step,
            order.epochs(step),
            rate,
            taken.loss(),
            taken.norm(),
            budget.progress(step, seconds));
    return true;
  }

  /**
   * Loss and accuracy of the network as it is used. The weights come back bit by bit where averaged
   * ones take their place for it.
   */
  public Evaluation evaluate() {
    Supplier<Evaluation> scores =
        () -> new Evaluation(step, order.epochs(step), evaluator.scores());
    return complete ? scores.get() : after.during(workers.scratch(), scores);
  }

  /**
   * Trains to the end of the budget, evaluating at the recipe's pace and at the end.
   *
   * @return how it ended; after {@link Ending#INTERRUPTED} it can be called again
   */
  public Ending run(List<? extends Observer> observers) {
    observers.forEach(observer -> observer.started(problem, step, plannedSteps()));
    Ending ending = loop(observers);
    observers.forEach(observer -> observer.ended(problem, ending));
    return ending;
  }

  private Ending loop(List<? extends Observer> observers) {
    while (ending().isEmpty()) {
      boolean used = budget.isUsed(step, seconds);
      if ((used || evaluationPace.isDue(step, seconds - evaluatedSeconds))
          && evaluatedStep != step
          && !evaluateFor(observers)) {
        break;
      }
      if (used) {
        complete();
      } else if (interrupted) {
        interrupted = false;
        return Ending.INTERRUPTED;
      } else if (advance()) {
        StepReport done = Objects.requireNonNull(report);
        observers.forEach(observer -> observer.stepped(problem, done));
      }
    }
    if (diverged && evaluatedStep != step) {
      tell(evaluate(), observers);
    }
    return ending().orElseThrow();
  }

  /** Asks {@link #run} to return after the current update; safe from any thread. */
  public void interrupt() {
    interrupted = true;
  }

  /**
   * All that is needed to go on; its vectors are live, so write them out before the next update.
   */
  public TrainingState state() {
    SortedMap<String, Double> numbers = new TreeMap<>();
    numbers.put("seconds", seconds);
    numbers.put("evaluated-step", (double) evaluatedStep);
    numbers.put("evaluated-seconds", evaluatedSeconds);
    numbers.put("diverged", diverged ? 1.0 : 0.0);
    numbers.put("complete", complete ? 1.0 : 0.0);
    parts().forEach(part -> numbers.putAll(part.numbers()));
    return new TrainingState(step, numbers, vectors());
  }

  @Override
  public void close() {
    good.close();
    parts().forEach(Resumable::close);
  }

  /** The parts that a recipe chooses, whose state goes with this one's. */
  private Stream<Resumable> parts() {
    return Stream.concat(Stream.of(workers), after.parts().stream());
  }

  private SortedMap<String, ParameterVector> vectors() {
    SortedMap<String, ParameterVector> vectors = new TreeMap<>(good.vectors());
    vectors.put("weights", problem.parameters());
    if (problem.buffers().space().dimension() > 0) {
      vectors.put("buffers", problem.buffers());
    }
    parts().forEach(part -> vectors.putAll(part.vectors()));
    return vectors;
  }

  private void restore(TrainingState state) {
    SortedMap<String, ParameterVector> live = vectors();
    Set<String> numbers = state().numbers().keySet();
    if (!state.vectors().keySet().equals(live.keySet())
        || !state.numbers().keySet().containsAll(numbers)) {
      throw new IllegalArgumentException(
          "saved training: expected the vectors %s and the numbers %s, got %s and %s; go on with the recipe that was saved"
              .formatted(
                  live.keySet(), numbers, state.vectors().keySet(), state.numbers().keySet()));
    }
    live.forEach((name, vector) -> vector.set(state.vector(name)));
    step = state.step();
    seconds = state.number("seconds");
    evaluatedStep = (long) state.number("evaluated-step");
    evaluatedSeconds = state.number("evaluated-seconds");
    diverged = state.number("diverged") != 0;
    complete = state.number("complete") != 0;
    parts().forEach(part -> part.restore(state.numbers()));
  }

  private boolean evaluateFor(List<? extends Observer> observers) {
    Evaluation evaluation = evaluate();
    boolean finite =
        evaluation.scores().values().stream().allMatch(score -> Double.isFinite(score.loss()));
    if (!finite || !problem.parameters().isFinite()) {
      diverge();
      return false;
    }
    tell(evaluation, observers);
    return true;
  }

  private void tell(Evaluation evaluation, List<? extends Observer> observers) {
    evaluatedStep = step;
    evaluatedSeconds = seconds;
    observers.forEach(observer -> observer.evaluated(problem, evaluation));
  }

  private void diverge() {
    diverged = true;
    good.restore(problem);
    step = Math.max(0, step - 1);
    after.diverged();
  }

  private void complete() {
    complete = true;
    after.replace();
  }
}
