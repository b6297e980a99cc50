package org.sweetspot.measure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.sweetspot.matrix.JavaAlgebra;
import org.sweetspot.matrix.MatrixAlgebra;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.OutputGradients;
import org.sweetspot.problem.PerExample;
import org.sweetspot.problem.Problem;
import org.sweetspot.problem.Split;
import org.sweetspot.problem.TangentKernel;
import org.sweetspot.random.RandomStream;
import org.sweetspot.random.Seed;
import org.sweetspot.trajectory.Trajectory;
import org.sweetspot.vector.ChosenGroups;
import org.sweetspot.weights.Weights;

/**
 * What measures measure: a problem at its current weights, what is known of its training, how much
 * to spend, and the work already done for other measures.
 *
 * <p>The weights must not change between making and closing a context. Closing frees the shared
 * work, not the problem. Not safe for use by several threads.
 */
public final class MeasureContext implements AutoCloseable {
  /** Abilities that tell examples apart. */
  private static final Set<Class<?>> OF_SINGLES =
      Set.of(PerExample.class, OutputGradients.class, TangentKernel.class);

  private final @Nullable Problem problem;
  private final Weights weights;
  private final TrainingFacts facts;
  private final MeasureSettings settings;
  private final Seed seed;
  private final WorkMeter work = new WorkMeter();
  private final Map<List<Object>, Object> shared = new LinkedHashMap<>();

  private MatrixAlgebra algebra = new JavaAlgebra();
  private @Nullable Trajectory trajectory;
  private @Nullable ChosenGroups groups;

  /** Nothing is measured before a measure asks. */
  public MeasureContext(Problem problem, TrainingFacts facts, MeasureSettings settings, Seed seed) {
    this(problem, Weights.of(problem), facts, settings, seed);
  }

  private MeasureContext(
      @Nullable Problem problem,
      Weights weights,
      TrainingFacts facts,
      MeasureSettings settings,
      Seed seed) {
    this.problem = problem;
    this.weights = weights;
    this.facts = facts;
    this.settings = settings;
    this.seed = seed;
  }

  /** For weights without a model: measures that need more than weights do not apply. */
  public static MeasureContext ofWeights(Weights weights, MeasureSettings settings, Seed seed) {
    return new MeasureContext(null, weights, TrainingFacts.UNKNOWN, settings, seed);
  }

  /** For a trajectory without a model: only measures of the way itself apply. */
  public static MeasureContext ofTrajectory(
      Trajectory trajectory, MeasureSettings settings, Seed seed) {
    Weights none = new Weights(trajectory.origin(), List.of());
    return ofWeights(none, settings, seed).withTrajectory(trajectory);
  }

  /** From now on the way that the training took is known. */
  public MeasureContext withTrajectory(Trajectory known) {
    trajectory = known;
    return this;
  }

  /** From now on these groups of the problem's parameters can be asked about. */
  public MeasureContext withGroups(ChosenGroups chosen) {
    groups = chosen;
    return this;
  }

  /** From now on dense matrices are decomposed by this; plain Java does it otherwise. */
  public MeasureContext withAlgebra(MatrixAlgebra other) {
    algebra = other;
    return this;
  }

  /** What is measured, or {@link NotApplicableException} where there are only weights. */
  public Problem problem() {
    if (problem == null) {
      throw new NotApplicableException("needs a model and data; these are weights alone");
    }
    return problem;
  }

  /** Whether there is a model with data, and not weights alone. */
  public boolean hasProblem() {
    return problem != null;
  }

  /** Where the weights come from, and what was left out there; without tensors for a trajectory. */
  public Weights source() {
    return weights;
  }

  /** The weights that are measured, tensor by tensor. */
  public Weights weights() {
    if (problem == null && weights.tensors().isEmpty()) {
      throw new NotApplicableException("needs weights tensor by tensor; this is a trajectory");
    }
    return weights;
  }

  /** The way that the training took, or {@link NotApplicableException} where it is not known. */
  public Trajectory trajectory() {
    if (trajectory == null) {
      throw new NotApplicableException(
          "needs the trajectory; measure a run that kept snapshots, or a file of k x p weights");
    }
    return trajectory;
  }

  /** The groups of parameters that were chosen, or {@link NotApplicableException} if none were. */
  public ChosenGroups groups() {
    problem();
    if (groups == null) {
      throw new NotApplicableException(
          "no group of parameters was chosen; choose one by a pattern of names, as in --group"
              + " '*.weight'");
    }
    return groups;
  }

  /** What decomposes dense matrices. */
  public MatrixAlgebra algebra() {
    return algebra;
  }

  /** What is known of its training. */
  public TrainingFacts facts() {
    return facts;
  }

  /** How much to spend, and on which data. */
  public MeasureSettings settings() {
    return settings;
  }

  /** Where measures count what they spend. */
  public WorkMeter work() {
    return work;
  }

