package org.sweetspot.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Split;
import org.sweetspot.recipe.AugmentationRecipe;
import org.sweetspot.vector.Precision;

class AugmentationTest {
  private static Examples examples(int count, List<Integer> shape) {
    int size = shape.stream().reduce(1, (a, b) -> a * b);
    Numbers inputs = direct(count * size);
    for (int i = 0; i < count * size; i++) {
      inputs.put(i, i + 1);
    }
    ByteBuffer labels = ByteBuffer.allocateDirect(4 * count).order(ByteOrder.nativeOrder());
    return new Examples(count, shape, 2, inputs, labels.asIntBuffer());
  }

  private static Numbers direct(int size) {
    return Numbers.zeros(Precision.FLOAT, size);
  }

  private static float[] gather(AugmentationRecipe recipe, Examples examples, Batch batch) {
    Numbers target = direct(batch.size() * examples.inputSize());
    new Augmentation(recipe, examples.shape()).gather(examples, batch, target);
    float[] values = new float[target.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) target.get(i);
    }
    return values;
  }

  @Test
  void withoutVariationExamplesAreCopied() {
    Examples examples = examples(3, List.of(1, 2, 2));
    Batch batch = Batch.of(Split.TRAIN, 2, 0).augmented(7);
    assertThat(gather(AugmentationRecipe.NONE, examples, batch))
        .containsExactly(9, 10, 11, 12, 1, 2, 3, 4);
  }

  @Test
  void flippingGivesTheImageOrItsMirrorImageAboutEquallyOften() {
    Examples examples = examples(1, List.of(1, 1, 3));
    int mirrored = 0;
    for (int key = 0; key < 1000; key++) {
      Batch batch = Batch.of(Split.TRAIN, 0).augmented(key);
      float[] values = gather(new AugmentationRecipe(0, true, 1), examples, batch);
      assertThat(values).isIn(new float[] {1, 2, 3}, new float[] {3, 2, 1});
      mirrored += values[0] == 3 ? 1 : 0;
    }
    // Four standard errors of a fair coin.
    assertThat(mirrored).isBetween(500 - 64, 500 + 64);
  }

  @Test
  void croppingShiftsByEveryAmountAndFillsWithZero() {
    Examples examples = examples(1, List.of(1, 2, 2));
    Set<List<Float>> seen = new HashSet<>();
    for (int key = 0; key < 500; key++) {
      Batch batch = Batch.of(Split.TRAIN, 0).augmented(key * 31L);
      float[] v = gather(new AugmentationRecipe(1, false, 1), examples, batch);
      seen.add(List.of(v[0], v[1], v[2], v[3]));
    }
    assertThat(seen)
        .hasSize(9)
        .contains(List.of(1f, 2f, 3f, 4f), List.of(0f, 0f, 0f, 1f), List.of(4f, 0f, 0f, 0f));
  }

  @Test
  void signalsMoveAlongTimeAndKeepTheirChannels() {
    Examples examples = examples(1, List.of(2, 3));
    Set<List<Float>> seen = new HashSet<>();
    for (int key = 0; key < 200; key++) {
      Batch batch = Batch.of(Split.TRAIN, 0).augmented(key);
      float[] v = gather(new AugmentationRecipe(1, false, 1), examples, batch);
      seen.add(List.of(v[0], v[1], v[2], v[3], v[4], v[5]));
    }
    assertThat(seen)
        .containsExactlyInAnyOrder(
            List.of(1f, 2f, 3f, 4f, 5f, 6f),
            List.of(2f, 3f, 0f, 5f, 6f, 0f),
            List.of(0f, 1f, 2f, 0f, 4f, 5f));
  }

  @Test
  void aSliceOfABatchIsAugmentedLikeItsPlaceInTheBatch() {
    Examples examples = examples(4, List.of(1, 4, 4));
    AugmentationRecipe recipe = new AugmentationRecipe(2, true, 1);
    Batch batch = Batch.of(Split.TRAIN, 0, 1, 2, 3).augmented(99);
    float[] whole = gather(recipe, examples, batch);
    float[] part = gather(recipe, examples, batch.slice(2, 4));
    assertThat(part).isEqualTo(java.util.Arrays.copyOfRange(whole, 32, 64));
    assertThat(gather(recipe, examples, batch)).isEqualTo(whole);
  }

  @Test
  void featuresWithoutSidesAreRefused() {
    assertThatThrownBy(() -> new Augmentation(new AugmentationRecipe(1, false, 1), List.of(5)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("crop: 0");
  }
}
