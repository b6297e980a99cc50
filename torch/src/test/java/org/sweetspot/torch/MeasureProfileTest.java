package org.sweetspot.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sweetspot.data.DataSet;
import org.sweetspot.measure.Finding;
import org.sweetspot.measure.Measure;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.MeasureSettings;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.Status;
import org.sweetspot.measure.TrainingFacts;
import org.sweetspot.measure.Value;
import org.sweetspot.measure.profile.MeasureCatalogue;
import org.sweetspot.measure.profile.Profile;
import org.sweetspot.measure.profile.ProfileProgress;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.PerExample;
import org.sweetspot.problem.Split;
import org.sweetspot.random.RandomStream;
import org.sweetspot.random.Seed;
import org.sweetspot.recipe.Activation;
import org.sweetspot.recipe.ModelRecipe;
import org.sweetspot.recipe.NormalizationRecipe.Kind;
import org.sweetspot.recipe.OptimizerRecipe;
import org.sweetspot.vector.ChosenGroups;
import org.sweetspot.vector.ParameterVector;

@Tag("heavy")
class MeasureProfileTest {
  private static final OptimizerRecipe SGD = new OptimizerRecipe.Sgd(0.1, 0.9, false, 0, false);

  private static final List<String> OF_A_TRAJECTORY =
      List.of(
          "h0-lifetimes",
          "lifetime-sums",
          "ph-dimension",
          "magnitude",
          "positive-magnitude",
          "correlation-dimension",
          "sharpness-dimension");

  private static Profile profile(ModelRecipe model, DataSet data) {
    try (TorchProblem problem = Fixtures.open(model, data);
        ParameterVector initial = problem.parameters().copy();
        ParameterVector gradient = problem.space().zero()) {
      // Some steps, so that running statistics and weights have moved.
      for (int step = 0; step < 20; step++) {
        problem.gradient(
            Batch.range(Split.TRAIN, 0, problem.size(Split.TRAIN)), Mode.TRAIN, gradient);
        problem.parameters().add(-0.05, gradient);
      }
      double[] weights = problem.parameters().toArray();
      double[] buffers = problem.buffers().toArray();
      TrainingFacts facts = new TrainingFacts(SGD, 4, initial, null);
      try (MeasureContext context =
          new MeasureContext(problem, facts, MeasureSettings.DEFAULT, new Seed(3))
              .withGroups(ChosenGroups.of("*.weight", problem.space()))) {
        Profile profile = Profile.of(context, new MeasureCatalogue().all(), ProfileProgress.SILENT);
        assertThat(problem.parameters().toArray()).isEqualTo(weights);
        assertThat(problem.buffers().toArray()).isEqualTo(buffers);
        return profile;
      }
    }
  }

  private static void assertAnswered(Profile profile, List<String> except) {
    assertThat(profile.measurements())
        .filteredOn(answer -> !except.contains(answer.id()))
        // No way of a training is given here, and no network of one hidden layer.
        .filteredOn(answer -> !answer.id().startsWith("trajectory-"))
        .filteredOn(answer -> !answer.id().endsWith("-over-training"))
        .filteredOn(answer -> !answer.id().equals("function-space-stability"))
        .filteredOn(answer -> !OF_A_TRAJECTORY.contains(answer.id()))
        // The targets are classes.
        .filteredOn(
            answer ->
                !List.of("r2", "mean-absolute-error", "rmse", "label-accuracy", "label-f1")
                    .contains(answer.id()))
        // Networks of so few steps are near guessing: no noise costs them a tenth.
        .filteredOn(answer -> !answer.id().endsWith("-flatness"))
        // Four test examples cannot be split in fifths.
        .filteredOn(answer -> !answer.id().startsWith("error-by-"))
        .allSatisfy(
            answer ->
                assertThat(answer.status())
                    .as(answer.id() + ": " + answer.conventions().text())
                    .isNotEqualTo(Status.NOT_APPLICABLE));
    assertThat(profile.measurements())
        .filteredOn(answer -> answer.value() != null)
        .hasSizeGreaterThan(60)
        .allSatisfy(
            answer -> {
              Measure measure = new MeasureCatalogue().choose(List.of(answer.id())).get(0);
              assertThat(measure.judge(answer))
                  .as(answer.id() + " says more than how to read it")
                  .isNotEqualTo(Finding.READING)
                  .extracting(Finding::toString)
                  .asString()
                  .doesNotContain("NaN");
            });
  }

