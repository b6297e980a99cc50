package org.sweetspot.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.sweetspot.data.DataSet;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.MeasureSettings;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.TrainingFacts;
import org.sweetspot.measure.norm.EffectiveLearningRate;
import org.sweetspot.measure.norm.NormFinding;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.GaussNewton;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.Outputs;
import org.sweetspot.problem.SecondOrder;
import org.sweetspot.problem.Split;
import org.sweetspot.random.Seed;
import org.sweetspot.recipe.Activation;
import org.sweetspot.recipe.InitializationRecipe;
import org.sweetspot.recipe.ModelRecipe;
import org.sweetspot.recipe.NormalizationRecipe;
import org.sweetspot.recipe.NormalizationRecipe.Kind;
import org.sweetspot.recipe.OptimizerRecipe;
import org.sweetspot.vector.ParameterGroup;

class NormalizationTest {
  private static final Batch SEVEN = Batch.range(Split.TRAIN, 0, 7);

  private static TorchProblem mlp(NormalizationRecipe normalization, DataSet data) {
    return Fixtures.open(
        new ModelRecipe.Mlp(
            List.of(4), Activation.TANH, normalization, InitializationRecipe.DEFAULT),
        data);
  }

  private static NormalizationRecipe ghost(int chunk) {
    return new NormalizationRecipe(Kind.GHOST, chunk, 8, 0.3, 1e-5);
  }

  @Test
  void ghostsAsLargeAsTheBatchAreBatchNormalization() {
    DataSet data = Fixtures.features(9);
    try (TorchProblem batch = mlp(ghost(2).withKind(Kind.BATCH), data);
        TorchProblem ghost = mlp(ghost(7), data);
        TorchVector one = batch.space().zero();
        TorchVector two = ghost.space().zero()) {
      assertThat(batch.gradient(SEVEN, Mode.TRAIN, one))
          .isEqualTo(ghost.gradient(SEVEN, Mode.TRAIN, two));
      assertThat(two.toArray()).isEqualTo(one.toArray());
      assertThat(ghost.buffers().toArray()).isEqualTo(batch.buffers().toArray());
    }
  }

  @Test
  void chunksAreNormalizedAloneAndALonelyLastExampleJoinsItsNeighbours() {
    DataSet data = Fixtures.features(9);
    // Seven examples in chunks of three: 0-2 and 3-6.
    try (TorchProblem ghost = mlp(ghost(3), data);
        TorchProblem batch = mlp(ghost(3).withKind(Kind.BATCH), data)) {
      double first = batch.loss(Batch.range(Split.TRAIN, 0, 3), Mode.PROBE);
      double second = batch.loss(Batch.range(Split.TRAIN, 3, 7), Mode.PROBE);
      assertThat(ghost.loss(SEVEN, Mode.PROBE))
          .isCloseTo((3 * first + 4 * second) / 7, within(1e-12));
    }
  }

  @Test
  void runningStatisticsOfGhostsMoveByTheMeanOverChunks() {
    DataSet data = Fixtures.features(9);
    try (TorchProblem ghost = mlp(ghost(3), data);
        TorchProblem first = mlp(ghost(3).withKind(Kind.BATCH), data);
        TorchProblem second = mlp(ghost(3).withKind(Kind.BATCH), data);
        TorchVector unused = ghost.space().zero()) {
      ghost.gradient(SEVEN, Mode.TRAIN, unused);
      first.gradient(Batch.range(Split.TRAIN, 0, 3), Mode.TRAIN, unused);
      second.gradient(Batch.range(Split.TRAIN, 3, 7), Mode.TRAIN, unused);
      first.buffers().add(1, second.buffers()).scale(0.5);
      assertThat(ghost.buffers().toArray())
          .containsExactly(first.buffers().toArray(), within(1e-14));
    }
  }

  @Test
  void runningStatisticsAreThoseOfTheLayersInputs() {
    DataSet data = Fixtures.features(9);
    try (TorchProblem problem = mlp(ghost(3).withKind(Kind.BATCH), data);
        TorchVector gradient = problem.space().zero()) {
      problem.gradient(SEVEN, Mode.TRAIN, gradient);
      double[] weights = problem.parameters().toArray();
      double[] buffers = problem.buffers().toArray();
      for (int unit = 0; unit < 4; unit++) {
        double[] values = new double[7];
        double mean = 0;
        for (int i = 0; i < 7; i++) {
          for (int k = 0; k < 7; k++) {
            values[i] += weights[unit * 7 + k] * data.train().values().get(i * 7 + k);
          }
          mean += values[i] / 7;
        }
        double variance = 0;
        for (double value : values) {
          variance += (value - mean) * (value - mean) / 6;
        }
        assertThat(buffers[unit]).isCloseTo(0.3 * mean, within(1e-14));
        assertThat(buffers[4 + unit]).isCloseTo(0.7 + 0.3 * variance, within(1e-14));
      }
    }
  }

