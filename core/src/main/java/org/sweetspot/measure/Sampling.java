package org.sweetspot.measure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.SecondOrder;
import org.sweetspot.problem.Split;
import org.sweetspot.random.RandomStream;
import org.sweetspot.random.Seed;

/**
 * Which examples of a subject are looked at, in which passes, and where random draws come from: a
 * function of settings and seed, and the same for every measure.
 */
public final class Sampling {
  private final Subject subject;
  private final MeasureSettings settings;
  private final Seed seed;
  private @Nullable Batch examples;

  /** Nothing is drawn before a measure asks. */
  public Sampling(Subject subject, MeasureSettings settings, Seed seed) {
    this.subject = subject;
    this.settings = settings;
    this.seed = seed;
  }

  /** A stream of random numbers for one purpose. */
  public RandomStream stream(String purpose) {
    return seed.stream("measure/" + purpose);
  }

  /** What curvature and noise are measured on: all examples in their order, or a random draw. */
  public Batch batch() {
    if (examples == null) {
      examples = draw();
    }
    return examples;
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
    if (mode == Mode.EVALUATE || !subject.problem().mixesExamples(mode)) {
      return chunks(batch);
    }
    int most = subject.facts().batch() == 0 ? settings.chunk() : subject.facts().batch();
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
    int size = subject.problem().size(split);
    if (size == 0) {
      throw new NotApplicableException("the " + name(split) + " split has no examples");
    }
    return size;
  }

  /** The test split, or else the validation split: what the network was not fitted to. */
  public Split heldOut() {
    for (Split split : new Split[] {Split.TEST, Split.VALIDATION}) {
      if (subject.problem().size(split) > 0) {
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
    boolean mixes = subject.problem().mixesExamples(mode);
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
            subject.problem().ability(SecondOrder.class).flatMap(SecondOrder::remark).orElse(""));
  }

  /** The same where a measure draws batches of its own. */
  public Conventions drawn(Mode mode) {
    Batch batch = batch();
    int size = subject.problem().size(settings.split());
    String data =
        "mean loss over "
            + (batch.size() == size ? "all " : batch.size() + " random of ")
            + size
            + " "
            + name(settings.split())
            + " examples, not augmented, without weight decay";
    return subject.taken(mode).and(Conventions.DATA, data);
  }

  /** A split's name as reports write it. */
  public static String name(Split split) {
    return split.name().toLowerCase(Locale.ROOT);
  }
}