  /** A stream of random numbers for one purpose. */
  public RandomStream stream(String purpose) {
    return seed.stream("measure/" + purpose);
  }

  /** Whether the problem has an ability, and it means something there. */
  public boolean offers(Class<?> ability) {
    return ability.isInstance(problem()) && !(OF_SINGLES.contains(ability) && mixes());
  }

  private boolean mixes() {
    return problem().mixesExamples(Mode.EVALUATE);
  }

  /**
   * Requires that examples have outputs, and so losses and derivatives, of their own: {@link
   * NotApplicableException} where those depend on the rest of the batch.
   */
  public void requireSingles() {
    if (mixes()) {
      throw new NotApplicableException(
          "needs examples with outputs of their own; this module's change with the rest of the"
              + " batch when it is used, as with batch statistics (track_running_stats=False): save"
              + " it with running statistics");
    }
  }

  /** The problem as one that has an ability. */
  public <T> T require(Class<T> ability) {
    Problem known = problem();
    if (OF_SINGLES.contains(ability)) {
      requireSingles();
    }
    if (!ability.isInstance(known)) {
      throw new NotApplicableException(
          "needs a problem with the ability "
              + ability.getSimpleName()
              + ", which "
              + known.getClass().getSimpleName()
              + " lacks");
    }
    return ability.cast(known);
  }

  /**
   * Work that several measures share: made by the first that asks, closed with this context where
   * it can be closed. Its result must follow from problem, settings and seed alone, so that an
   * answer does not depend on which other measures are asked.
   *
   * @param type of the result, and with the part its name
   * @param part of the data or the model, for instance a split
   */
  public <T> T shared(Class<T> type, Object part, Supplier<T> make) {
    List<Object> key = List.of(type, part);
    Object known = shared.get(key);
    if (known == null) {
      known = make.get();
      shared.put(key, known);
    }
    return type.cast(known);
  }

  /** How many vectors an estimator may hold at once, at least as many as it cannot do without. */
  public int vectors(int least, int most) {
    long bytes = problem().space().dimension() * problem().space().precision().bytes();
    long fitting = settings.memory() / Math.max(1, bytes);
    return (int) Math.max(least, Math.min(most, fitting));
  }

  /** What curvature and noise are measured on: all examples in their order, or a random draw. */
  public Batch batch() {
    return shared(Batch.class, settings.split(), this::draw);
  }

  private Batch draw() {
    int size = requireExamples(settings.split());
    if (size <= settings.examples()) {
      return Batch.range(settings.split(), 0, size);
    }
    int[] order = stream("batch").permutation(size);
    return Batch.of(settings.split(), Arrays.copyOf(order, settings.examples()));
  }

  /** A batch in passes of at most {@link MeasureSettings#chunk} examples, nearly equal in size. */
  public List<Batch> chunks(Batch batch) {
    int count = (batch.size() + settings.chunk() - 1) / settings.chunk();
    List<Batch> chunks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int from = (int) ((long) batch.size() * i / count);
      int to = (int) ((long) batch.size() * (i + 1) / count);
      chunks.add(batch.slice(from, to));
    }
    return chunks;
  }

  /** Number of examples of a split that must have some. */
  public int requireExamples(Split split) {
    int size = problem().size(split);
    if (size == 0) {
      throw new NotApplicableException("the " + name(split) + " split has no examples");
    }
    return size;
  }

  /** The test split, or else the validation split: what the network was not fitted to. */
  public Split heldOut() {
    for (Split split : new Split[] {Split.TEST, Split.VALIDATION}) {
      if (problem().size(split) > 0) {
        return split;
      }
    }
    throw new NotApplicableException(
        "there are no test and no validation examples; on the training data the answer would"
            + " flatter");
  }

  /** What another program might do otherwise about the data of curvature and noise. */
  public String conventions(Mode mode) {
    Batch batch = batch();
    int size = problem().size(settings.split());
    int passes = chunks(batch).size();
    return "mean loss over "
        + (batch.size() == size ? "all " : batch.size() + " random of ")
        + size
        + " "
        + name(settings.split())
        + " examples, not augmented, without weight decay; mode "
        + mode.name().toLowerCase(Locale.ROOT)
        + (passes == 1 ? "" : ", in " + passes + " passes")
        + (problem().mixesExamples(mode) ? "; outputs depend on the batch they are in" : "");
  }

  /** A split's name as reports write it. */
  public static String name(Split split) {
    return split.name().toLowerCase(Locale.ROOT);
  }

  /** Frees the shared work. */
  @Override
  public void close() {
    for (Object result : shared.values()) {
      if (result instanceof AutoCloseable closeable) {
        try {
          closeable.close();
        } catch (Exception e) {
          throw new IllegalStateException("closing the shared work of measures failed", e);
        }
      }
    }
    shared.clear();
  }
}
