package org.sweetspot.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sweetspot.data.DataSet;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.ConvolutionInputs;
import org.sweetspot.problem.Features;
import org.sweetspot.problem.LastLayer;
import org.sweetspot.problem.Linearization;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.Outputs;
import org.sweetspot.problem.PerExample;
import org.sweetspot.problem.Predictions;
import org.sweetspot.problem.SecondOrder;
import org.sweetspot.problem.Split;
import org.sweetspot.random.Seed;
import org.sweetspot.recipe.LossRecipe;
import org.sweetspot.torch.model.Tappable;
import org.sweetspot.vector.Precision;

/** Scripted modules whose layers are read from their graphs, in double precision. */
class RecognizedScriptTest {
  private static final Batch BATCH = Batch.of(Split.TRAIN, 5, 0, 7, 3, 1, 8, 2);

  private static TorchProblem open(String name) {
    DataSet data =
        name.contains("images")
            ? Fixtures.images(9)
            : name.contains("signals") ? Fixtures.signals(9) : Fixtures.features(9);
    return Fixtures.open(
        TorchScriptTest.module("model/" + name + ".pt"),
        data,
        LossRecipe.DEFAULT,
        Precision.DOUBLE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "known-images-plain",
        "known-images-residual",
        "known-images-averaging",
        "known-signals-plain",
        "known-images-pointwise",
        "known-features-nested",
        "known-features-spread",
        "known-features-scaled",
        "known-features-dropping"
      })
  void layersGiveTheModulesDerivatives(String name) {
    try (TorchProblem problem = open(name);
        TorchVector trained = problem.space().zero();
        TorchVector probed = problem.space().zero()) {
      assertThat(problem.model().network().whyOpaque()).isEmpty();
      assertThat(problem.model().bound()).isInstanceOf(Tappable.class);
      boolean draws = name.contains("dropping");
      if (!draws) {
        double loss = problem.gradient(BATCH, Mode.PROBE, probed);
        // Trained as its code says; what it put out then is known from PyTorch.
        assertThat(problem.gradient(BATCH, Mode.TRAIN, trained)).isCloseTo(loss, within(1e-12));
        assertThat(trained.add(-1, probed).norm()).isLessThan(1e-11 * probed.norm());
      }
      for (Mode mode : Mode.values()) {
        if (mode != Mode.TRAIN) {
          compareProducts(problem, mode, mode == Mode.PROBE && draws);
        }
      }
    }
  }

  private static void compareProducts(TorchProblem problem, Mode mode, boolean opaque) {
    try (Linearization graph =
            problem.ability(SecondOrder.class).orElseThrow().linearize(BATCH, mode);
        Linearization naive = new HessianGraph(problem.model(), BATCH, mode);
        TorchVector direction = problem.space().gaussian(new Seed(3).stream("direction"));
        TorchVector expected = problem.space().zero();
        TorchVector product = problem.space().zero()) {
      assertThat(graph).isInstanceOf(opaque ? HessianGraph.class : TangentGraph.class);
      if (opaque) {
        return; // two draws of random zeros
      }
      naive.apply(direction, expected);
      graph.apply(direction, product);
      double length = expected.norm();
      assertThat(product.add(-1, expected).norm()).isLessThan(1e-11 * length);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "known-images-plain",
        "known-images-residual",
        "known-images-pointwise",
        "known-features-nested",
        "known-features-scaled",
        "known-features-spread",
        "opaque-features-twice",
        "opaque-images-grouped"
      })
  void gradientsOfSingleExamplesAreTheModules(String name) {
    try (TorchProblem problem = open(name)) {
      assertThat(problem.model().bound()).isInstanceOf(Tappable.class);
      compareProducts(problem, Mode.EVALUATE, false);
      double[] norms = problem.ability(PerExample.class).orElseThrow().squaredGradientNorms(BATCH);
      new ExampleGradients(problem.model(), ExampleQuantity.losses(problem.model()))
          .visitOneByOne(
              BATCH,
              (i, gradient) ->
                  assertThat(norms[i])
                      .isCloseTo(gradient.dot(gradient), within(1e-11 * gradient.dot(gradient))));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "opaque-features-mixing|aten::add with no buffer as argument 1",
        "opaque-features-centred|other numbers than the module's: an example alone",
        "opaque-features-broadcast|other numbers than the module's: derivatives",
        "opaque-features-overwritten|aten::add",
        "opaque-features-frozen|aten::linear with something that is not trained as argument 1",
        "opaque-images-cut|aten::transpose",
      })
  void whatIsNotOursIsTakenAsItIs(String name, String reason) {
    try (TorchProblem problem = open(name)) {
      assertThat(problem.model().network().whyOpaque())
          .hasValueSatisfying(text -> assertThat(text).startsWith(reason));
      assertThat(problem.model().bound()).isNotInstanceOf(Tappable.class);
      assertThat(problem.ability(SecondOrder.class).orElseThrow().linearize(BATCH, Mode.EVALUATE))
          .isInstanceOf(HessianGraph.class);
    }
  }

  @Test
  void aModuleThatDrawsIsKnownOnlyAsItIsUsed() {
    try (TorchProblem problem = open("known-features-dropping")) {
      assertThat(
              problem.ability(SecondOrder.class).orElseThrow().graphsGiveGaussNewton(Mode.EVALUATE))
          .isTrue();
      assertThat(problem.ability(SecondOrder.class).orElseThrow().graphsGiveGaussNewton(Mode.PROBE))
          .isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"known-signals-plain", "opaque-features-logarithms"})
  void aLastLayerIsSeenBeforeLogarithmsOfProbabilities(String name) {
    try (TorchProblem problem = open(name)) {
      assertThat(problem.ability(Features.class).orElseThrow().lastLayer(BATCH))
          .isInstanceOf(LastLayer.Seen.class);
      LastLayer.Seen layer =
          (LastLayer.Seen) problem.ability(Features.class).orElseThrow().lastLayer(BATCH);
      Predictions outputs =
          problem.ability(Outputs.class).orElseThrow().predictions(BATCH, Mode.EVALUATE);
      int classes = layer.weight().rows();
      for (int row = 0; row < BATCH.size(); row++) {
        double[] z = new double[classes];
        double sum = 0;
        for (int c = 0; c < classes; c++) {
          z[c] = layer.bias().get(0, c);
          for (int k = 0; k < layer.weight().columns(); k++) {
            z[c] += layer.weight().get(c, k) * layer.features().get(row, k);
          }
          sum += Math.exp(z[c]);
        }
        for (int c = 0; c < classes; c++) {
          assertThat(outputs.logit(row, c)).isCloseTo(z[c] - Math.log(sum), within(1e-12));
        }
      }
    }
  }

  @Test
  void convolutionsKnowWhatTheyAreAppliedTo() {
    try (TorchProblem problem = open("known-images-residual")) {
      assertThat(problem.ability(ConvolutionInputs.class).orElseThrow().convolutionInputs())
          .containsOnlyKeys(
              "stem.0.weight",
              "layers.0.c1.weight",
              "layers.0.c2.weight",
              "layers.1.c1.weight",
              "layers.1.c2.weight",
              "layers.1.down.0.weight");
      assertThat(problem.ability(ConvolutionInputs.class).orElseThrow().convolutionInputs())
          .containsEntry("stem.0.weight", new ConvolutionInputs.Input(List.of(8L, 8L), 1, 1))
          .containsEntry("layers.1.c1.weight", new ConvolutionInputs.Input(List.of(4L, 4L), 2, 1));
    }
  }
}
