package org.sweetspot.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.sweetspot.data.DataSet;
import org.sweetspot.matrix.Matrix;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Features;
import org.sweetspot.problem.Inputs;
import org.sweetspot.problem.LastLayer;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.OutputGradients;
import org.sweetspot.problem.Outputs;
import org.sweetspot.problem.Predictions;
import org.sweetspot.problem.Split;
import org.sweetspot.problem.TangentKernel;
import org.sweetspot.random.Seed;
import org.sweetspot.recipe.Activation;
import org.sweetspot.recipe.LossRecipe;
import org.sweetspot.recipe.ModelRecipe;
import org.sweetspot.recipe.NormalizationRecipe.Kind;
import org.sweetspot.vector.Precision;

class TangentGramTest {
  private static final Batch BATCH = Batch.of(Split.TRAIN, 5, 0, 7, 3, 1, 1, 8);

  /** Every row of the Jacobian, from gradients of single outputs. */
  private static double[] naive(TorchProblem problem, int classes) {
    int n = BATCH.size();
    double[] kernel = new double[n * n];
    for (int c = 0; c < classes; c++) {
      double[] pick = new double[n * classes];
      for (int i = 0; i < n; i++) {
        pick[i * classes + c] = 1;
      }
      List<double[]> rows = new ArrayList<>();
      problem
          .ability(OutputGradients.class)
          .orElseThrow()
          .outputGradients(BATCH, pick, (i, gradient) -> rows.add(gradient.toArray()));
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
          for (int k = 0; k < rows.get(i).length; k++) {
            kernel[i * n + j] += rows.get(i)[k] * rows.get(j)[k];
          }
        }
      }
    }
    return kernel;
  }

  private static void assertFastIsNaive(ModelRecipe model, DataSet data, int classes) {
    try (TorchProblem problem = Fixtures.open(model, data)) {
      double[] naive = naive(problem, classes);
      double largest = 0;
      for (double entry : naive) {
        largest = Math.max(largest, Math.abs(entry));
      }
      for (long bytes : new long[] {1L << 30, 30_000, 1}) {
        assertThat(
                problem
                    .ability(TangentKernel.class)
                    .orElseThrow()
                    .tangentKernel(BATCH, problem.parameters(), bytes)
                    .entries())
            .as(model + " with " + bytes)
            .containsExactly(naive, within(1e-10 * largest));
      }
    }
  }

  @Test
  void layerByLayerIsRowByRow() {
    assertFastIsNaive(Fixtures.mlp(Activation.TANH, Kind.NONE), Fixtures.features(9), 3);
    assertFastIsNaive(Fixtures.mlp(Activation.RELU, Kind.LAYER), Fixtures.features(9), 3);
    assertFastIsNaive(Fixtures.cnn(Activation.RELU, Kind.BATCH), Fixtures.images(9), 5);
    assertFastIsNaive(Fixtures.residual(Kind.GROUP), Fixtures.images(9), 5);
    assertFastIsNaive(Fixtures.audio(Kind.NONE), Fixtures.signals(9), 4);
  }

  @Test
  void scriptedModulesAreDoneRowByRow() {
    assertFastIsNaive(scripted("scripted.pt"), Fixtures.features(9), 3);
  }

  private static ModelRecipe scripted(String name) {
    return new ModelRecipe.TorchScript(
        Objects.requireNonNull(TangentGramTest.class.getResource(name)).getPath());
  }

  @Test
  void theKernelIsTakenAtTheWeightsGivenAndMovesNothing() {
    try (TorchProblem problem =
            Fixtures.open(Fixtures.mlp(Activation.TANH, Kind.NONE), Fixtures.features(9));
        TorchVector other = problem.parameters().copy()) {
      double[] before = problem.parameters().toArray();
      other.scale(1.5);
      Matrix there =
          problem.ability(TangentKernel.class).orElseThrow().tangentKernel(BATCH, other, 1L << 30);
      assertThat(problem.parameters().toArray()).isEqualTo(before);
      problem.parameters().set(other);
      assertThat(
              problem
                  .ability(TangentKernel.class)
                  .orElseThrow()
                  .tangentKernel(BATCH, problem.parameters(), 1L << 30)
                  .entries())
          .containsExactly(there.entries());
    }
  }

  @Test
  void textHasNoKernelOverExamples() {
    try (TorchProblem problem = Fixtures.open(Fixtures.transformer(Kind.LAYER), Fixtures.text(9))) {
      assertThatThrownBy(
              () ->
                  problem
                      .ability(TangentKernel.class)
                      .orElseThrow()
                      .tangentKernel(BATCH, problem.parameters(), 1L << 30))
          .hasMessageContaining("one row of logits");
    }
  }

  @Test
  void featuresGiveTheLogitsOfEveryNetwork() {
    List<ModelRecipe> models =
        List.of(
            Fixtures.mlp(Activation.GELU, Kind.BATCH),
            Fixtures.cnn(Activation.RELU, Kind.NONE),
            Fixtures.residual(Kind.BATCH),
            Fixtures.audio(Kind.NONE),
            Fixtures.transformer(Kind.LAYER),
            scripted("scripted.pt"));
    List<DataSet> data =
        List.of(
            Fixtures.features(9),
            Fixtures.images(9),
            Fixtures.images(9),
            Fixtures.signals(9),
            Fixtures.text(9),
            Fixtures.features(9));
    for (int k = 0; k < models.size(); k++) {
      for (Precision precision : Precision.values()) {
        try (TorchProblem problem =
            Fixtures.open(models.get(k), data.get(k), LossRecipe.DEFAULT, precision)) {
          assertThat(problem.ability(Features.class).orElseThrow().lastLayer(BATCH))
              .isInstanceOf(LastLayer.Seen.class);
          LastLayer.Seen layer =
              (LastLayer.Seen) problem.ability(Features.class).orElseThrow().lastLayer(BATCH);
          Predictions expected =
              problem.ability(Outputs.class).orElseThrow().predictions(BATCH, Mode.EVALUATE);
          assertThat(layer.features().rows()).isEqualTo(expected.rows());
          for (int i = 0; i < expected.rows(); i++) {
            for (int c = 0; c < expected.classes(); c++) {
              double z = layer.bias().get(0, c);
              for (int j = 0; j < layer.features().columns(); j++) {
                z += layer.weight().get(c, j) * layer.features().get(i, j);
              }
              assertThat(z)
                  .isCloseTo(
                      expected.logit(i, c), within(precision == Precision.DOUBLE ? 1e-10 : 1e-4));
            }
          }
        }
      }
    }
  }

  @Test
  void inputsAreShownAndLogitsOfChangedOnesComputed() {
    try (TorchProblem problem =
            Fixtures.open(Fixtures.cnn(Activation.RELU, Kind.BATCH), Fixtures.images(9));
        TorchVector other = problem.space().gaussian(new Seed(2).stream("other"))) {
      assertThat(problem.ability(Inputs.class).orElseThrow().inputShape()).containsExactly(2, 8, 8);
      Matrix inputs = problem.ability(Inputs.class).orElseThrow().inputs(BATCH);
      Predictions expected =
          problem.ability(Outputs.class).orElseThrow().predictions(BATCH, Mode.EVALUATE);
      Matrix logits =
          problem.ability(Inputs.class).orElseThrow().logits(inputs, problem.parameters());
      for (int i = 0; i < BATCH.size(); i++) {
        for (int c = 0; c < 5; c++) {
          assertThat(logits.get(i, c)).isCloseTo(expected.logit(i, c), within(1e-12));
        }
      }
      Matrix elsewhere = problem.ability(Inputs.class).orElseThrow().logits(inputs, other);
      problem.parameters().set(other);
      assertThat(
              problem
                  .ability(Inputs.class)
                  .orElseThrow()
                  .logits(inputs, problem.parameters())
                  .entries())
          .containsExactly(elsewhere.entries());
    }
  }
}
