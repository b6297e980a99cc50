package org.sweetspot.precision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.FloatBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sweetspot.random.RandomStream;
import org.sweetspot.random.Seed;

/** Blocks down columns beside blocks along the rows of the transpose. */
class ColumnsTest {
  private static final List<int[]> SHAPES =
      List.of(
          new int[] {1, 1},
          new int[] {7, 5},
          new int[] {16, 9},
          new int[] {33, 3},
          new int[] {500, 9},
          new int[] {70, 16},
          new int[] {40, 1000},
          new int[] {3000, 33});

  private static float[] values(int count, long seed) {
    RandomStream stream = new Seed(seed).stream("values");
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) (stream.nextGaussian() * Math.exp(2 * stream.nextGaussian()));
    }
    return values;
  }

  private static float[] transposed(float[] values, int columns) {
    int rows = values.length / columns;
    float[] turned = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      turned[i % columns * rows + i / columns] = values[i];
    }
    return turned;
  }

  private static float[] columns(String name, float[] values, int columns, int threads) {
    float[] into = new float[values.length];
    Quantizers.named(name)
        .orElseThrow()
        .quantizeColumns(
            FloatBuffer.wrap(values), FloatBuffer.wrap(into), columns, new Draws(3, 4), threads);
    return into;
  }

  @Test
  void nearestRoundingIsThatOfTheTransposesRowsBitForBit() {
    for (String name :
        List.of("nvfp4", "mxfp4", "mxfp8", "int8", "e4m3", "nvfp4+scales-nearest", "bfloat16")) {
      for (int[] shape : SHAPES) {
        float[] values = values(shape[0] * shape[1], 1);
        Quantizer quantizer = Quantizers.named(name).orElseThrow();
        float[] byRows =
            transposed(
                quantizer.of(transposed(values, shape[1]), shape[0], new Draws(3, 4)), shape[0]);
        assertThat(columns(name, values, shape[1], 1))
            .as(name + " of " + shape[0] + " x " + shape[1])
            .containsExactly(byRows);
      }
    }
  }

  @Test
  void stochasticRoundingHasTheSameNeighboursAndTheRightMean() {
    int rows = 48;
    int columns = 33;
    float[] one = values(rows * columns, 2);
    for (String name : List.of("nvfp4+stochastic", "mxfp4+stochastic", "mxfp8+stochastic")) {
      Quantizer quantizer = Quantizers.named(name).orElseThrow();
      int repeats = 4000;
      RandomStream stream = new Seed(6).stream(name);
      double[] sum = new double[one.length];
      double[] squares = new double[one.length];
      for (int i = 0; i < repeats; i++) {
        float[] into = new float[one.length];
        quantizer.quantizeColumns(
            FloatBuffer.wrap(one), FloatBuffer.wrap(into), columns, Draws.of(stream), 1);
        for (int j = 0; j < into.length; j++) {
          sum[j] += into[j];
          squares[j] += (double) into[j] * into[j];
        }
      }
      // A sum of z^2 over columns, each the sum of independent values of its column.
      double chi = 0;
      for (int c = 0; c < columns; c++) {
        double distance = 0;
        double variance = 0;
        for (int j = c; j < one.length; j += columns) {
          double mean = sum[j] / repeats;
          distance += mean - one[j];
          variance += (squares[j] / repeats - mean * mean) / repeats;
        }
        chi += distance * distance / variance;
      }
      assertThat(chi).as(name).isCloseTo(columns, within(4 * Math.sqrt(2.0 * columns)));
    }
  }

  @Test
  void threadsChangeNothing() {
    float[] values = values(3000 * 33, 3);
    for (String name : List.of("nvfp4+stochastic", "mxfp8", "e2m1+stochastic")) {
      assertThat(columns(name, values, 33, 2)).containsExactly(columns(name, values, 33, 1));
    }
  }

  @Test
  void quantizersWithoutAFormOfTheirOwnTranspose() {
    float[] values = values(70 * 16, 4);
    String name = "nvfp4+stochastic+rotated";
    float[] byRows =
        transposed(
            Quantizers.named(name).orElseThrow().of(transposed(values, 16), 70, new Draws(3, 4)),
            70);
    assertThat(columns(name, values, 16, 1)).containsExactly(byRows);
  }

  @Test
  void numbersThatAreNoneStayNone() {
    float[] values = values(64 * 5, 5);
    values[17] = Float.NaN;
    values[40] = Float.POSITIVE_INFINITY;
    for (String name : List.of("mxfp4", "mxfp8+stochastic")) {
      float[] byRows =
          transposed(
              Quantizers.named("mxfp4")
                  .orElseThrow()
                  .of(transposed(values, 5), 64, new Draws(3, 4)),
              64);
      float[] down = columns(name, values, 5, 1);
      assertThat(down[17]).isNaN();
      if (name.equals("mxfp4")) {
        assertThat(down).containsExactly(byRows);
      }
    }
  }

  @Test
  void aMatrixOfBrokenRowsIsRefused() {
    assertThatThrownBy(() -> columns("nvfp4", new float[10], 3, 1))
        .hasMessageContaining("columns of a matrix of 10");
  }
}
