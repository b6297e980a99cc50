package org.sweetspot.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sweetspot.data.DataLoader;
import org.sweetspot.data.DataSet;
import org.sweetspot.measure.Answer;
import org.sweetspot.measure.Measure;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.MeasureSettings;
import org.sweetspot.measure.NotApplicableException;
import org.sweetspot.measure.TrainingFacts;
import org.sweetspot.measure.Value;
import org.sweetspot.measure.curvature.GaussNewtonEigenvalues;
import org.sweetspot.measure.curvature.GaussNewtonTrace;
import org.sweetspot.measure.quality.Accuracy;
import org.sweetspot.measure.quality.LabelAccuracy;
import org.sweetspot.measure.quality.LabelF1;
import org.sweetspot.measure.quality.Regression;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.GaussNewton;
import org.sweetspot.problem.Linearization;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.Outputs;
import org.sweetspot.problem.PerExample;
import org.sweetspot.problem.Predictions;
import org.sweetspot.problem.SecondOrder;
import org.sweetspot.problem.Split;
import org.sweetspot.random.Seed;
import org.sweetspot.recipe.EngineRecipe;
import org.sweetspot.recipe.LossRecipe;
import org.sweetspot.recipe.LossRecipe.Kind;
import org.sweetspot.recipe.SourceRecipe;
import org.sweetspot.vector.Precision;

/** Losses, targets, inputs and outputs of every kind against PyTorch; make_losses.py. */
class LossReferencesTest {
  private static final Batch ALL = Batch.range(Split.TRAIN, 0, 7);
  private static final Map<String, double[]> EXPECTED =
      ReferenceValuesTest.reference("losses/references.txt");

  /** The losses that do not follow from data and module. */
  private static final Map<String, LossRecipe> ASKED =
      Map.of(
          "huber", new LossRecipe(Kind.HUBER, 0, List.of(), 0.4),
          "absolute", new LossRecipe(Kind.ABSOLUTE, 0),
          "weighted", new LossRecipe(Kind.CROSS_ENTROPY, 0, List.of(0.5, 2.0, 1.25), 1));

  private static Path file(String name) throws URISyntaxException {
    URL url = LossReferencesTest.class.getResource("losses/" + name);
    return Path.of(Objects.requireNonNull(url).toURI());
  }

  private static TorchProblem open(String name) throws URISyntaxException {
    DataSet data =
        DataLoader.whole(
            new SourceRecipe.Npz(file(name + ".npz").toString()), Path.of("").toAbsolutePath());
    return new TorchEngine()
        .openScript(
            file(name + ".pt").toString(),
            new EngineRecipe(TestDevice.CHOSEN, Precision.DOUBLE, 1),
            Optional.ofNullable(ASKED.get(name)),
            Optional.empty(),
            data);
  }

  private static double[] expected(String name) {
    return Objects.requireNonNull(EXPECTED.get(name), name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "squared",
        "huber",
        "absolute",
        "flat",
        "binary",
        "labels",
        "sigmoid",
        "named",
        "pair",
        "softmax",
        "logarithms",
        "shares",
        "weighted",
        "tokens"
      })
  void everyLossAgreesWithPyTorch(String name) throws URISyntaxException {
    try (TorchProblem problem = open(name);
        TorchVector direction = problem.space().zero();
        TorchVector result = problem.space().zero()) {
      int size = Math.toIntExact(problem.space().dimension());
      double[] wave = ReferenceValuesTest.wave(size, 0.23, 1);
      direction.set(wave);
      double loss = expected(name + ".loss")[0];
      assertThat(problem.loss(ALL, Mode.EVALUATE)).isCloseTo(loss, within(1e-12));
      assertThat(problem.gradient(ALL, Mode.EVALUATE, result)).isCloseTo(loss, within(1e-12));
      assertThat(result.toArray()).containsExactly(expected(name + ".gradient"), within(1e-11));
      try (Linearization graph =
          problem.ability(SecondOrder.class).orElseThrow().linearize(ALL, Mode.EVALUATE)) {
        graph.apply(direction, result);
      }
      assertThat(result.toArray()).containsExactly(expected(name + ".product"), within(1e-9));
      problem
          .ability(GaussNewton.class)
          .orElseThrow()
          .gaussNewtonProduct(ALL, Mode.EVALUATE, direction, result);
      assertThat(result.toArray()).containsExactly(expected(name + ".gauss"), within(1e-9));
      assertThat(problem.ability(PerExample.class).orElseThrow().squaredGradientNorms(ALL))
          .containsExactly(expected(name + ".norms"), within(1e-9));
      assertThat(
              Arrays.stream(problem.ability(PerExample.class).orElseThrow().losses(ALL)).sum() / 7)
          .isCloseTo(loss, within(1e-12));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "squared",
        "huber",
        "binary",
        "labels",
        "sigmoid",
        "softmax",
        "shares",
        "weighted"
      })
  void theExactTraceOfTheGaussNewtonMatrixIsThatOfTheDenseOne(String name)
      throws URISyntaxException {
    try (TorchProblem problem = open(name);
        MeasureContext context =
            new MeasureContext(
                problem,
                TrainingFacts.UNKNOWN,
                MeasureSettings.DEFAULT.withExamples(7, 3),
                new Seed(1))) {
      Value value = new GaussNewtonTrace().answer(context).value();
      double trace = expected(name + ".trace")[0];
      assertThat(((Value.Scalar) Objects.requireNonNull(value)).value())
          .isCloseTo(trace, within(1e-10 * trace));
    }
  }

