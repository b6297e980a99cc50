package org.sweetspot.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sweetspot.random.Seed;

/** What every implementation of {@link ParameterVector} keeps; engines extend it. */
public abstract class ParameterVectorContract {
  protected static final List<ParameterGroup> GROUPS =
      List.of(
          new ParameterGroup("first.weight", ParameterGroup.Role.WEIGHT, 0, List.of(3L, 2L)),
          new ParameterGroup("first.bias", ParameterGroup.Role.BIAS, 6, List.of(2L)));

  /** A space with {@link #GROUPS}. */
  protected abstract ParameterSpace space();

  /** Largest relative rounding error of one operation. */
  protected double rounding() {
    return space().precision() == Precision.DOUBLE ? 1e-14 : 1e-6;
  }

  private ParameterVector vector(double... entries) {
    return space().zero().set(entries);
  }

  private ParameterVector ramp() {
    return vector(1, 2, 3, 4, 5, 6, 7, 8);
  }

  private ParameterVector ones() {
    return vector(1, 1, 1, 1, 1, 1, 1, 1);
  }

  @Test
  void aNewVectorIsZero() {
    try (ParameterVector zero = space().zero()) {
      assertThat(zero.toArray()).containsOnly(0.0).hasSize(8);
      assertThat(zero.norm()).isZero();
    }
  }

  @Test
  void dotAndNormAreThoseOfTheEntries() {
    try (ParameterVector x = ramp();
        ParameterVector y = ones()) {
      assertThat(x.dot(y)).isEqualTo(36);
      assertThat(x.norm()).isCloseTo(Math.sqrt(204), within(1e-12));
    }
  }

  @Test
  void arithmeticIsEntryByEntryAndInPlace() {
    try (ParameterVector x = ramp();
        ParameterVector y = ramp();
        ParameterVector one = ones()) {
      assertThat(x.add(2, one)).isSameAs(x);
      assertThat(x.toArray()).containsExactly(3, 4, 5, 6, 7, 8, 9, 10);
      x.scale(0.5).multiply(y);
      assertThat(x.toArray()).containsExactly(1.5, 4, 7.5, 12, 17.5, 24, 31.5, 40);
      x.set(one).addProduct(-1, y, y);
      assertThat(x.toArray()).containsExactly(0, -3, -8, -15, -24, -35, -48, -63);
    }
  }

  @Test
  void theRatioIsThatOfAdaptiveOptimizers() {
    try (ParameterVector x = ones();
        ParameterVector n = ramp();
        ParameterVector s = ramp()) {
      x.addRatio(-0.1, n, 4, s, 0.5);
      double[] expected = new double[8];
      for (int i = 0; i < 8; i++) {
        expected[i] = 1 - 0.1 * (i + 1) / (Math.sqrt(4.0 * (i + 1)) + 0.5);
      }
      assertThat(x.toArray()).containsExactly(expected, within(4 * rounding()));
    }
  }

  @Test
  void scalingByZeroClearsWhatIsNotFinite() {
    try (ParameterVector x = vector(Double.NaN, Double.POSITIVE_INFINITY, 1, 1, 1, 1, 1, 1)) {
      assertThat(x.isFinite()).isFalse();
      assertThat(x.scale(0).isFinite()).isTrue();
      assertThat(x.norm()).isZero();
    }
  }

  @Test
  void aCopyIsIndependent() {
    try (ParameterVector x = ramp();
        ParameterVector y = x.copy()) {
      x.scale(2);
      assertThat(y.toArray()).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
    }
  }

  @Test
  void aViewSharesMemoryWithItsVector() {
    try (ParameterVector x = ramp()) {
      ParameterVector bias = x.view(x.space().groups().get(1));
      assertThat(bias.toArray()).containsExactly(7, 8);
      assertThat(bias.space().groups()).hasSize(1);
      assertThat(bias.space().groups().get(0).offset()).isZero();
      bias.scale(10);
      bias.close();
      assertThat(x.toArray()).containsExactly(1, 2, 3, 4, 5, 6, 70, 80);
    }
  }

