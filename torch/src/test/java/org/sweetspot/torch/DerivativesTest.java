package org.sweetspot.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.sweetspot.data.DataSet;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.GaussNewton;
import org.sweetspot.problem.Linearization;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.OutputGradients;
import org.sweetspot.problem.Outputs;
import org.sweetspot.problem.PerExample;
import org.sweetspot.problem.Predictions;
import org.sweetspot.problem.SecondOrder;
import org.sweetspot.problem.Split;
import org.sweetspot.random.Seed;
import org.sweetspot.recipe.Activation;
import org.sweetspot.recipe.LossRecipe;
import org.sweetspot.recipe.ModelRecipe;
import org.sweetspot.recipe.NormalizationRecipe.Kind;
import org.sweetspot.vector.ParameterGroup;
import org.sweetspot.vector.Precision;

/** Derivatives of every model against finite differences, in double precision. */
@Tag("heavy")
class DerivativesTest {
  private static final Batch BATCH = Batch.of(Split.TRAIN, 5, 0, 7, 3, 1, 8, 2);

  /** Smooth models first; those with kinks are piecewise smooth and tried away from the kinks. */
  static Stream<Arguments> models() {
    List<Arguments> all = new ArrayList<>();
    LossRecipe smoothed = new LossRecipe(LossRecipe.Kind.CROSS_ENTROPY, 0.1);
    LossRecipe squared = new LossRecipe(LossRecipe.Kind.SQUARED, 0);
    all.add(model("linear", new ModelRecipe.Linear(Fixtures.START), Fixtures.features(9), squared));
    for (Kind kind : Kind.values()) {
      all.add(
          model(
              "mlp " + kind, Fixtures.mlp(Activation.TANH, kind), Fixtures.features(9), smoothed));
      all.add(
          model("cnn " + kind, Fixtures.cnn(Activation.RELU, kind), Fixtures.images(9), smoothed));
      all.add(model("residual " + kind, Fixtures.residual(kind), Fixtures.images(9), squared));
      all.add(model("audio " + kind, Fixtures.audio(kind), Fixtures.signals(9), smoothed));
    }
    for (Kind kind : List.of(Kind.NONE, Kind.LAYER)) {
      all.add(model("transformer " + kind, Fixtures.transformer(kind), Fixtures.text(9), smoothed));
    }
    return all.stream();
  }

  private static Arguments model(String name, ModelRecipe model, DataSet data, LossRecipe loss) {
    return Arguments.of(
        Named.of(
            name, (java.util.function.Supplier<TorchProblem>) () -> opened(model, data, loss)));
  }

  /** A problem away from its initial point, so that scales and shifts are not at 1 and 0. */
  private static TorchProblem opened(ModelRecipe model, DataSet data, LossRecipe loss) {
    TorchProblem problem = Fixtures.open(model, data, loss, Precision.DOUBLE);
    try (TorchVector noise = problem.space().gaussian(new Seed(2).stream("noise"))) {
      problem.parameters().add(0.05, noise);
    }
    return problem;
  }

