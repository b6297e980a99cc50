package org.sweetspot.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.sweetspot.data.DataSet;
import org.sweetspot.precision.Draws;
import org.sweetspot.precision.Operand;
import org.sweetspot.precision.Operands;
import org.sweetspot.precision.Quantizer;
import org.sweetspot.precision.Quantizers;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.Outputs;
import org.sweetspot.problem.Predictions;
import org.sweetspot.problem.QuantizedGradients;
import org.sweetspot.problem.Split;
import org.sweetspot.random.RandomStream;
import org.sweetspot.random.Seed;
import org.sweetspot.recipe.Activation;
import org.sweetspot.recipe.LossRecipe;
import org.sweetspot.recipe.ModelRecipe;
import org.sweetspot.recipe.NormalizationRecipe.Kind;
import org.sweetspot.recipe.PrecisionRecipe;
import org.sweetspot.vector.ParameterGroup;
import org.sweetspot.vector.Precision;

class QuantizedGradientsTest {
  private static final LossRecipe LOSS = new LossRecipe(LossRecipe.Kind.CROSS_ENTROPY, 0.1);
  private static final Batch BATCH = Batch.of(Split.TRAIN, 5, 0, 7, 3, 1, 8, 2, 4);

  @Test
  void withoutQuantizersTheGradientIsThePlainOne() {
    Operands keepsAll =
        new Operands(
            PrecisionRecipe.of(PrecisionRecipe.Kind.NVFP4).operands().orElseThrow().quantizers(),
            Optional.of(Pattern.compile("weight")));
    for (Kind kind : List.of(Kind.NONE, Kind.BATCH)) {
      for (ModelRecipe model :
          List.of(
              Fixtures.mlp(Activation.TANH, kind),
              Fixtures.cnn(Activation.RELU, kind),
              Fixtures.residual(kind),
              Fixtures.audio(kind))) {
        DataSet data =
            model instanceof ModelRecipe.Mlp
                ? Fixtures.features(9)
                : model instanceof ModelRecipe.Audio ? Fixtures.signals(9) : Fixtures.images(9);
        for (Operands operands : List.of(new Operands(Map.of(), Optional.empty()), keepsAll)) {
          try (TorchProblem problem = Fixtures.open(model, data, LOSS, Precision.FLOAT);
              TorchVector plain = problem.space().zero();
              TorchVector byHand = problem.space().zero()) {
            for (Mode mode : List.of(Mode.PROBE, Mode.TRAIN)) {
              double[] buffers = problem.buffers().toArray();
              double loss = problem.gradient(BATCH, mode, plain);
              double[] moved = problem.buffers().toArray();
              problem.buffers().set(buffers);
              double same = gradient(problem, mode, operands, 1, byHand);
              assertThat(same).isCloseTo(loss, within(1e-6));
              assertThat(problem.buffers().toArray()).containsExactly(moved, within(1e-6));
              byHand.add(-1, plain);
              assertThat(byHand.norm()).isLessThan(1e-5 * plain.norm());
            }
          }
        }
      }
    }
  }

  @Test
  void ofTransformersTheLayersAreQuantizedAndAttentionThatIsKeptIsNot() {
    Optional<Pattern> kept = Optional.of(Pattern.compile("[.](scores|context)$"));
    DataSet data = Fixtures.text(9);
    for (Kind kind : List.of(Kind.NONE, Kind.LAYER)) {
      try (TorchProblem problem =
              Fixtures.open(Fixtures.transformer(kind), data, LOSS, Precision.FLOAT);
          TorchVector plain = problem.space().zero();
          TorchVector other = problem.space().zero();
          TorchVector byHand = problem.space().zero()) {
        double loss = problem.gradient(BATCH, Mode.TRAIN, plain);
        Operands none = new Operands(Map.of(), Optional.empty());
        assertThat(gradient(problem, Mode.TRAIN, none, 1, byHand)).isCloseTo(loss, within(1e-6));
        byHand.add(-1, plain);
        assertThat(byHand.norm()).isLessThan(1e-5 * plain.norm());

        // With weights alone quantized the gradient is the plain one at the quantized weights.
        Quantizer four = Quantizers.named("mxfp4").orElseThrow();
        Quantizer eight = Quantizers.named("int8").orElseThrow();
        for (Quantizer quantizer : List.of(eight, four)) {
          Map<Operand, Quantizer> weights = new EnumMap<>(Operand.class);
          weights.put(Operand.FORWARD_WEIGHT, quantizer);
          if (quantizer.equals(eight)) {
            // One scale for the tensor: the same numbers along rows and down columns.
            weights.put(Operand.BACK_WEIGHT, quantizer);
          }
          double quantized = gradient(problem, Mode.TRAIN, new Operands(weights, kept), 1, byHand);
          assertThat(
                  gradient(problem, Mode.TRAIN, new Operands(weights, Optional.empty()), 1, other))
              .isNotEqualTo(quantized);
          double[] before = problem.parameters().toArray();
          problem.parameters().set(quantizedWeights(problem, before, quantizer));
          double expected = problem.gradient(BATCH, Mode.TRAIN, plain);
          problem.parameters().set(before);
          assertThat(quantized).isCloseTo(expected, within(1e-5));
          assertThat(quantized).isNotCloseTo(loss, within(1e-6));
          if (quantizer.equals(eight)) {
            byHand.add(-1, plain);
            assertThat(byHand.norm()).isLessThan(1e-4 * plain.norm());
          }
        }
      }
    }
  }

