package org.sweetspot.control.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sweetspot.recipe.ChangeRecipe;
import org.sweetspot.recipe.Recipe;
import org.sweetspot.recipe.RecipeReader;
import org.sweetspot.recipe.Span;

class ChangeTest {
  private static final int EXAMPLES = 400;

  private static int examples(Recipe recipe) {
    int subset = recipe.data().split().subset();
    return subset == 0 ? EXAMPLES : subset;
  }

  private static Change change(String... options) {
    Recipe recipe =
        RecipeReader.parse(
            "a.yaml",
            """
            name: a
            data: {source: digits, split: {train: 400, validation: 300, test: 500}}
            model: {kind: mlp, hidden: [64]}
            training: {batch: 8, optimizer: {kind: sgd, rate: 0.05}, budget: 20 epochs}
            """);
    return Change.of(
        recipe.withControl(recipe.control().withChange(ChangeRecipe.parse(List.of(options)))),
        ChangeTest::examples);
  }

  @ParameterizedTest
  @CsvSource({
    "batch=64, BATCH",
    "lr=0.1, RATE",
    "schedule=cosine, SCHEDULE",
    "warm-up=10 steps, SCHEDULE",
    "budget=50%, BUDGET",
    "data=50%, DATA",
    "optimizer=adamw, OPTIMIZER",
    "momentum=0.9, OPTIMIZER",
    "width=x2, WIDTH",
    "depth=2, DEPTH",
    "smoothing=0.1, SMOOTHING",
    "decay=1e-3, DECAY",
    "clip=1, CLIPPING",
    "normalization=batch, NORMALIZATION",
    "accumulation=2, ACCUMULATION",
    "augmentation={crop: 1}, AUGMENTATION",
    "averaging=mean, AVERAGING",
    "optimizer=sgd, OPTIMIZER",
    "'training.optimizer={kind: sgd, rate: 0.1}', RATE",
    "training.optimizer.decoupled=true, DECAY",
    "engine.precision=double, PRECISION",
    "model.activation=tanh, OTHER"
  })
  void eachChangeIsAboutOneThing(String option, Aspect aspect) {
    Change change = change(option);
    assertThat(change.aspects()).isEqualTo(Set.of(aspect));
    assertThat(change.isJoint()).isFalse();
  }

  @Test
  void fewerStepsAreMatchedAndSteppedBackExactly() {
    for (String option : new String[] {"batch=64", "data=25%", "budget=10%"}) {
      Change change = change(option);
      assertThat(change.changedSteps()).isLessThan(change.baselineSteps());
      Recipe matched = Matching.of(change).orElseThrow().apply(change, one -> 1);
      assertThat(change.cost(matched).steps()).isEqualTo(change.baselineSteps());
    }
    // A shorter budget matched in steps is the baseline.
    Change shorter = change("budget=50%");
    assertThat(Matching.STEPS.apply(shorter, one -> 1)).isEqualTo(shorter.unchanged());
    for (String option : new String[] {"lr=0.1", "width=x2", "optimizer=adamw"}) {
      assertThat(Matching.of(change(option))).isEmpty();
    }
  }

  @Test
  void examplesAndComputeAreMatchedWhereTheChangeMovesThem() {
    // A larger batch in epochs takes as many examples; in steps it takes more.
    assertThat(Matching.EXAMPLES.differs(change("batch=64"), one -> 1)).isFalse();
    Change inSteps = change("batch=64", "budget=200 steps");
    assertThat(Matching.EXAMPLES.differs(inSteps, one -> 1)).isTrue();
    Recipe matched = Matching.EXAMPLES.apply(inSteps, one -> 1);
    assertThat(inSteps.cost(matched).examples())
        .isBetween(7900L, inSteps.cost(inSteps.baseline()).examples());
    assertThat(Matching.COMPUTE.differs(inSteps, one -> 1)).isFalse();
    // Twice the width at four times the multiplications leaves a quarter of the examples.
    Change wider = change("width=x2");
    ToDoubleFunction<Recipe> square = one -> Math.pow(one.model().widths().get(0), 2);
    assertThat(Matching.EXAMPLES.differs(wider, square)).isFalse();
    assertThat(Matching.COMPUTE.differs(wider, square)).isTrue();
    assertThat(Matching.COMPUTE.times(wider, square)).isCloseTo(0.25, within(1e-12));
    assertThat(Matching.COMPUTE.apply(wider, square).training().budget()).isEqualTo(Span.epochs(5));
    assertThat(Matching.COMPUTE.differs(wider, one -> Double.NaN)).isFalse();
    assertThat(Matching.COMPUTE.arm()).isEqualTo("compute-matched");
  }

  @Test
  void aJointChangeHasItsPartsAlone() {
    Recipe recipe = change("batch=64").baseline();
    Recipe joint =
        recipe.withControl(
            recipe.control().withChange(ChangeRecipe.parse(List.of("batch=64", "budget=50%"))));
    var parts = Change.parts(joint, ChangeTest::examples);
    assertThat(parts.keySet()).containsExactly("batch=64", "budget=50%");
    Change batch = Objects.requireNonNull(parts.get("batch=64"));
    Change budget = Objects.requireNonNull(parts.get("budget=50%"));
    assertThat(batch.aspects()).isEqualTo(Set.of(Aspect.BATCH));
    assertThat(budget.changed().training().budget()).isEqualTo(Span.epochs(10));
    assertThat(Change.parts(change("batch=64").baseline(), ChangeTest::examples)).isEmpty();
  }

  @Test
  void widthsHaveOneRatio() {
    assertThat(change("width=x3").widthRatio()).isCloseTo(3, within(1e-12));
    assertThat(change("batch=64").widthRatio()).isEqualTo(1);
  }
}
