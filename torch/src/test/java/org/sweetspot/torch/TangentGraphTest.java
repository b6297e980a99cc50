package org.sweetspot.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.sweetspot.data.DataSet;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.ExampleProducts;
import org.sweetspot.problem.Linearization;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.PerExample;
import org.sweetspot.problem.SecondOrder;
import org.sweetspot.problem.Split;
import org.sweetspot.random.Seed;
import org.sweetspot.recipe.Activation;
import org.sweetspot.recipe.ConvolutionRecipe;
import org.sweetspot.recipe.LossRecipe;
import org.sweetspot.recipe.ModelRecipe;
import org.sweetspot.recipe.NormalizationRecipe.Kind;
import org.sweetspot.vector.ParameterGroup.Role;
import org.sweetspot.vector.Precision;

/** Products layer by layer against libtorch's double backward, in double precision. */
class TangentGraphTest {
  private static final Batch BATCH = Batch.of(Split.TRAIN, 5, 0, 7, 3, 1, 8, 2);

  static Stream<Arguments> models() {
    return Stream.concat(
        DerivativesTest.models(),
        Stream.of(
            // Steps, wide kernels and cells that do not divide the image.
            model(
                "stride and rest",
                new ModelRecipe.Cnn(
                    List.of(new ConvolutionRecipe(3, 5, 2, 1), new ConvolutionRecipe(4, 3, 1, 3)),
                    List.of(6),
                    Activation.GELU,
                    Fixtures.NONE,
                    Fixtures.START),
                Fixtures.random("odd", 9, List.of(3, 11, 13), 4)),
            // More numbers in a patch than are computed over patches.
            model(
                "wide first layer",
                new ModelRecipe.Cnn(
                    List.of(new ConvolutionRecipe(3, 3, 1, 2), new ConvolutionRecipe(4, 3, 2, 1)),
                    List.of(),
                    Activation.TANH,
                    Fixtures.NONE,
                    Fixtures.START),
                Fixtures.random("deep", 9, List.of(9, 7, 5), 4)),
            model(
                "linear layers",
                Fixtures.mlp(Activation.IDENTITY, Kind.NONE),
                Fixtures.features(9))));
  }

  private static Arguments model(String name, ModelRecipe model, DataSet data) {
    LossRecipe loss = new LossRecipe(LossRecipe.Kind.CROSS_ENTROPY, 0);
    Supplier<TorchProblem> opener = () -> Fixtures.open(model, data, loss, Precision.DOUBLE);
    return Arguments.of(Named.of(name, opener));
  }