  @Test
  void everyMeasureAnswersForANormalizedConvolutionalNetworkAndChangesNothing() {
    assertAnswered(
        profile(Fixtures.cnn(Activation.RELU, Kind.BATCH), Fixtures.images(64)),
        List.of(
            "noise-scale",
            "noise-scale-two-batch",
            "path-norm",
            // Judge steps of single examples, which batch statistics tie to their batch.
            "sgd-stability",
            "mean-square-threshold",
            // The step is beyond the edge here even without delay.
            "delay-stability"));
  }

  @Test
  void aLanguageModelIsMeasuredTokenByToken() {
    Profile profile = profile(Fixtures.transformer(Kind.LAYER), Fixtures.text(24));
    // A kernel over texts would be one over tokens.
    assertAnswered(
        profile,
        List.of(
            "noise-scale",
            "noise-scale-two-batch",
            "convolution-norms",
            "path-norm",
            "ntk-spectrum",
            "ntk-alignment",
            "kernel-or-rich",
            "gauss-newton-trace",
            "frequency-response",
            // The linear model is one of inputs with one label.
            "simplicity"));
    Measurement nll = profile.find("nll").orElseThrow();
    // Four test texts of six tokens.
    assertThat(nll.conventions().text()).contains("24 rows of the test split");
    Measurement loss = profile.find("loss").orElseThrow();
    assertThat(((Value.Scalar) java.util.Objects.requireNonNull(nll.value())).value())
        .isCloseTo(
            ((Value.Named) java.util.Objects.requireNonNull(loss.value())).values().get("test"),
            within(1e-9));
  }

  /** Where traces come from outputs, graphs give Gauss-Newton products, and nothing is exact. */
  @Test
  void anAnswerDoesNotDependOnItsCompany() {
    List<Measure> all =
        new MeasureCatalogue()
            .all().stream()
                .filter(
                    measure ->
                        List.of("curvature", "noise", "stability", "tails").stream()
                            .anyMatch(measure.getClass().getPackageName()::endsWith))
                .toList();
    Map<String, String> alone = new TreeMap<>();
    all.forEach(measure -> alone.putAll(answers(List.of(measure))));
    RandomStream stream = new Seed(9).stream("companies");
    for (int draw = 0; draw < 6; draw++) {
      List<Measure> company =
          Arrays.stream(stream.permutation(all.size())).limit(8).mapToObj(all::get).toList();
      answers(company).forEach((id, answer) -> assertThat(answer).as(id).isEqualTo(alone.get(id)));
    }
    assertThat(answers(all)).isEqualTo(alone);
  }

  private static Map<String, String> answers(List<Measure> company) {
    Map<String, String> answers = new TreeMap<>();
    try (TorchProblem problem =
        Fixtures.open(Fixtures.cnn(Activation.RELU, Kind.NONE), Fixtures.images(48))) {
      MeasureSettings settings = MeasureSettings.DEFAULT.withEigenvalues(2, 1e-3, 24);
      TrainingFacts facts = new TrainingFacts(SGD, 4, null, null);
      try (MeasureContext context =
          new MeasureContext(problem, facts, settings, new Seed(3))
              .withGroups(ChosenGroups.of("*.weight", problem.space()))) {
        Profile.of(context, company, ProfileProgress.SILENT)
            .measurements()
            .forEach(
                found ->
                    answers.put(
                        found.id(),
                        found.status() + " " + found.value() + found.error() + found.estimator()));
      }
    }
    return answers;
  }

  @Test
  void noiseAgreesWithTheGradientsOfAllExamples() {
    try (TorchProblem problem =
        Fixtures.open(Fixtures.mlp(Activation.TANH, Kind.NONE), Fixtures.features(30))) {
      int p = Math.toIntExact(problem.space().dimension());
      double[] sum = new double[p];
      double[] squares = {0};
      problem
          .ability(PerExample.class)
          .orElseThrow()
          .gradients(
              Batch.range(Split.TRAIN, 0, 30),
              (position, gradient) -> {
                double[] g = gradient.toArray();
                for (int j = 0; j < p; j++) {
                  sum[j] += g[j];
                  squares[0] += g[j] * g[j];
                }
              });
      double squareOfSum = 0;
      for (double s : sum) {
        squareOfSum += s * s;
      }
      double trace = (squares[0] - squareOfSum / 30) / 29;
      try (MeasureContext context =
          new MeasureContext(
              problem, TrainingFacts.UNKNOWN, MeasureSettings.DEFAULT, new Seed(3))) {
        Measurement noise =
            new MeasureCatalogue().choose(List.of("gradient-noise")).get(0).measure(context);
        assertThat(
                ((Value.Named) java.util.Objects.requireNonNull(noise.value()))
                    .values()
                    .get("trace-sigma"))
            .isCloseTo(trace, within(1e-9 * trace));
      }
    }
  }
}
