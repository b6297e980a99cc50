package org.sweetspot.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sweetspot.precision.Draws;
import org.sweetspot.precision.Operand;
import org.sweetspot.precision.Operands;
import org.sweetspot.precision.Quantizer;
import org.sweetspot.random.RandomStream;
import org.sweetspot.random.Seed;

/** Sparse derivatives alone and in a narrow format. */
class SparseOperandsTest {
  private static final Operands NOTHING = new Operands(Map.of(), Optional.empty());

  private static SparsityRecipe sparse(String gradients, SparsityRecipe.Products products) {
    return new SparsityRecipe(
        SparsityRecipe.Kind.NONE, "2:4", 1, 0, "^fc2", gradients, products, 1);
  }

  @Test
  void derivativesAreSparseInTheProductsNamed() {
    Operands update = sparse("1:2", SparsityRecipe.Products.UPDATE).operands(NOTHING);
    assertThat(update.quantizers()).containsOnlyKeys(Operand.UPDATE_DELTA);
    assertThat(update.keeps("fc2.weight")).isTrue();
    assertThat(update.keeps("fc1.weight")).isFalse();
    assertThat(sparse("1:2", SparsityRecipe.Products.BOTH).operands(NOTHING).quantizers())
        .containsOnlyKeys(Operand.UPDATE_DELTA, Operand.BACK_DELTA);
    assertThat(SparsityRecipe.NONE.operands(NOTHING).quantizers()).isEmpty();
  }

  @Test
  void sparseAndRoundedAtRandomTheyAreRightOnAverage() {
    Operands formats = PrecisionRecipe.of(PrecisionRecipe.Kind.MXFP4).operands().orElseThrow();
    Quantizer both =
        sparse("1:2+unbiased", SparsityRecipe.Products.UPDATE)
            .operands(formats)
            .of(Operand.UPDATE_DELTA)
            .orElseThrow();
    assertThat(both.isRandom()).isTrue();
    RandomStream stream = new Seed(5).stream("test/draws");
    int size = 32;
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) stream.nextGaussian();
    }
    int draws = 40_000;
    double[] sum = new double[size];
    double[] squares = new double[size];
    for (int k = 0; k < draws; k++) {
      float[] one = both.of(values, size, Draws.of(stream));
      for (int i = 0; i < size; i++) {
        double error = one[i] - values[i];
        sum[i] += error;
        squares[i] += error * error;
      }
    }
    for (int i = 0; i < size; i++) {
      assertThat(Math.abs(sum[i] / draws)).isLessThan(4.5 * Math.sqrt(squares[i]) / draws);
    }
  }

  @Test
  void whatIsNoPatternIsRefused() {
    for (String wrong : new String[] {"2:1", "half", "1:2+greedy", "+unbiased"}) {
      assertThatThrownBy(() -> sparse(wrong, SparsityRecipe.Products.UPDATE))
          .isInstanceOf(InvalidValueException.class);
    }
  }
}
