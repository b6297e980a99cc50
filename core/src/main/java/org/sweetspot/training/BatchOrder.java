package org.sweetspot.training;

import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Split;
import org.sweetspot.random.RandomStream;
import org.sweetspot.random.Seed;
import org.sweetspot.recipe.AugmentationRecipe;

/**
 * Which examples each update sees: a function of the seed and the update alone.
 *
 * <p>Epoch e visits the training split in the order of the stream "data/order/e", in batches of the
 * recipe's size. Nothing is dropped: the last batch of an epoch is smaller where the size does not
 * divide the split, so an epoch has ceil(n / B) updates, and one update where B exceeds n. With
 * copies, each example stands that often in a row in its batch. Update s (from 0) draws its
 * augmentation from word s of the stream "data/augmentation".
 *
 * <p>Not safe for use by several threads: it keeps the current epoch's order.
 */
public final class BatchOrder {
  private final int examples;
  private final int size;
  private final AugmentationRecipe augmentation;
  private final Seed seed;
  private final long augmentationKey;
  private long epoch = -1;
  private int[] order = {};

  /**
   * The order for a split.
   *
   * @param examples of the training split, at least one
   * @param size examples in one update
   */
  public BatchOrder(int examples, int size, AugmentationRecipe augmentation, Seed seed) {
    if (examples < 1 || size < 1) {
      throw new IllegalArgumentException(
          "training: expected at least one training example and a batch of at least one, got "
              + examples
              + " and "
              + size);
    }
    this.examples = examples;
    this.size = Math.min(size, examples);
    this.augmentation = augmentation;
    this.seed = seed;
    this.augmentationKey = seed.stream("data/augmentation").key();
  }

  /** Updates in one pass over the training split. */
  public long stepsPerEpoch() {
    return (examples + (long) size - 1) / size;
  }

  /** Passes over the training split after so many updates. */
  public double epochs(long steps) {
    return examples(steps) / ((double) examples * augmentation.copies());
  }

  /**
   * Gradients of single examples that so many updates take: a short last batch counts as short as
   * it is, and each copy of an example counts.
   */
  public long examples(long steps) {
    long whole = steps / stepsPerEpoch();
    long inEpoch = Math.min(examples, steps % stepsPerEpoch() * size);
    return (whole * examples + inEpoch) * augmentation.copies();
  }

  /** The batch of an update, which is counted from 0. */
  public Batch batch(long step) {
    if (step / stepsPerEpoch() != epoch) {
      epoch = step / stepsPerEpoch();
      order = seed.stream("data/order/" + epoch).permutation(examples);
    }
    int from = (int) (step % stepsPerEpoch()) * size;
    int count = Math.min(size, examples - from);
    int copies = augmentation.copies();
    int[] indices = new int[count * copies];
    for (int i = 0; i < indices.length; i++) {
      indices[i] = order[from + i / copies];
    }
    Batch batch = Batch.of(Split.TRAIN, indices);
    return augmentation.varies()
        ? batch.augmented(new RandomStream(augmentationKey, step).nextLong())
        : batch;
  }
}
