package org.sweetspot.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sweetspot.problem.Batch;
import org.sweetspot.random.Seed;
import org.sweetspot.recipe.AugmentationRecipe;

class BatchOrderTest {
  private static BatchOrder order(int size, AugmentationRecipe augmentation) {
    return new BatchOrder(10, size, augmentation, new Seed(1));
  }

  @Test
  void anEpochVisitsEachExampleOnceAndDropsNone() {
    BatchOrder order = order(4, AugmentationRecipe.NONE);
    for (int epoch = 0; epoch < 3; epoch++) {
      List<Integer> seen = new ArrayList<>();
      for (int step = 0; step < 3; step++) {
        Batch batch = order.batch(3L * epoch + step);
        assertThat(batch.size()).isEqualTo(step < 2 ? 4 : 2);
        for (int index : batch.indices()) {
          seen.add(index);
        }
      }
      assertThat(seen).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
      int[] expected = new Seed(1).stream("data/order/" + epoch).permutation(10);
      assertThat(seen.stream().mapToInt(Integer::intValue).toArray()).isEqualTo(expected);
    }
  }

  @Test
  void aBatchDependsOnNothingButItsStep() {
    BatchOrder order = order(4, new AugmentationRecipe(1, false, 1));
    Batch first = order.batch(7);
    order.batch(2);
    Batch again = order.batch(7);
    assertThat(again.indices()).isEqualTo(first.indices());
    assertThat(again.augmentationKey()).isEqualTo(first.augmentationKey());
    assertThat(order.batch(8).augmentationKey()).isNotEqualTo(first.augmentationKey());
  }

  @Test
  void aBatchLargerThanTheSplitIsTheSplit() {
    BatchOrder order = order(64, AugmentationRecipe.NONE);
    assertThat(order.batch(5).size()).isEqualTo(10);
  }

  @Test
  void copiesStandNextToEachOther() {
    int[] indices = order(4, new AugmentationRecipe(0, true, 3)).batch(0).indices();
    assertThat(indices).hasSize(12);
    for (int i = 0; i < 12; i++) {
      assertThat(indices[i]).isEqualTo(indices[i / 3 * 3]);
    }
  }

  @Test
  void epochsCountExamples() {
    BatchOrder order = order(4, AugmentationRecipe.NONE);
    assertThat(order.epochs(0)).isZero();
    assertThat(order.epochs(2)).isEqualTo(0.8);
    assertThat(order.epochs(3)).isEqualTo(1);
    assertThat(order.epochs(4)).isEqualTo(1.4);
  }

  @Test
  void aSplitWithoutExamplesIsRefused() {
    assertThatThrownBy(() -> new BatchOrder(0, 4, AugmentationRecipe.NONE, new Seed(1)))
        .hasMessageContaining("at least one training example");
  }

  @Test
  void examplesAreCountedAsUpdatesTakeThem() {
    // 800 = 3 * 256 + 32: four updates an epoch, the last of 32.
    BatchOrder order = new BatchOrder(800, 256, AugmentationRecipe.NONE, new Seed(1));
    long counted = 0;
    for (long step = 0; step < 10; step++) {
      assertThat(order.examples(step)).isEqualTo(counted);
      counted += order.batch(step).size();
    }
    AugmentationRecipe copies = new AugmentationRecipe(2, false, 3);
    assertThat(new BatchOrder(800, 256, copies, new Seed(1)).examples(6))
        .isEqualTo(3 * (800 + 512));
  }
}
