package org.sweetspot.measure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.sweetspot.matrix.JavaAlgebra;
import org.sweetspot.matrix.MatrixAlgebra;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.Problem;
import org.sweetspot.problem.SecondOrder;
import org.sweetspot.problem.Split;
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

  /**
   * The mode of what describes the function: as it is used, unless the settings say otherwise.
   *
   * @throws NotApplicableException where the problem cannot answer in that mode
   */
  public Mode mode() {
    return abilities().mode();
  }

  /**
   * The mode of what judges a step or its noise: as training takes it, unless the settings say
   * otherwise. Where the modes do not differ it is that of {@link #mode}, whose work it shares.
   *
   * @throws NotApplicableException where the problem cannot answer in that mode
   */
  public Mode stepMode() {
    return abilities().stepMode();
  }

  /** The mode that the network is taken in, and what it stands for where it matters. */
  public Conventions taken(Mode mode) {
    return ModeWords.of(mode, problem());
  }

  /** Whether the problem has an ability, and it means something there. */
  public boolean offers(Class<?> ability) {
    return abilities().offers(ability);
  }

  /** The problem as one that has an ability. */
  public <T> T require(Class<T> ability) {
    return abilities().require(ability);
  }

  /** Requires that examples have outputs of their own: see {@link Abilities}. */
  public void requireSingles() {
    abilities().requireSingles();
  }

  /** Requires that examples have gradients of their own in the mode that judges steps. */
  public void requireStepSingles() {
    abilities().requireStepSingles();
  }

  /** Requires that the loss bends in the outputs: else every Gauss-Newton matrix is zero. */
  public void requireCurvedLoss() {
    abilities().requireCurvedLoss();
  }

  /** Requires that the network is asked as it is used, or that training does not change it. */
  public void requireUse() {
    abilities().requireUse();
  }

  private Abilities abilities() {
    return new Abilities(problem(), settings);
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
    return parts(batch, settings.chunk());
  }

  /**
   * A batch in passes as a mode takes it. Where outputs depend on the batch they are in these are
   * random batches of at most the training's size, nearly equal, each with statistics of its own;
   * of at most {@link MeasureSettings#chunk} where the training's size is not known. Otherwise
   * {@link #chunks}.
   */
  public List<Batch> passes(Batch batch, Mode mode) {
    if (mode == Mode.EVALUATE || !problem().mixesExamples(mode)) {
      return chunks(batch);
    }
    int most = facts.batch() == 0 ? settings.chunk() : facts.batch();
    if (Math.min(most, batch.size()) < 2) {
      throw new NotApplicableException(
          "is taken as training takes it, and a batch of one example has no batch statistics; give"
              + " at least two, or --mode evaluate");
    }
    if (batch.size() <= most) {
      return List.of(batch);
    }
    int[] indices = batch.indices();
    int[] order = stream("batches").permutation(indices.length);
    int[] mixed = Arrays.stream(order).map(i -> indices[i]).toArray();
    return parts(Batch.of(batch.split(), mixed), most);
  }

  private static List<Batch> parts(Batch batch, int most) {
    int count = (batch.size() + most - 1) / most;
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
  public Conventions conventions(Mode mode) {
    List<Batch> passes = passes(batch(), mode);
    boolean mixes = problem().mixesExamples(mode);
    String cut =
        passes.size() == 1
            ? mixes ? "in one batch" : ""
            : mixes
                ? "in " + passes.size() + " random batches of at most " + passes.get(0).size()
                : "in " + passes.size() + " passes";
    return drawn(mode)
        .and(Conventions.PASSES, cut)
        .and(Conventions.PASSES, mixes ? "outputs depend on the batch they are in" : "")
        .and(
            Conventions.PRODUCTS,
            problem().ability(SecondOrder.class).flatMap(SecondOrder::remark).orElse(""));
  }

  /** The same where a measure draws batches of its own. */
  public Conventions drawn(Mode mode) {
    Batch batch = batch();
    int size = problem().size(settings.split());
    String data =
        "mean loss over "
            + (batch.size() == size ? "all " : batch.size() + " random of ")
            + size
            + " "
            + name(settings.split())
            + " examples, not augmented, without weight decay";
    return taken(mode).and(Conventions.DATA, data);
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