  private static double[] quantizedWeights(
      TorchProblem problem, double[] weights, Quantizer quantizer) {
    double[] all = weights.clone();
    problem.space().groups().stream()
        .filter(group -> group.role() == ParameterGroup.Role.WEIGHT)
        .forEach(
            group -> {
              float[] values = new float[Math.toIntExact(group.size())];
              for (int i = 0; i < values.length; i++) {
                values[i] = (float) weights[Math.toIntExact(group.offset()) + i];
              }
              int in = Math.toIntExact(group.shape().get(1));
              float[] held = quantizer.of(values, in, new Draws(0, 0));
              for (int i = 0; i < held.length; i++) {
                all[Math.toIntExact(group.offset()) + i] = held[i];
              }
            });
    return all;
  }

  @Test
  void aLinearLayersProductsAreThoseOfQuantizedOperandsByHand() {
    DataSet data = Fixtures.features(9);
    Map<Operand, Quantizer> quantizers = new EnumMap<>(Operand.class);
    for (Operand operand : Operand.values()) {
      quantizers.put(operand, Quantizers.named("mxfp4").orElseThrow());
    }
    Operands operands = new Operands(quantizers, Optional.empty());
    LossRecipe loss = new LossRecipe(LossRecipe.Kind.CROSS_ENTROPY, 0);
    try (TorchProblem problem =
            Fixtures.open(new ModelRecipe.Linear(Fixtures.START), data, loss, Precision.FLOAT);
        TorchVector into = problem.space().zero()) {
      problem.parameters().set(problem.space().gaussian(new Seed(1).stream("weights")));
      gradient(problem, Mode.PROBE, operands, 1, into);
      int out = Math.toIntExact(problem.space().groups().get(0).shape().get(0));
      int in = Math.toIntExact(problem.space().groups().get(0).shape().get(1));
      int count = BATCH.size();
      double[] weights = problem.parameters().toArray();
      // The outputs' derivative follows from the logits of quantized weights and inputs.
      float[] w = new float[out * in];
      for (int i = 0; i < w.length; i++) {
        w[i] = (float) weights[i];
      }
      Quantizer four = Quantizers.named("mxfp4").orElseThrow();
      float[] qw = four.of(w, in, new Draws(0, 0));
      float[] x = inputs(problem, data, in);
      float[] qx = four.of(x, in, new Draws(0, 0));
      Predictions said =
          problem.ability(Outputs.class).orElseThrow().predictions(BATCH, Mode.PROBE);
      float[] delta = new float[out * count];
      for (int n = 0; n < count; n++) {
        double[] logits = new double[out];
        double sum = 0;
        for (int o = 0; o < out; o++) {
          logits[o] = weights[out * in + o];
          for (int i = 0; i < in; i++) {
            logits[o] += qx[n * in + i] * (double) qw[o * in + i];
          }
          sum += Math.exp(logits[o]);
        }
        for (int o = 0; o < out; o++) {
          double p = Math.exp(logits[o]) / sum;
          delta[o * count + n] = (float) ((p - (said.label(n) == o ? 1 : 0)) / count);
        }
      }
      float[] qd = four.of(delta, count, new Draws(0, 0));
      float[] across = new float[in * count];
      for (int n = 0; n < count; n++) {
        for (int i = 0; i < in; i++) {
          across[i * count + n] = x[n * in + i];
        }
      }
      float[] qa = four.of(across, count, new Draws(0, 0));
      double[] found = into.toArray();
      for (int o = 0; o < out; o++) {
        for (int i = 0; i < in; i++) {
          double expected = 0;
          for (int n = 0; n < count; n++) {
            expected += qd[o * count + n] * (double) qa[i * count + n];
          }
          assertThat(found[o * in + i]).isCloseTo(expected, within(1e-6));
        }
      }
    }
  }