  private static Answer ask(String name, Measure measure) throws URISyntaxException {
    try (TorchProblem problem = open(name);
        MeasureContext context =
            new MeasureContext(
                problem,
                TrainingFacts.UNKNOWN,
                MeasureSettings.DEFAULT.withExamples(7, 3),
                new Seed(1))) {
      return measure.answer(context);
    }
  }

  private static double train(Answer answer) {
    return Objects.requireNonNull(((Value.Named) answer.value()).values().get("train"));
  }

  @Test
  void answersThatAreNumbersAreJudgedAsNumbers() throws URISyntaxException {
    assertThat(train(ask("squared", Regression.explained())))
        .isCloseTo(expected("squared.r2")[0], within(1e-12));
    assertThat(train(ask("squared", Regression.absolute())))
        .isCloseTo(expected("squared.absolute")[0], within(1e-12));
    assertThat(train(ask("squared", Regression.square())))
        .isCloseTo(expected("squared.rmse")[0], within(1e-12));
    assertThatThrownBy(() -> ask("squared", new Accuracy()))
        .isInstanceOf(NotApplicableException.class)
        .hasMessageContaining("real numbers (see r2");
  }

  @Test
  void gaussNewtonMatricesOfALossWithoutCurvatureDoNotApply() throws URISyntaxException {
    for (Measure measure :
        List.of(
            new GaussNewtonTrace(),
            GaussNewtonEigenvalues.largest(),
            GaussNewtonEigenvalues.smallest())) {
      assertThatThrownBy(() -> ask("absolute", measure))
          .isInstanceOf(NotApplicableException.class)
          .hasMessageContaining("no second derivative in the outputs")
          .hasMessageContaining("squared or huber");
    }
  }

  @Test
  void severalLabelsAreJudgedOneByOne() throws URISyntaxException {
    assertThat(train(ask("labels", new LabelAccuracy())))
        .isCloseTo(expected("labels.accuracy")[0], within(1e-12));
    Answer table = ask("labels", new LabelF1());
    assertThat(((Value.Columns) table.value()).columns().get("f1"))
        .containsExactly(Arrays.stream(expected("labels.f1")).boxed().toArray(Double[]::new));
    assertThatThrownBy(() -> ask("labels", Regression.explained()))
        .isInstanceOf(NotApplicableException.class)
        .hasMessageContaining("labels (see label-accuracy)");
  }

  @Test
  void oneLogitGivesTheProbabilitiesOfTwoClasses() throws URISyntaxException {
    try (TorchProblem problem = open("binary")) {
      Predictions shown =
          problem.ability(Outputs.class).orElseThrow().predictions(ALL, Mode.EVALUATE);
      assertThat(shown.classes()).isEqualTo(2);
      double sum = 0;
      double right = 0;
      for (int i = 0; i < 7; i++) {
        right += shown.logit(i, 1) > 0 == (i % 3 == 1) ? 1 : 0;
        assertThat(shown.label(i)).isEqualTo(i % 3 == 1 ? 1 : 0);
        sum += Math.log1p(Math.exp(shown.logit(i, 1))) - shown.label(i) * shown.logit(i, 1);
      }
      assertThat(sum / 7).isCloseTo(expected("binary.loss")[0], within(1e-12));
      assertThat(right).isBetween(1.0, 6.0);
      assertThat(train(ask("binary", new Accuracy()))).isCloseTo(right / 7, within(1e-15));
    }
  }

  @Test
  void piecesOfABatchWithIgnoredLabelsAddUpToTheWhole() throws URISyntaxException {
    try (TorchProblem problem = open("tokens")) {
      double sum = 3 * problem.loss(ALL.slice(0, 3), Mode.EVALUATE);
      sum += 4 * problem.loss(ALL.slice(3, 7), Mode.EVALUATE);
      assertThat(sum / 7).isCloseTo(expected("tokens.loss")[0], within(1e-13));
      assertThat(
              problem.ability(Outputs.class).orElseThrow().predictions(ALL, Mode.EVALUATE).rows())
          .isLessThan(28);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "binary | loss | the labels are 0 and 1 and there is one output",
        "labels | loss | the targets are 0 and 1, one for each output",
        "flat | loss | the targets are real numbers",
        "shares | loss | the targets are probabilities",
        "huber | loss | Huber's loss of delta 0.4, summed over outputs; as asked",
        "softmax | outputs | every row is non-negative and sums to 1",
        "sigmoid | outputs | ends with a sigmoid",
        "named | outputs | entry logits of the returned hidden, logits",
        "pair | outputs | entry 0 of the returned 0, 1",
        "tokens | inputs | tokens: array tokens as int64, padding: array padding as bool",
        "tokens | data | -100 marks labels that count nowhere"
      })
  void whatWasTakenForWhatIsSaid(String name, String subject, String words)
      throws URISyntaxException {
    try (TorchProblem problem = open(name)) {
      assertThat(problem.readings().get(subject)).contains(words);
    }
  }
}