  @ParameterizedTest
  @MethodSource("models")
  void productsAgreeWithDoubleBackward(Supplier<TorchProblem> opener) {
    for (Mode mode : List.of(Mode.PROBE, Mode.EVALUATE)) {
      try (TorchProblem problem = opener.get();
          Linearization naive = new HessianGraph(problem.model(), BATCH, mode);
          Linearization graph =
              problem.ability(SecondOrder.class).orElseThrow().linearize(BATCH, mode);
          TorchVector direction = problem.space().gaussian(new Seed(3).stream("direction"));
          TorchVector expected = problem.space().zero();
          TorchVector product = problem.space().zero()) {
        // Text goes through attention, which has no derivatives of its own.
        boolean text =
            problem.model().network().parameters().get(0).group().name().contains("token");
        assertThat(graph).isInstanceOf(text ? HessianGraph.class : TangentGraph.class);
        assertThat(graph.loss()).isCloseTo(naive.loss(), within(1e-13));
        TorchVector gradient = (TorchVector) naive.gradient();
        double size = gradient.norm();
        assertThat(gradient.add(-1, graph.gradient()).norm()).isLessThan(1e-13 * size);
        naive.apply(direction, expected);
        // Twice: nothing of the first product may be left in the second.
        graph.apply(expected, product);
        graph.apply(direction, product);
        double length = expected.norm();
        assertThat(product.add(-1, expected).norm()).isLessThan(1e-12 * length);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("models")
  void productsOfSingleExamplesAgreeWithGraphsOfTheirOwn(Supplier<TorchProblem> opener) {
    try (TorchProblem problem = opener.get();
        Linearization graph =
            problem.ability(SecondOrder.class).orElseThrow().linearize(BATCH, Mode.EVALUATE);
        TorchVector direction = problem.space().gaussian(new Seed(3).stream("direction"));
        TorchVector product = problem.space().zero();
        TorchVector twice = problem.space().zero();
        TorchVector squared = problem.space().zero()) {
      // Scales and shifts of normalization tell their parts only added up.
      boolean normalized =
          problem.space().groups().stream().anyMatch(group -> group.role() == Role.NORMALIZATION);
      assertThat(graph.examples().isPresent())
          .isEqualTo(graph instanceof TangentGraph && !normalized);
      if (graph.examples().isPresent()) {
        ExampleProducts examples = graph.examples().get();
        examples.along(
            direction,
            (i, image) -> {
              try (Linearization one =
                  problem
                      .ability(SecondOrder.class)
                      .orElseThrow()
                      .linearize(BATCH.slice(i, i + 1), Mode.EVALUATE)) {
                one.apply(direction, product);
                one.apply(product, twice);
                squared.add(1.0 / BATCH.size(), twice);
                double length = product.norm();
                assertThat(product.add(-1, image).norm()).isLessThan(1e-11 * (1e-3 + length));
              }
            });
        double[][] forms = examples.along(direction, List.of(direction, squared));
        examples.along(
            direction,
            (i, image) -> {
              double form = image.dot(squared);
              assertThat(forms[i]).hasSize(2);
              assertThat(forms[i][1])
                  .isCloseTo(form, within(1e-12 * (1e-3 + image.norm() * squared.norm())));
            });
        examples.squared(direction, product);
        double length = squared.norm();
        assertThat(squared.add(-1, product).norm()).isLessThan(1e-11 * length);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("models")
  void fisherProductsAreThoseOfTheExamplesGradients(Supplier<TorchProblem> opener) {
    try (TorchProblem problem = opener.get();
        Linearization graph =
            problem.ability(SecondOrder.class).orElseThrow().linearize(BATCH, Mode.EVALUATE);
        TorchVector direction = problem.space().gaussian(new Seed(3).stream("direction"));
        TorchVector expected = problem.space().zero();
        TorchVector product = problem.space().zero()) {
      assertThat(graph.fisher().isPresent()).isEqualTo(graph instanceof TangentGraph);
      if (graph.fisher().isPresent()) {
        problem
            .ability(PerExample.class)
            .orElseThrow()
            .gradients(
                BATCH,
                (i, gradient) -> expected.add(gradient.dot(direction) / BATCH.size(), gradient));
        graph.fisher().get().apply(direction, product);
        double length = expected.norm();
        assertThat(product.add(-1, expected).norm()).isLessThan(1e-12 * length);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("models")
  void gaussNewtonProductsAgreeWithReverseModeAlone(Supplier<TorchProblem> opener) {
    for (Mode mode : List.of(Mode.PROBE, Mode.EVALUATE)) {
      try (TorchProblem problem = opener.get();
          Linearization graph =
              problem.ability(SecondOrder.class).orElseThrow().linearize(BATCH, mode);
          TorchVector direction = problem.space().gaussian(new Seed(3).stream("direction"));
          TorchVector expected = problem.space().zero();
          TorchVector product = problem.space().zero()) {
        assertThat(graph.gaussNewton().isPresent())
            .isEqualTo(
                problem.ability(SecondOrder.class).orElseThrow().graphsGiveGaussNewton(mode));
        if (graph.gaussNewton().isPresent()) {
          GaussNewtonProduct.inReverseModeAlone(problem.model(), BATCH, mode, direction, expected);
          // Hessian products between do no harm.
          graph.apply(direction, product);
          graph.gaussNewton().orElseThrow().apply(direction, product);
          double length = expected.norm();
          assertThat(product.add(-1, expected).norm()).isLessThan(1e-12 * length);
        }
      }
    }
  }

  @Test
  void graphsSpeakOfTheWeightsTheyWereMadeAt() {
    try (TorchProblem problem =
            Fixtures.open(
                Fixtures.cnn(Activation.RELU, Kind.BATCH),
                Fixtures.images(9),
                new LossRecipe(LossRecipe.Kind.CROSS_ENTROPY, 0),
                Precision.DOUBLE);
        Linearization graph =
            problem.ability(SecondOrder.class).orElseThrow().linearize(BATCH, Mode.PROBE);
        TorchVector direction = problem.space().gaussian(new Seed(3).stream("direction"));
        TorchVector before = problem.space().zero();
        TorchVector after = problem.space().zero()) {
      graph.apply(direction, before);
      problem.parameters().add(1, direction);
      graph.apply(direction, after);
      assertThat(after.toArray()).isEqualTo(before.toArray());
    }
  }
}