  @Test
  void unbiasedDerivativesInsideAttentionAreRightOnAverage() {
    Map<Operand, Quantizer> quantizers = new EnumMap<>(Operand.class);
    for (Operand operand :
        List.of(Operand.BACK_DELTA, Operand.UPDATE_DELTA, Operand.UPDATE_INPUT)) {
      quantizers.put(operand, Quantizers.named("nvfp4+stochastic").orElseThrow());
    }
    // Attention alone: weights' layers are kept.
    Operands operands = new Operands(quantizers, Optional.of(Pattern.compile("weight$")));
    try (TorchProblem problem =
        Fixtures.open(Fixtures.transformer(Kind.LAYER), Fixtures.text(9), LOSS, Precision.FLOAT)) {
      checkMean(problem, operands);
    }
  }

  @Test
  void unbiasedGradientsOfAFixedForwardPassAreRightOnAverage() {
    Map<Operand, Quantizer> quantizers = new EnumMap<>(Operand.class);
    quantizers.put(Operand.BACK_DELTA, Quantizers.named("luq").orElseThrow());
    quantizers.put(Operand.UPDATE_DELTA, Quantizers.named("nvfp4+stochastic").orElseThrow());
    Operands operands = new Operands(quantizers, Optional.empty());
    try (TorchProblem problem =
        Fixtures.open(
            Fixtures.mlp(Activation.TANH, Kind.NONE),
            Fixtures.features(9),
            LOSS,
            Precision.FLOAT)) {
      checkMean(problem, operands);
    }
  }

  private static void checkMean(TorchProblem problem, Operands operands) {
    int draws = 400;
    try (TorchVector plain = problem.space().zero();
        TorchVector mean = problem.space().zero();
        TorchVector one = problem.space().zero()) {
      problem.gradient(BATCH, Mode.PROBE, plain);
      double noise = 0;
      for (int k = 0; k < draws; k++) {
        gradient(problem, Mode.PROBE, operands, k, one);
        mean.add(1.0 / draws, one);
        one.add(-1, plain);
        noise += one.dot(one) / draws;
      }
      mean.add(-1, plain);
      // The squared distance of the mean is expected to be a draws-th of that of one draw.
      assertThat(mean.dot(mean) * draws / noise).isBetween(0.6, 1.5);
      assertThat(noise).isGreaterThan(1e-4 * plain.dot(plain));
    }
  }

  @Test
  void equalStreamsGiveEqualGradients() {
    Operands operands = PrecisionRecipe.of(PrecisionRecipe.Kind.NVFP4).operands().orElseThrow();
    try (TorchProblem problem =
            Fixtures.open(
                Fixtures.cnn(Activation.RELU, Kind.NONE),
                Fixtures.images(9),
                LOSS,
                Precision.FLOAT);
        TorchVector first = problem.space().zero();
        TorchVector second = problem.space().zero()) {
      gradient(problem, Mode.PROBE, operands, 3, first);
      gradient(problem, Mode.PROBE, operands, 3, second);
      assertThat(second.toArray()).isEqualTo(first.toArray());
      gradient(problem, Mode.PROBE, operands, 4, second);
      assertThat(second.toArray()).isNotEqualTo(first.toArray());
    }
  }

  @Test
  void whatIsNotWrittenOutSaysSo() {
    try (TorchProblem precise =
        Fixtures.open(
            Fixtures.mlp(Activation.TANH, Kind.NONE),
            Fixtures.features(9),
            LOSS,
            Precision.DOUBLE)) {
      assertThat(precise.ability(QuantizedGradients.class)).isEmpty();
      assertThat(precise.whyNot(QuantizedGradients.class).orElseThrow()).contains("single");
    }
  }

  private static double gradient(
      TorchProblem problem, Mode mode, Operands operands, int draw, TorchVector into) {
    RandomStream stream = new Seed(draw).stream("draws");
    return problem
        .ability(QuantizedGradients.class)
        .orElseThrow()
        .gradient(BATCH, mode, operands, stream, into);
  }

  /** The batch's inputs as the network sees them. */
  private static float[] inputs(TorchProblem problem, DataSet data, int in) {
    float[] x = new float[BATCH.size() * in];
    assertThat(data.train().count()).isEqualTo(9);
    try (var scope = problem.model().enter()) {
      new org.bytedeco.javacpp.FloatPointer(
              problem.model().data().inputs(BATCH).first().contiguous().data_ptr_float())
          .get(x);
      assertThat(scope).isNotNull();
    }
    return x;
  }
}
