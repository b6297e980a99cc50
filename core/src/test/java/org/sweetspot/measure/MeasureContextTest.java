package org.sweetspot.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.sweetspot.measure.curvature.HessianEigenvalues;
import org.sweetspot.measure.curvature.HessianTrace;
import org.sweetspot.measure.norm.WeightNorms;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.Split;
import org.sweetspot.random.Seed;
import org.sweetspot.recipe.ParametrizationRecipe.MaximalUpdate;
import org.sweetspot.recipe.Recipe;
import org.sweetspot.recipe.RecipeReader;

class MeasureContextTest {
  @Test
  void theMeasuredExamplesAreDrawnOnceWithoutRepetition() {
    MeasureSettings settings = MeasureSettings.DEFAULT.withExamples(10, 4);
    try (MeasureContext context =
        new MeasureContext(
            Fixtures.classifier(40, 0), TrainingFacts.UNKNOWN, settings, new Seed(1))) {
      assertThat(context.sampling().batch().indices()).doesNotHaveDuplicates().hasSize(10);
      assertThat(context.sampling().batch()).isSameAs(context.sampling().batch());
      assertThat(
              context.sampling().chunks(context.sampling().batch()).stream()
                  .map(Batch::size)
                  .toList())
          .isEqualTo(List.of(3, 3, 4));
      assertThat(context.sampling().conventions(Mode.EVALUATE).text())
          .contains("10 random of 40 train examples")
          .contains("3 passes");
    }
  }

  @Test
  void weightsThatAreNotFiniteGiveAReasonInsteadOfANumber() {
    try (var problem = Fixtures.classifier(20, 0);
        MeasureContext context = Fixtures.context(problem)) {
      double[] weights = problem.parameters().toArray();
      weights[3] = Double.NaN;
      problem.parameters().set(weights);
      Measurement answer = new WeightNorms().measure(context);
      assertThat(answer.status()).isEqualTo(Status.NOT_APPLICABLE);
      assertThat(answer.value()).isNull();
      assertThat(answer.conventions().text()).contains("NaN").contains("earlier snapshot");
    }
  }

  @Test
  void anEmptySplitGivesAReason() {
    MeasureSettings settings = MeasureSettings.DEFAULT.withSplit(Split.VALIDATION);
    try (MeasureContext context =
        new MeasureContext(
            Fixtures.classifier(20, 0), TrainingFacts.UNKNOWN, settings, new Seed(1))) {
      Measurement answer = new HessianTrace().measure(context);
      assertThat(answer.status()).isEqualTo(Status.NOT_APPLICABLE);
      assertThat(answer.conventions().text()).contains("validation split has no examples");
    }
  }

  @Test
  void sharedWorkIsChargedToTheFirstThatAsks() {
    try (MeasureContext context = Fixtures.context(Fixtures.classifier(50, 0))) {
      Measurement first = new HessianEigenvalues().measure(context);
      Measurement again = new HessianEigenvalues().measure(context);
      assertThat(first.cost().gradients()).isEqualTo(1);
      assertThat(first.cost().hvps()).isPositive();
      assertThat(again.cost().gradients()).isZero();
      assertThat(again.cost().hvps()).isZero();
      assertThat(again.value()).isEqualTo(first.value());
    }
  }

  @Test
  void settingsThatCannotBeAreRefused() {
    assertThatThrownBy(() -> MeasureSettings.DEFAULT.withMode(Mode.TRAIN))
        .hasMessageContaining("running statistics");
    assertThatThrownBy(() -> MeasureSettings.DEFAULT.withExamples(0, 1))
        .hasMessageContaining("examples");
    assertThatThrownBy(() -> new TrainingFacts(null, -1, null, null)).hasMessageContaining("batch");
    assertThatThrownBy(() -> new Card("Bad Id", "t", "q", "n", "r", "", "s"))
        .hasMessageContaining("kebab-case");
  }

  @Test
  void whereLayersHaveRatesOfTheirOwnNoOneRateIsSpokenOf() {
    Recipe one =
        RecipeReader.parse(
            "wide.yaml",
            """
            name: wide
            data: {source: digits}
            model: {kind: mlp, hidden: [64, 64]}
            training:
              batch: 4
              optimizer: {kind: sgd, rate: 0.1}
              budget: 10 steps
            """);
    Recipe base = one.withModel(one.model().withParametrization(new MaximalUpdate(64)));
    Recipe wide = one.withModel(one.model().withParametrization(new MaximalUpdate(16)));

    assertThat(TrainingFacts.of(base)).isEqualTo(TrainingFacts.of(one));
    assertThat(TrainingFacts.of(base).requireOptimizer()).isEqualTo(one.training().optimizer());
    TrainingFacts facts = TrainingFacts.of(wide);
    assertThat(facts.requireBatch()).isEqualTo(4);
    assertThatThrownBy(facts::requireOptimizer)
        .isInstanceOf(NotApplicableException.class)
        .hasMessageContaining("rates of their own");
    assertThatThrownBy(facts.withBatch(8)::requireOptimizer)
        .hasMessageContaining("rates of their own");
  }
}
