package org.sweetspot.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Objects;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.EigenDecompositionSymmetric;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.MeasureSettings;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.Status;
import org.sweetspot.measure.TrainingFacts;
import org.sweetspot.measure.Value;
import org.sweetspot.measure.profile.MeasureCatalogue;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.GaussNewton;
import org.sweetspot.problem.Linearization;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.SecondOrder;
import org.sweetspot.problem.Split;
import org.sweetspot.random.Seed;
import org.sweetspot.recipe.Activation;
import org.sweetspot.recipe.LossRecipe;
import org.sweetspot.recipe.ModelRecipe;
import org.sweetspot.recipe.NormalizationRecipe.Kind;
import org.sweetspot.vector.ParameterVector;
import org.sweetspot.vector.Precision;

@Tag("heavy")
class MeasureTraceTest {
  private static final int EXAMPLES = 24;
  private static final LossRecipe SQUARED = new LossRecipe(LossRecipe.Kind.SQUARED, 0);

  private static Measurement measure(TorchProblem problem, String id) {
    try (MeasureContext context =
        new MeasureContext(
            problem,
            TrainingFacts.UNKNOWN,
            MeasureSettings.DEFAULT.withEigenvalues(3, 1e-8, 500),
            new Seed(3))) {
      return new MeasureCatalogue().choose(java.util.List.of(id)).get(0).measure(context);
    }
  }

  private static double scalar(Measurement answer) {
    return ((Value.Scalar) Objects.requireNonNull(answer.value())).value();
  }

  private static double[][] dense(TorchProblem problem) {
    int p = Math.toIntExact(problem.space().dimension());
    double[][] dense = new double[p][];
    try (Linearization hessian =
            problem
                .ability(SecondOrder.class)
                .orElseThrow()
                .linearize(Batch.range(Split.TRAIN, 0, EXAMPLES), Mode.EVALUATE);
        ParameterVector unit = problem.space().zero();
        ParameterVector image = problem.space().zero()) {
      for (int j = 0; j < p; j++) {
        double[] entries = new double[p];
        entries[j] = 1;
        hessian.apply(unit.set(entries), image);
        dense[j] = image.toArray();
      }
    }
    return dense;
  }

  private static double denseGaussNewtonTrace(TorchProblem problem) {
    int p = Math.toIntExact(problem.space().dimension());
    double trace = 0;
    try (ParameterVector unit = problem.space().zero();
        ParameterVector image = problem.space().zero()) {
      for (int j = 0; j < p; j++) {
        double[] entries = new double[p];
        entries[j] = 1;
        problem
            .ability(GaussNewton.class)
            .orElseThrow()
            .gaussNewtonProduct(
                Batch.range(Split.TRAIN, 0, EXAMPLES), Mode.EVALUATE, unit.set(entries), image);
        trace += image.dot(unit);
      }
    }
    return trace;
  }

  private static double trace(double[][] dense) {
    double trace = 0;
    for (int j = 0; j < dense.length; j++) {
      trace += dense[j][j];
    }
    return trace;
  }

  @Test
  void forPiecewiseLinearNetworksItIsTheTraceOfTheDenseHessian() {
    ModelRecipe[] models = {
      Fixtures.mlp(Activation.RELU, Kind.NONE), Fixtures.mlp(Activation.RELU, Kind.BATCH)
    };
    for (ModelRecipe model : models) {
      for (LossRecipe loss : new LossRecipe[] {LossRecipe.DEFAULT, SQUARED}) {
        try (TorchProblem problem =
            Fixtures.open(model, Fixtures.features(EXAMPLES), loss, Precision.DOUBLE)) {
          Measurement answer = measure(problem, "gauss-newton-trace");
          double exact = trace(dense(problem));
          assertThat(scalar(answer)).isCloseTo(exact, within(1e-10 * exact));
          assertThat(answer.conventions().text()).contains("almost everywhere tr G = tr H");
        }
      }
    }
  }

  @Test
  void soItIsForConvolutionsAndMaxPooling() {
    try (TorchProblem problem =
        Fixtures.open(Fixtures.cnn(Activation.RELU, Kind.NONE), Fixtures.images(EXAMPLES))) {
      double exact = trace(dense(problem));
      assertThat(scalar(measure(problem, "gauss-newton-trace")))
          .isCloseTo(exact, within(1e-10 * exact));
    }
  }

  @Test
  void curvedNetworksHaveAnotherTraceAndAreToldSo() {
    for (LossRecipe loss : new LossRecipe[] {LossRecipe.DEFAULT, SQUARED}) {
      try (TorchProblem problem =
          Fixtures.open(
              Fixtures.mlp(Activation.TANH, Kind.LAYER),
              Fixtures.features(EXAMPLES),
              loss,
              Precision.DOUBLE)) {
        Measurement answer = measure(problem, "gauss-newton-trace");
        double exact = denseGaussNewtonTrace(problem);
        assertThat(scalar(answer)).isCloseTo(exact, within(1e-10 * exact));
        double hessian = trace(dense(problem));
        assertThat(scalar(answer)).isNotCloseTo(hessian, within(1e-4 * exact));
        assertThat(answer.conventions().text()).contains("differ here");
      }
    }
  }

  @Test
  void languageModelsHaveARowForEachToken() {
    try (TorchProblem problem = Fixtures.open(Fixtures.transformer(Kind.LAYER), Fixtures.text(8))) {
      Measurement answer = measure(problem, "gauss-newton-trace");
      assertThat(answer.status()).isEqualTo(Status.NOT_APPLICABLE);
      assertThat(answer.conventions().text()).contains("each token");
    }
  }

  @Test
  void ofAScriptedModuleItIsNotKnownAndBothEndsAreThoseOfItsDenseHessian() {
    try (TorchProblem problem =
        Fixtures.open(TorchScriptTest.module("scripted.pt"), Fixtures.features(EXAMPLES))) {
      Measurement trace = measure(problem, "gauss-newton-trace");
      double exact = denseGaussNewtonTrace(problem);
      assertThat(scalar(trace)).isCloseTo(exact, within(1e-10 * exact));
      assertThat(trace.conventions().text()).contains("is not known");
      double[] values =
          new EigenDecompositionSymmetric(new Array2DRowRealMatrix(dense(problem)), 1e-8, true)
              .getEigenvalues();
      Value.Series top =
          (Value.Series) Objects.requireNonNull(measure(problem, "hessian-eigenvalues").value());
      Value.Series bottom =
          (Value.Series)
              Objects.requireNonNull(measure(problem, "hessian-eigenvalues-bottom").value());
      for (int i = 0; i < 3; i++) {
        assertThat(top.values().get(i)).isCloseTo(values[i], within(1e-7 * Math.abs(values[i])));
        double low = values[values.length - 1 - i];
        assertThat(bottom.values().get(i)).isCloseTo(low, within(1e-7 * Math.abs(low) + 1e-12));
      }
    }
  }
}