  @ParameterizedTest
  @MethodSource("models")
  void gradientsAgreeWithDifferencesOfTheLoss(java.util.function.Supplier<TorchProblem> opener) {
    for (Mode mode : List.of(Mode.PROBE, Mode.EVALUATE)) {
      try (TorchProblem problem = opener.get();
          TorchVector gradient = problem.space().zero();
          TorchVector direction = problem.space().gaussian(new Seed(3).stream("direction"))) {
        double loss = problem.gradient(BATCH, mode, gradient);
        assertThat(problem.loss(BATCH, mode)).isCloseTo(loss, within(1e-12));
        direction.scale(1 / direction.norm());
        double h = 1e-5;
        problem.parameters().add(h, direction);
        double after = problem.loss(BATCH, mode);
        problem.parameters().add(-2 * h, direction);
        double before = problem.loss(BATCH, mode);
        double slope = gradient.dot(direction);
        assertThat((after - before) / (2 * h)).isCloseTo(slope, within(1e-7 * gradient.norm()));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("models")
  void hessianProductsAgreeWithDifferencesOfGradients(
      java.util.function.Supplier<TorchProblem> opener) {
    for (Mode mode : List.of(Mode.PROBE, Mode.EVALUATE)) {
      try (TorchProblem problem = opener.get();
          TorchVector direction = problem.space().gaussian(new Seed(3).stream("direction"));
          TorchVector product = problem.space().zero();
          TorchVector after = problem.space().zero();
          TorchVector before = problem.space().zero()) {
        direction.scale(1 / direction.norm());
        try (Linearization graph =
            problem.ability(SecondOrder.class).orElseThrow().linearize(BATCH, mode)) {
          problem.gradient(BATCH, mode, after);
          assertThat(graph.gradient().add(-1, after).norm()).isLessThan(1e-13 * after.norm());
          graph.apply(direction, product);
        }
        double h = 2e-5;
        problem.parameters().add(h, direction);
        problem.gradient(BATCH, mode, after);
        problem.parameters().add(-2 * h, direction);
        problem.gradient(BATCH, mode, before);
        after.add(-1, before).scale(1 / (2 * h));
        double size = product.norm();
        assertThat(after.add(-1, product).norm()).isLessThan(1e-6 * size);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("models")
  void exampleGradientsAgreeWithSingleCallsAndAddUpToTheBatch(
      java.util.function.Supplier<TorchProblem> opener) {
    try (TorchProblem problem = opener.get();
        TorchVector sum = problem.space().zero();
        TorchVector gradient = problem.space().zero()) {
      double[] norms = new double[BATCH.size()];
      double[] losses = problem.ability(PerExample.class).orElseThrow().losses(BATCH);
      double[][] naive = new double[BATCH.size()][];
      new ExampleGradients(problem.model(), ExampleQuantity.losses(problem.model()))
          .visitOneByOne(BATCH, (position, one) -> naive[position] = one.toArray());
      problem
          .ability(PerExample.class)
          .orElseThrow()
          .gradients(
              BATCH,
              (position, one) -> {
                sum.add(1.0 / BATCH.size(), one);
                norms[position] = one.dot(one);
                assertThat(one.toArray())
                    .containsExactly(naive[position], within(1e-12 * Math.sqrt(norms[position])));
              });
      double loss = problem.gradient(BATCH, Mode.EVALUATE, gradient);
      assertThat(sum.add(-1, gradient).norm()).isLessThan(1e-12 * gradient.norm());
      assertThat(problem.ability(PerExample.class).orElseThrow().squaredGradientNorms(BATCH))
          .containsExactly(norms, within(1e-12 * java.util.Arrays.stream(norms).max().orElse(0)));
      assertThat(java.util.Arrays.stream(losses).average().orElse(0))
          .isCloseTo(loss, within(1e-12));
    }
  }

  @ParameterizedTest
  @MethodSource("models")
  void gradientsOfOutputsAddUpToThoseOfTheLoss(java.util.function.Supplier<TorchProblem> opener) {
    try (TorchProblem problem = opener.get()) {
      var outputs = problem.ability(Outputs.class).orElseThrow().predictions(BATCH, Mode.EVALUATE);
      if (outputs.rows() != BATCH.size()) {
        refusesSeveralRowsAnExample(problem, new double[outputs.rows() * outputs.classes()]);
        return;
      }
      // The loss moves with the outputs by softmax minus truth, or by outputs minus truth.
      boolean squared = problem.model().objective().recipe().kind() == LossRecipe.Kind.SQUARED;
      double[] coefficients = new double[outputs.rows() * outputs.classes()];
      for (int i = 0; i < outputs.rows(); i++) {
        double sum = 0;
        for (int c = 0; c < outputs.classes(); c++) {
          sum += Math.exp(outputs.logit(i, c));
        }
        for (int c = 0; c < outputs.classes(); c++) {
          coefficients[i * outputs.classes() + c] =
              (squared ? outputs.logit(i, c) : Math.exp(outputs.logit(i, c)) / sum)
                  - (c == outputs.label(i) ? 1 : 0);
        }
      }
      double[][] expected = new double[BATCH.size()][];
      problem
          .ability(PerExample.class)
          .orElseThrow()
          .gradients(BATCH, (position, one) -> expected[position] = one.toArray());
      double[] norms = problem.ability(PerExample.class).orElseThrow().squaredGradientNorms(BATCH);
      problem
          .ability(OutputGradients.class)
          .orElseThrow()
          .outputGradients(
              BATCH,
              coefficients,
              (position, one) ->
                  assertThat(one.toArray())
                      .containsExactly(
                          expected[position], within(1e-11 * Math.sqrt(norms[position]))));
      double most = java.util.Arrays.stream(norms).max().orElse(0);
      assertThat(
              problem
                  .ability(OutputGradients.class)
                  .orElseThrow()
                  .squaredOutputNorms(BATCH, coefficients))
          .containsExactly(norms, within(1e-11 * most));
      // Parameter by parameter, and two sets together, of which the second is twice the first.
      double[] twice = java.util.Arrays.stream(coefficients).map(c -> 2 * c).toArray();
      double[][][] parts =
          problem
              .ability(OutputGradients.class)
              .orElseThrow()
              .squaredParameterNorms(BATCH, List.of(coefficients, twice));
      for (int i = 0; i < BATCH.size(); i++) {
        for (ParameterGroup group : problem.space().groups()) {
          double square = 0;
          for (long j = group.offset(); j < group.offset() + group.size(); j++) {
            square += expected[i][(int) j] * expected[i][(int) j];
          }
          int at = problem.space().groups().indexOf(group);
          assertThat(parts[0][at][i]).isCloseTo(square, within(1e-11 * most));
          assertThat(parts[1][at][i]).isCloseTo(4 * square, within(4e-11 * most));
        }
      }
    }
  }

  /** Text: each token has a row of its own, so an example has no coefficients of its own. */
  private static void refusesSeveralRowsAnExample(TorchProblem problem, double[] coefficients) {
    String complaint = "gradients of outputs: expected one row of logits for each example, got ";
    assertThatThrownBy(
            () ->
                problem
                    .ability(OutputGradients.class)
                    .orElseThrow()
                    .outputGradients(BATCH, coefficients, (position, one) -> {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(complaint);
    assertThatThrownBy(
            () ->
                problem
                    .ability(OutputGradients.class)
                    .orElseThrow()
                    .squaredOutputNorms(BATCH, coefficients))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(complaint);
  }

  @ParameterizedTest
  @MethodSource("models")
  void gaussNewtonProductsAgreeWithAnExplicitJacobian(
      java.util.function.Supplier<TorchProblem> opener) {
    for (Mode mode : List.of(Mode.PROBE, Mode.EVALUATE)) {
      try (TorchProblem problem = opener.get();
          TorchVector direction = problem.space().gaussian(new Seed(3).stream("direction"));
          TorchVector product = problem.space().zero()) {
        direction.scale(1 / direction.norm());
        problem
            .ability(GaussNewton.class)
            .orElseThrow()
            .gaussNewtonProduct(BATCH, mode, direction, product);
        // v'Gv = mean over rows of (Jv)' H (Jv), with Jv from differences of the logits.
        Predictions at = problem.ability(Outputs.class).orElseThrow().predictions(BATCH, mode);
        double h = 1e-5;
        problem.parameters().add(h, direction);
        Predictions after = problem.ability(Outputs.class).orElseThrow().predictions(BATCH, mode);
        problem.parameters().add(-2 * h, direction);
        Predictions before = problem.ability(Outputs.class).orElseThrow().predictions(BATCH, mode);
        boolean squared = problem.model().objective().recipe().kind() == LossRecipe.Kind.SQUARED;
        double expected = 0;
        for (int row = 0; row < at.rows(); row++) {
          expected += curvature(at, after, before, row, 2 * h, squared) / at.rows();
        }
        double got = product.dot(direction);
        assertThat(got).isCloseTo(expected, within(1e-7 * expected));
      }
    }
  }

  private static double curvature(
      Predictions at, Predictions after, Predictions before, int row, double h, boolean squared) {
    double normalizer = 0;
    for (int c = 0; c < at.classes(); c++) {
      normalizer += Math.exp(at.logit(row, c));
    }
    double mean = 0;
    double square = 0;
    double plain = 0;
    for (int c = 0; c < at.classes(); c++) {
      double p = Math.exp(at.logit(row, c)) / normalizer;
      double tangent = (after.logit(row, c) - before.logit(row, c)) / h;
      mean += p * tangent;
      square += p * tangent * tangent;
      plain += tangent * tangent;
    }
    return squared ? plain : square - mean * mean;
  }
}
