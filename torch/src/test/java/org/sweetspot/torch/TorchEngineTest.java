package org.sweetspot.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.sweetspot.data.DataSet;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.Outputs;
import org.sweetspot.problem.Predictions;
import org.sweetspot.problem.Split;
import org.sweetspot.recipe.Activation;
import org.sweetspot.recipe.ConvolutionRecipe;
import org.sweetspot.recipe.ModelRecipe;
import org.sweetspot.recipe.NormalizationRecipe.Kind;
import org.sweetspot.vector.ParameterGroup;

class TorchEngineTest {
  private static Map<String, List<Long>> shapes(TorchProblem problem) {
    Map<String, List<Long>> shapes = new TreeMap<>();
    for (ParameterGroup group : problem.space().groups()) {
      shapes.put(group.name(), group.shape());
    }
    return shapes;
  }

  private static void shows(TorchProblem problem, int rows, int classes) {
    Predictions shown =
        problem
            .ability(Outputs.class)
            .orElseThrow()
            .predictions(Batch.of(Split.TEST, 3, 1), Mode.EVALUATE);
    assertThat(shown.rows()).isEqualTo(rows);
    assertThat(shown.classes()).isEqualTo(classes);
  }

  @Test
  void itNamesTheLibraryAndItsVersion() {
    assertThat(new TorchEngine().name()).isEqualTo("libtorch 2.10.0");
  }

  @Test
  void aLinearModelIsOneLayer() {
    try (TorchProblem problem =
        Fixtures.open(new ModelRecipe.Linear(Fixtures.START), Fixtures.images(3))) {
      assertThat(shapes(problem))
          .isEqualTo(Map.of("output.weight", List.of(5L, 128L), "output.bias", List.of(5L)));
      shows(problem, 2, 5);
    }
  }

  @Test
  void aCnnHasTheShapesOfItsRecipe() {
    ModelRecipe cnn =
        new ModelRecipe.Cnn(
            List.of(new ConvolutionRecipe(16, 3, 1, 2), new ConvolutionRecipe(32, 3, 1, 2)),
            List.of(128),
            Activation.RELU,
            Fixtures.NONE,
            Fixtures.START);
    try (TorchProblem problem =
        Fixtures.open(cnn, Fixtures.random("mnist", 3, List.of(1, 28, 28), 10))) {
      assertThat(problem.space().dimension())
          .isEqualTo(16 * 9 + 16 + 32 * 16 * 9 + 32 + 32 * 49 * 128 + 128 + 128 * 10 + 10);
      assertThat(shapes(problem).get("convolution2.weight")).isEqualTo(List.of(32L, 16L, 3L, 3L));
      shows(problem, 2, 10);
    }
  }

  @Test
  void aStrideAndAnEvenKernelGiveTheUsualSizes() {
    ModelRecipe cnn =
        new ModelRecipe.Cnn(
            List.of(new ConvolutionRecipe(3, 4, 3, 1)),
            List.of(),
            Activation.TANH,
            Fixtures.NONE,
            Fixtures.START);
    try (TorchProblem problem = Fixtures.open(cnn, Fixtures.images(3))) {
      // (8 + 2 * 2 - 4) / 3 + 1 = 3
      assertThat(shapes(problem).get("output.weight")).isEqualTo(List.of(5L, 27L));
      shows(problem, 2, 5);
    }
  }

  @Test
  void aResidualNetworkDoublesItsChannelsByStage() {
    try (TorchProblem problem = Fixtures.open(Fixtures.residual(Kind.BATCH), Fixtures.images(3))) {
      Map<String, List<Long>> shapes = shapes(problem);
      assertThat(shapes.get("stem.weight")).isEqualTo(List.of(4L, 2L, 3L, 3L));
      assertThat(shapes.get("stage2.block1.first.weight")).isEqualTo(List.of(8L, 4L, 3L, 3L));
      assertThat(shapes.get("stage2.block1.shortcut.weight")).isEqualTo(List.of(8L, 4L, 1L, 1L));
      assertThat(shapes).doesNotContainKey("stage1.block1.shortcut.weight");
      assertThat(shapes.get("output.weight")).isEqualTo(List.of(5L, 8L));
      shows(problem, 2, 5);
    }
  }

  @Test
  void anAudioNetworkAveragesOverTime() {
    try (TorchProblem problem = Fixtures.open(Fixtures.audio(Kind.NONE), Fixtures.signals(3))) {
      assertThat(shapes(problem).get("convolution1.weight")).isEqualTo(List.of(4L, 2L, 5L));
      assertThat(shapes(problem).get("dense1.weight")).isEqualTo(List.of(8L, 6L));
      shows(problem, 2, 4);
    }
  }

  @Test
  void aTransformerShowsLogitsForEveryTokenAndSeesNoLaterOne() {
    DataSet data = Fixtures.text(3);
    try (TorchProblem problem = Fixtures.open(Fixtures.transformer(Kind.LAYER), data)) {
      int width = 8;
      int block =
          4 * width
              + 3 * width * width
              + 3 * width
              + width * width
              + width
              + 4 * width * width
              + 4 * width
              + 4 * width * width
              + width;
      assertThat(problem.space().dimension())
          .isEqualTo(11 * width + 6 * width + 2 * block + 2 * width + 11 * width + 11);
      shows(problem, 12, 11);
      Predictions before =
          problem
              .ability(Outputs.class)
              .orElseThrow()
              .predictions(Batch.of(Split.TRAIN, 0), Mode.EVALUATE);
      double last = data.train().values().get(5);
      data.train().values().put(5, last == 0 ? 1 : 0);
      Predictions after =
          problem
              .ability(Outputs.class)
              .orElseThrow()
              .predictions(Batch.of(Split.TRAIN, 0), Mode.EVALUATE);
      for (int row = 0; row < 6; row++) {
        for (int c = 0; c < 11; c++) {
          if (row < 5) {
            assertThat(after.logit(row, c)).isEqualTo(before.logit(row, c));
          }
        }
      }
      assertThat(after.logit(5, 0)).isNotEqualTo(before.logit(5, 0));
    }
  }

  @Test
  void modelsThatDoNotSuitTheDataAreRefusedWithARemedy() {
    refused(Fixtures.cnn(Activation.RELU, Kind.NONE), Fixtures.features(3), "an mlp");
    refused(Fixtures.residual(Kind.NONE), Fixtures.signals(3), "an mlp");
    refused(Fixtures.audio(Kind.NONE), Fixtures.images(3), "a cnn for images");
    refused(Fixtures.transformer(Kind.LAYER), Fixtures.images(3), "a text source");
    refused(Fixtures.mlp(Activation.RELU, Kind.NONE), Fixtures.text(3), "use a transformer");
    ModelRecipe deep =
        new ModelRecipe.Cnn(
            List.of(new ConvolutionRecipe(3, 3, 1, 4), new ConvolutionRecipe(3, 3, 1, 4)),
            List.of(),
            Activation.RELU,
            Fixtures.NONE,
            Fixtures.START);
    refused(deep, Fixtures.images(3), "pool or stride less");
  }

  private static void refused(ModelRecipe model, DataSet data, String remedy) {
    assertThatThrownBy(() -> Fixtures.open(model, data))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected")
        .hasMessageContaining("got")
        .hasMessageContaining(remedy);
  }
}