  @Test
  void bytesAreReadBackBitByBit() {
    try (ParameterVector x = space().gaussian(new Seed(3).stream("x"));
        ParameterVector y = space().zero()) {
      ByteBuffer bytes = ByteBuffer.allocateDirect(8 * x.space().precision().bytes());
      x.write(bytes);
      assertThat(bytes.remaining()).isZero();
      bytes.flip();
      y.read(bytes);
      assertThat(bytes.remaining()).isZero();
      assertThat(y.toArray()).isEqualTo(x.toArray());
    }
  }

  @Test
  void bytesAreLittleEndianAlsoOnTheHeap() {
    try (ParameterVector x = ones()) {
      ByteBuffer bytes = ByteBuffer.allocate(8 * x.space().precision().bytes());
      x.write(bytes);
      assertThat(bytes.array()[x.space().precision().bytes() - 1]).isEqualTo((byte) 0x3f);
    }
  }

  @Test
  void randomVectorsAreEqualForEveryEngine() {
    try (ParameterVector signs = space().rademacher(new Seed(1).stream("signs"));
        ParameterVector normal = space().gaussian(new Seed(1).stream("normal"))) {
      assertThat(signs.toArray())
          .isEqualTo(Draws.rademacher(new Seed(1).stream("signs"), 8))
          .containsOnly(1, -1);
      assertThat(normal.toArray())
          .containsExactly(Draws.gaussian(new Seed(1).stream("normal"), 8), within(1e-6));
    }
  }

  @Test
  void vectorsOfOtherSpacesAreRefused() {
    try (ParameterVector x = ramp();
        ParameterVector other = ArraySpace.of("w", 3).zero()) {
      assertThatThrownBy(() -> x.dot(other))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("expected");
    }
  }

  @Test
  void aClosedVectorRefusesWork() {
    ParameterVector x = ramp();
    x.close();
    x.close();
    assertThatThrownBy(x::norm).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aCombinationIsTheSumOfItsParts() {
    ParameterSpace space = space();
    try (ParameterVector into = ramp();
        ParameterVector one = ones();
        ParameterVector other = vector(0, 0, 0, 0, 0, 0, 0, 4)) {
      space.combine(new double[] {2, -0.5}, List.of(one, other), into);
      assertThat(into.toArray()).containsExactly(3, 4, 5, 6, 7, 8, 9, 8);
      space.combine(new double[0], List.of(), into);
      assertThat(into.toArray()).containsExactly(3, 4, 5, 6, 7, 8, 9, 8);
      assertThatThrownBy(() -> space.combine(new double[] {1}, List.of(one, other), into))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("got 1");
    }
  }

  @Test
  void someEntriesAreGatheredInTheOrderAskedFor() {
    try (ParameterVector x = ramp()) {
      assertThat(x.gather(new int[] {7, 0, 0, 3})).containsExactly(8, 1, 1, 4);
      assertThat(x.gather(new int[0])).isEmpty();
      assertThat(x.view(x.space().groups().get(1)).gather(new int[] {1, 0})).containsExactly(8, 7);
      assertThatThrownBy(() -> x.gather(new int[] {8}))
          .isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> x.gather(new int[] {-1}))
          .isInstanceOf(IndexOutOfBoundsException.class);
    }
  }

  @Test
  void productsOfManyVectorsAreThoseOfEachPair() {
    ParameterSpace space = space();
    List<ParameterVector> vectors = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      vectors.add(space.gaussian(new Seed(i).stream("vector")));
    }
    double[][] products = space.products(vectors.subList(0, 2), vectors);
    assertThat(products).hasDimensions(2, 3);
    for (int i = 0; i < 2; i++) {
      for (int j = 0; j < 3; j++) {
        double expected = vectors.get(i).dot(vectors.get(j));
        assertThat(products[i][j]).isCloseTo(expected, within(1e-12 * (1 + Math.abs(expected))));
      }
    }
    assertThat(space.products(List.of(), vectors)).isEmpty();
    vectors.forEach(ParameterVector::close);
  }
}
