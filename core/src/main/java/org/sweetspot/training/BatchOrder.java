package org.sweetspot.training;

import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Split;
import org.sweetspot.random.RandomStream;
import org.sweetspot.random.Seed;
import org.sweetspot.recipe.AugmentationRecipe;
import org.sweetspot.recipe.BatchSizes;

/**
 * Which examples each update sees: a function of the seed and the update alone.
 *
 * <p>Epoch e visits the training split in the order of the stream "data/order/e", in batches of the
 * recipe's size ({@link BatchSizes}, where it changes on the way). Nothing is dropped: the last
 * batch of an epoch is smaller where the size does not divide the split, so an epoch has ceil(n /
 * B) updates, and one update where B exceeds n. With copies, each example stands that often in a
 * row in its batch. Update s (from 0) draws its augmentation from word s of the stream
 * "data/augmentation".
 *
 * <p>Not safe for use by several threads: it keeps the current epoch's order.
 */
public final class BatchOrder {
  private final int examples;
  private final BatchSizes sizes;
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
    this(BatchSizes.constant(size, examples), augmentation, seed);
  }

  /** The order of batches that may have several sizes. */
  public BatchOrder(BatchSizes sizes, AugmentationRecipe augmentation, Seed seed) {
    this.examples = sizes.examples();
    this.sizes = sizes;
    this.augmentation = augmentation;
    this.seed = seed;
    this.augmentationKey = seed.stream("data/augmentation").key();
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
    return sizes.position(steps) * augmentation.copies();
  }

  /** The batch of an update, which is counted from 0. */
  public Batch batch(long step) {
    long position = sizes.position(step);
    if (position / examples != epoch) {
      epoch = position / examples;
      order = seed.stream("data/order/" + epoch).permutation(examples);
    }
    int from = (int) (position % examples);
    int count = Math.min(sizes.size(step), examples - from);
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
