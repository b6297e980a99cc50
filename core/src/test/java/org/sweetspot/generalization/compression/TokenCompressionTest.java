package org.sweetspot.generalization.compression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.sweetspot.generalization.bound.Bound;
import org.sweetspot.generalization.bound.Evidence;
import org.sweetspot.generalization.bound.TokenBound;
import org.sweetspot.generalization.bound.TokenMessage;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.Predictions;
import org.sweetspot.problem.Split;
import org.sweetspot.random.RandomStream;
import org.sweetspot.random.Seed;
import org.sweetspot.reference.SoftmaxRegression;

class TokenCompressionTest {
  /** A chain of three letters that likes to go round. */
  private static final double[][] NEXT = {{0.1, 0.8, 0.1}, {0.1, 0.1, 0.8}, {0.8, 0.1, 0.1}};

  private static final int LETTERS = NEXT.length;

  /** Each letter from the one before it; tokens depend on each other. */
  private static SoftmaxRegression text(int tokens, long seed) {
    RandomStream stream = new Seed(seed).stream("text");
    double[][] inputs = new double[tokens][LETTERS];
    int[] labels = new int[tokens];
    int letter = 0;
    for (int i = 0; i < tokens; i++) {
      inputs[i][letter] = 1;
      double draw = stream.nextDouble();
      letter = draw < NEXT[letter][0] ? 0 : draw < NEXT[letter][0] + NEXT[letter][1] ? 1 : 2;
      labels[i] = letter;
    }
    SoftmaxRegression.Table table = new SoftmaxRegression.Table(inputs, labels);
    return new SoftmaxRegression(
        LETTERS,
        0,
        Map.of(Split.TRAIN, table, Split.TEST, new SoftmaxRegression.Table(inputs, labels)));
  }

  private static TokenMessage compressed(SoftmaxRegression problem) {
    return new TokenCompression(12, SubspaceCompression.of(12, 20, 8).training())
        .compress(problem, new Seed(1), List.of());
  }

  /** The mean over the text's contexts of the expected loss, which the law of the chain gives. */
  private static double truth(SoftmaxRegression problem, double smoothing, int tokens) {
    Predictions rows = problem.predictions(Batch.range(Split.TRAIN, 0, tokens), Mode.EVALUATE);
    double sum = 0;
    int letter = 0;
    for (int i = 0; i < tokens; i++) {
      double all = 0;
      for (int k = 0; k < LETTERS; k++) {
        all += Math.exp(rows.logit(i, k));
      }
      for (int k = 0; k < LETTERS; k++) {
        double probability =
            (1 - smoothing) * Math.exp(rows.logit(i, k)) / all + smoothing / LETTERS;
        sum -= NEXT[letter][k] * Math.log(probability) / tokens;
      }
      letter = rows.label(i);
    }
    return sum;
  }

  @Test
  void theBoundIsAzumasByHand() {
    TokenMessage message = new TokenMessage(1.5, 1000, 10, 0.1, Map.of("code", 20.0));

    Bound bound =
        (Bound) new TokenBound().apply(Evidence.NONE.with(TokenMessage.class, message), 0.05);

    double range = Math.log((0.9 + 0.01) / 0.01);
    assertThat(message.range()).isCloseTo(range, within(1e-12));
    assertThat(bound.value())
        .isCloseTo(
            1.5 + range * Math.sqrt((20 * Math.log(2) + Math.log(20)) / 2000), within(1e-12));
    assertThat(bound.vacuous()).isCloseTo(Math.log(10), within(1e-12));
    assertThatThrownBy(() -> new TokenMessage(1, 1, 10, 0, Map.of())).hasMessageContaining("0.0");
  }

  @Test
  void lossesAreThoseOfTheDecodersNetworkAndTheBoundSaysSomething() {
    try (SoftmaxRegression problem = text(20_000, 5)) {
      TokenMessage message = compressed(problem);

      assertThat(message.tokens()).isEqualTo(20_000);
      assertThat(message.bits().get("smoothing")).isEqualTo(3);
      assertThat(TokenCompression.loss(problem, Split.TRAIN, message.smoothing()))
          .isCloseTo(message.loss(), within(1e-12));
      assertThat(TokenBound.value(message, 0.05))
          .isGreaterThan(truth(problem, message.smoothing(), 20_000))
          .isLessThan(Math.log(LETTERS));
    }
  }

  @Test
  void repetitionsFailNoMoreOftenThanDeltaAllows() {
    int failures = 0;
    for (int i = 0; i < 60; i++) {
      try (SoftmaxRegression problem = text(200, 900 + i)) {
        TokenMessage message = compressed(problem);
        failures +=
            TokenBound.value(message, 0.2) < truth(problem, message.smoothing(), 200) ? 1 : 0;
      }
    }
    assertThat(failures).isLessThanOrEqualTo(12);
  }
}
