package org.sweetspot.generalization.posterior;

import java.util.Arrays;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.Problem;
import org.sweetspot.problem.Split;
import org.sweetspot.vector.ParameterSpace;
import org.sweetspot.vector.ParameterVector;

/**
 * A problem that trains on some of the training examples only, and has no other split: what is
 * trained on it cannot have seen anything else. The problem inside stays the caller's.
 */
public final class ExampleSubset implements Problem {
  private final Problem whole;
  private final int[] chosen;

  /**
   * The same problem on these examples.
   *
   * @param chosen indices into the training split, at least one
   */
  public ExampleSubset(Problem whole, int[] chosen) {
    if (chosen.length == 0
        || Arrays.stream(chosen).anyMatch(i -> i < 0 || i >= whole.size(Split.TRAIN))) {
      throw new IllegalArgumentException(
          "subset of examples: expected at least one index below "
              + whole.size(Split.TRAIN)
              + ", got "
              + chosen.length
              + " indices");
    }
    this.whole = whole;
    this.chosen = chosen.clone();
  }

  @Override
  public ParameterSpace space() {
    return whole.space();
  }

  @Override
  public ParameterVector parameters() {
    return whole.parameters();
  }

  @Override
  public ParameterVector buffers() {
    return whole.buffers();
  }

  @Override
  public int size(Split split) {
    return split == Split.TRAIN ? chosen.length : 0;
  }

  @Override
  public double loss(Batch batch, Mode mode) {
    return whole.loss(inner(batch), mode);
  }

  @Override
  public double gradient(Batch batch, Mode mode, ParameterVector into) {
    return whole.gradient(inner(batch), mode, into);
  }

  /** Leaves the problem inside open. */
  @Override
  public void close() {}

  private Batch inner(Batch batch) {
    int[] indices = Arrays.stream(batch.indices()).map(i -> chosen[i]).toArray();
    Batch mapped = Batch.of(Split.TRAIN, indices);
    return batch.isAugmented() ? mapped.augmented(batch.augmentationKey()) : mapped;
  }
}
