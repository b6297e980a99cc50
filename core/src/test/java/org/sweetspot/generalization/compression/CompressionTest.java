package org.sweetspot.generalization.compression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.sweetspot.generalization.bound.Bound;
import org.sweetspot.generalization.bound.BoundAnswer;
import org.sweetspot.generalization.bound.CompressedNetwork;
import org.sweetspot.generalization.bound.CompressionBound;
import org.sweetspot.generalization.bound.Evidence;
import org.sweetspot.generalization.posterior.Blobs;
import org.sweetspot.generalization.posterior.MonteCarloRisk;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.Problem;
import org.sweetspot.problem.Split;
import org.sweetspot.random.Seed;
import org.sweetspot.vector.ArrayVector;

class CompressionTest {
  @Test
  void theLengthOfAMessageIsThatByHand() {
    Map<String, Double> bits = GridCode.of(new double[] {0.5, 0, -0.5, 0.1}, -1).bits();

    // Multiples 1, 0, -1, 0 of three symbols: (1/2)/(3/2), (1/2)/(5/2), (1/2)/(7/2), (3/2)/(9/2).
    double probability = (1.0 / 3) * (1.0 / 5) * (1.0 / 7) * (1.0 / 3);
    assertThat(bits.get("multiples"))
        .isCloseTo(-Math.log(probability) / Math.log(2) + 2, within(1e-12));
    assertThat(bits.get("largest multiple")).isEqualTo(3);
    assertThat(bits.get("exponent of the step")).isCloseTo(5, within(1e-12));
  }

  @Test
  void messagesObeyKraftsInequality() {
    // All vectors of three numbers from -1 to 1 whose largest is 1: their code words fit together.
    double sum = 0;
    for (int code = 0; code < 27; code++) {
      double[] numbers = {code % 3 - 1, code / 3 % 3 - 1, code / 9 - 1};
      double length = GridCode.of(numbers, 0).bits().values().stream().mapToDouble(x -> x).sum();
      sum += Math.pow(2, -length);
    }
    assertThat(sum).isLessThan(1.0 / 32);
  }

  @Test
  void aSparseVectorCostsLittle() {
    double[] sparse = new double[1000];
    sparse[17] = 1;
    double few = GridCode.of(sparse, 0).bits().getOrDefault("multiples", Double.NaN);
    double[] dense = new double[1000];
    for (int i = 0; i < 1000; i++) {
      dense[i] = i % 3 - 1;
    }
    assertThat(few).isLessThan(40);
    assertThat(GridCode.of(dense, 0).bits().get("multiples"))
        .isGreaterThan(1000 * Math.log(3) / Math.log(2));
  }

  @Test
  void decodingGivesTheRoundedNumbers() {
    assertThat(GridCode.of(new double[] {0.3, -1.26}, -2).decoded()).containsExactly(0.25, -1.25);
    assertThatThrownBy(() -> GridCode.of(new double[] {1}, 9)).hasMessageContaining("got 9");
  }

  @Test
  void gradientsInTheSubspaceAreDifferenceQuotients() {
    try (Problem inner = Blobs.problem(30, 5, 1);
        SubspaceProblem problem = new SubspaceProblem(inner, 4, new Seed(1).stream("s"));
        ArrayVector gradient = problem.parameters().space().zero()) {
      Batch batch = Batch.range(Split.TRAIN, 0, 30);
      double[] at = {0.1, -0.2, 0.3, 0.4};
      problem.parameters().set(at);
      problem.gradient(batch, Mode.TRAIN, gradient);
      for (int i = 0; i < 4; i++) {
        double[] up = at.clone();
        double[] down = at.clone();
        up[i] += 1e-6;
        down[i] -= 1e-6;
        problem.parameters().set(up);
        double above = problem.loss(batch, Mode.TRAIN);
        problem.parameters().set(down);
        double below = problem.loss(batch, Mode.TRAIN);
        assertThat(gradient.get(i)).isCloseTo((above - below) / 2e-6, within(1e-8));
      }
    }
  }

  @Test
  void aFewNumbersAreCertifiedOnTheirOwnTrainingData() {
    try (Problem problem = Blobs.problem(2000, 5000, 11)) {
      CompressedNetwork network =
          SubspaceCompression.of(4, 50, 5).compress(problem, new Seed(1), List.of()).network();
      Bound bound = (Bound) answer(network, 0.05);
      double truth = MonteCarloRisk.wrong(problem, Batch.range(Split.TEST, 0, 5000)) / 5000.0;

      assertThat(bound.value()).isGreaterThan(truth).isLessThan(1.6 * truth);
      assertThat(bound.terms()).containsKey("bits, multiples");
    }
  }

  @Test
  void repetitionsFailNoMoreOftenThanDeltaAllows() {
    int failures = 0;
    for (int i = 0; i < 60; i++) {
      try (Problem problem = Blobs.problem(60, 4000, 300 + i)) {
        CompressedNetwork network =
            SubspaceCompression.of(4, 10, 4).compress(problem, new Seed(1), List.of()).network();
        double truth = MonteCarloRisk.wrong(problem, Batch.range(Split.TEST, 0, 4000)) / 4000.0;
        failures += ((Bound) answer(network, 0.2)).value() < truth ? 1 : 0;
      }
    }
    assertThat(failures).isLessThanOrEqualTo(12);
  }

  @Test
  void bitsThatAreNotPaidForAreRefused() {
    CompressedNetwork network =
        new CompressedNetwork(3, 100, Map.of("values", 10.0), List.of("positions of the zeros"));

    assertThat(answer(network, 0.05)).isInstanceOf(BoundAnswer.Refused.class);
    assertThat(((BoundAnswer.Refused) answer(network, 0.05)).reason()).contains("positions");
  }

  private static BoundAnswer answer(CompressedNetwork network, double delta) {
    return CompressionBound.subspace()
        .apply(Evidence.NONE.with(CompressedNetwork.class, network), delta);
  }
}
