package org.sweetspot.data;

import java.util.List;
import org.sweetspot.problem.Batch;
import org.sweetspot.random.RandomStream;
import org.sweetspot.recipe.AugmentationRecipe;

/**
 * Crops and mirrors the examples of a batch, in plain Java, so that every engine trains on the same
 * numbers.
 *
 * <p>Position i of the batch draws from a stream of its own, {@code new
 * RandomStream(batch.augmentationKey() + i, 0)}: for each side (height, then width; for signals
 * time alone) a shift uniform in -crop to crop, then, where the recipe flips, a fair coin for
 * mirroring the last axis. What is shifted in from outside is zero.
 */
public final class Augmentation {
  private final AugmentationRecipe recipe;
  private final int channels;
  private final int height;
  private final int width;

  /**
   * For examples of one shape.
   *
   * @param shape channels x height x width for images, channels x samples for signals
   * @throws IllegalArgumentException if the recipe varies examples that have no sides
   */
  public Augmentation(AugmentationRecipe recipe, List<Integer> shape) {
    if (recipe.varies() && (shape.size() < 2 || shape.size() > 3)) {
      throw new IllegalArgumentException(
          "augmentation: expected images of shape [channels, height, width] or signals of shape"
              + " [channels, samples], got examples of shape "
              + shape
              + "; set crop: 0 and flip: false");
    }
    this.recipe = recipe;
    this.channels = recipe.varies() ? shape.get(0) : 1;
    this.height = recipe.varies() && shape.size() == 3 ? shape.get(1) : 1;
    this.width =
        recipe.varies() ? shape.get(shape.size() - 1) : shape.stream().reduce(1, (a, b) -> a * b);
  }

  /**
   * Writes the augmented examples one after another.
   *
   * @param examples of the shape this was made for
   * @param batch indices into them, with the key of its draws
   * @param target written from index 0, batch size x input size
   */
  public void gather(Examples examples, Batch batch, Numbers target) {
    int[] indices = batch.indices();
    for (int i = 0; i < indices.length; i++) {
      RandomStream stream = new RandomStream(batch.augmentationKey() + i, 0);
      int crop = recipe.crop();
      int down = crop > 0 && height > 1 ? stream.nextInt(2 * crop + 1) - crop : 0;
      int right = crop > 0 ? stream.nextInt(2 * crop + 1) - crop : 0;
      boolean mirrored = recipe.flip() && stream.nextInt(2) == 1;
      copy(examples.values(), indices[i], target, i, down, right, mirrored);
    }
  }

  private void copy(
      Numbers source, int from, Numbers target, int to, int down, int right, boolean mirrored) {
    int start = from * channels * height * width;
    int at = to * channels * height * width;
    for (int channel = 0; channel < channels; channel++) {
      for (int y = 0; y < height; y++) {
        int row = y + down;
        for (int x = 0; x < width; x++, at++) {
          int column = (mirrored ? width - 1 - x : x) + right;
          boolean inside = row >= 0 && row < height && column >= 0 && column < width;
          target.put(
              at, inside ? source.get(start + (channel * height + row) * width + column) : 0);
        }
      }
    }
  }
}
