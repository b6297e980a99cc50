package org.sweetspot.generalization.compression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.sweetspot.generalization.bound.Bound;
import org.sweetspot.generalization.bound.BoundAnswer;
import org.sweetspot.generalization.bound.CompressionBound;
import org.sweetspot.generalization.bound.Evidence;
import org.sweetspot.generalization.bound.LowRankNetwork;
import org.sweetspot.generalization.posterior.MonteCarloRisk;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.Problem;
import org.sweetspot.problem.Split;
import org.sweetspot.random.RandomStream;
import org.sweetspot.random.Seed;
import org.sweetspot.reference.SoftmaxRegression;
import org.sweetspot.vector.ArrayVector;

class LowRankCompressionTest {
  private static final int INPUTS = 8;
  private static final int CLASSES = 3;

  /** Three classes along the first input; the others are noise. */
  private static Problem clusters(int train, int test, long seed) {
    return new SoftmaxRegression(
        CLASSES,
        0,
        Map.of(
            Split.TRAIN, table(train, new Seed(seed).stream("train")),
            Split.TEST, table(test, new Seed(seed).stream("test"))));
  }

  private static SoftmaxRegression.Table table(int size, RandomStream stream) {
    double[][] inputs = new double[size][INPUTS];
    int[] labels = new int[size];
    for (int i = 0; i < size; i++) {
      labels[i] = stream.nextInt(CLASSES);
      for (int j = 0; j < INPUTS; j++) {
        inputs[i][j] = (j == 0 ? 2 * labels[i] - 2 : 0) + 0.7 * stream.nextGaussian();
      }
    }
    return new SoftmaxRegression.Table(inputs, labels);
  }

  @Test
  void aMatrixIsTwoFactorsAndItsStart() {
    try (Problem inner = clusters(30, 5, 1);
        LowRankProblem problem = new LowRankProblem(inner, 1, new Seed(1).stream("s"))) {
      // 8 x 3 weights become 8 + 3 numbers, the three offsets stay.
      assertThat(problem.parameters().space().dimension()).isEqualTo(INPUTS + 2 * CLASSES);
    }
    assertThatThrownBy(() -> new LowRankCompression(0, SubspaceCompression.of(1, 1, 1).training()))
        .hasMessageContaining("got 0");
  }

  @Test
  void gradientsOfFactorsAreDifferenceQuotients() {
    try (Problem inner = clusters(30, 5, 1);
        LowRankProblem problem = new LowRankProblem(inner, 1, new Seed(1).stream("s"));
        ArrayVector gradient = problem.parameters().space().zero()) {
      Batch batch = Batch.range(Split.TRAIN, 0, 30);
      double[] before = inner.parameters().toArray();
      assertThat(problem.loss(batch, Mode.TRAIN)).isEqualTo(inner.loss(batch, Mode.TRAIN));
      assertThat(inner.parameters().toArray()).containsExactly(before);
      double[] at = new double[(int) problem.parameters().space().dimension()];
      for (int i = 0; i < at.length; i++) {
        at[i] = Math.sin(i + 1.0);
      }
      problem.parameters().set(at);
      problem.gradient(batch, Mode.TRAIN, gradient);
      for (int i = 0; i < at.length; i++) {
        double[] up = at.clone();
        double[] down = at.clone();
        up[i] += 1e-6;
        down[i] -= 1e-6;
        problem.parameters().set(up);
        double above = problem.loss(batch, Mode.TRAIN);
        problem.parameters().set(down);
        double below = problem.loss(batch, Mode.TRAIN);
        assertThat(gradient.get(i)).isCloseTo((above - below) / 2e-6, within(1e-7));
      }
    }
  }

  @Test
  void networksOfLowRankFailNoMoreOftenThanDeltaAllows() {
    int failures = 0;
    for (int i = 0; i < 40; i++) {
      try (Problem problem = clusters(80, 2000, 700 + i)) {
        LowRankNetwork network =
            new LowRankCompression(1, SubspaceCompression.of(1, 10, 4).training())
                .compress(problem, new Seed(1), List.of());
        double truth = MonteCarloRisk.wrong(problem, Batch.range(Split.TEST, 0, 2000)) / 2000.0;
        BoundAnswer answer =
            CompressionBound.lowRank()
                .apply(Evidence.NONE.with(LowRankNetwork.class, network), 0.2);
        failures += ((Bound) answer).value() < truth ? 1 : 0;
      }
    }
    assertThat(failures).isLessThanOrEqualTo(8);
  }
}