  @Test
  void onlyTrainingMovesRunningStatistics() {
    for (Kind kind : List.of(Kind.BATCH, Kind.GHOST)) {
      try (TorchProblem problem = mlp(ghost(3).withKind(kind), Fixtures.features(9));
          TorchVector vector = problem.space().zero();
          TorchVector before = problem.buffers().copy()) {
        problem.loss(SEVEN, Mode.PROBE);
        problem.gradient(SEVEN, Mode.PROBE, vector);
        problem.gradient(SEVEN, Mode.EVALUATE, vector);
        problem.ability(Outputs.class).orElseThrow().predictions(SEVEN, Mode.PROBE);
        problem
            .ability(GaussNewton.class)
            .orElseThrow()
            .gaussNewtonProduct(SEVEN, Mode.PROBE, problem.parameters().copy(), vector);
        problem.ability(SecondOrder.class).orElseThrow().linearize(SEVEN, Mode.PROBE).close();
        assertThat(problem.buffers().toArray()).isEqualTo(before.toArray());
        double evaluated = problem.loss(SEVEN, Mode.EVALUATE);
        problem.loss(SEVEN, Mode.TRAIN);
        assertThat(problem.buffers().toArray()).isNotEqualTo(before.toArray());
        assertThat(problem.loss(SEVEN, Mode.EVALUATE)).isNotEqualTo(evaluated);
      }
    }
  }

  @Test
  void aLinearizationRefusesToMoveRunningStatistics() {
    try (TorchProblem problem = mlp(ghost(3), Fixtures.features(9))) {
      assertThatThrownBy(
              () -> problem.ability(SecondOrder.class).orElseThrow().linearize(SEVEN, Mode.TRAIN))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("PROBE");
    }
  }

  @Test
  void oneExampleHasNoBatchStatistics() {
    try (TorchProblem problem = mlp(ghost(3), Fixtures.features(9))) {
      assertThatThrownBy(() -> problem.loss(Batch.of(Split.TRAIN, 4), Mode.TRAIN))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("use a larger batch");
      assertThat(problem.loss(Batch.of(Split.TRAIN, 4), Mode.EVALUATE)).isFinite();
    }
  }

  @Test
  void groupsMustDivideTheChannels() {
    NormalizationRecipe three = new NormalizationRecipe(Kind.GROUP, 2, 3, 0.1, 1e-5);
    assertThatThrownBy(() -> mlp(three, Fixtures.features(9)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("divide the 4 channels");
  }

  @Test
  void equalEffectiveRatesTurnANormalizedLayerEquallyFar() {
    try (TorchProblem problem = mlp(ghost(2).withKind(Kind.BATCH), Fixtures.features(9))) {
      ParameterGroup layer = problem.space().groups().get(0);
      double[] plain = turned(problem, layer, 0.1);
      double before = rate(problem, layer, 0.1);
      try (TorchVector weights = problem.parameters().view(layer)) {
        assertThat(before).isCloseTo(0.1 / weights.dot(weights), within(1e-12));
        weights.scale(3);
      }
      assertThat(rate(problem, layer, 0.9)).isCloseTo(before, within(1e-12));
      double[] scaled = turned(problem, layer, 0.9);
      for (int i = 0; i < plain.length; i++) {
        // But for the epsilon under the root of the variance.
        assertThat(scaled[i]).isCloseTo(plain[i], within(1e-4));
      }
    }
  }

  private static double rate(TorchProblem problem, ParameterGroup layer, double rate) {
    TrainingFacts facts =
        TrainingFacts.UNKNOWN.withOptimizer(new OptimizerRecipe.Sgd(rate, 0, false, 0, true));
    try (MeasureContext context =
        new MeasureContext(problem, facts, MeasureSettings.DEFAULT, new Seed(1))) {
      Measurement answer = new EffectiveLearningRate().measure(context);
      assertThat(new EffectiveLearningRate().judge(answer).verdicts())
          .containsExactly(NormFinding.EFFECTIVE_RATE);
      return answer.number(layer.name());
    }
  }

  /** The direction of the layer's weights after a step. */
  private static double[] turned(TorchProblem problem, ParameterGroup layer, double rate) {
    try (TorchVector gradient = problem.space().zero();
        TorchVector part = gradient.view(layer);
        TorchVector weights = problem.parameters().view(layer);
        TorchVector next = weights.copy()) {
      problem.gradient(SEVEN, Mode.PROBE, gradient);
      next.add(-rate, part);
      return next.scale(1 / next.norm()).toArray();
    }
  }
}
