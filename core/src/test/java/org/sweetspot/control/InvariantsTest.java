package org.sweetspot.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.sweetspot.control.change.Change;
import org.sweetspot.control.delay.DelayStability;
import org.sweetspot.control.invariant.InvariantCatalogue;
import org.sweetspot.control.probe.Reading;
import org.sweetspot.control.probe.Readings;
import org.sweetspot.recipe.ParametrizationRecipe;
import org.sweetspot.recipe.PrecisionRecipe;
import org.sweetspot.recipe.Recipe;

class InvariantsTest {
  /** Noise 100, squared gradient 1, curvature 5, at every moment; 1,000 examples. */
  private static List<InvariantRow> table(Recipe recipe, int batch, double rate) {
    Reading reading = new Reading(0.5, 100, 0, 1, 0, 5, 0);
    Change change = SampleRecipes.batch(recipe, batch, 1000);
    Recipe changed = change.alone();
    Recipe controlled =
        changed.withTraining(
            changed.training().withOptimizer(changed.training().optimizer().withRate(rate)));
    return new Invariants(change, new Readings(List.of(reading)))
        .table(change.unchanged(), changed, controlled);
  }

  private static InvariantRow row(List<InvariantRow> table, String name) {
    return table.stream().filter(row -> row.name().equals(name)).findFirst().orElseThrow();
  }

  @Test
  void eachRowIsItsFormula() {
    // Rate 0.1, momentum 0.9, decay 1e-4, batch 16 to 256, ten epochs; the plan's rate is 0.4.
    List<InvariantRow> table = table(SampleRecipes.sgd(), 256, 0.4);
    InvariantRow noise = row(table, "SGD noise scale");
    assertThat(noise.baseline()).isCloseTo(0.1 / (16 * 0.1), within(1e-12));
    assertThat(noise.changed()).isCloseTo(0.1 / (256 * 0.1), within(1e-12));
    assertThat(noise.controlled()).isCloseTo(0.4 / (256 * 0.1), within(1e-12));
    InvariantRow sharpness = row(table, "sharpness over its stability threshold");
    assertThat(sharpness.baseline()).isCloseTo(0.1 * 5 / (2 * 1.9), within(1e-12));
    assertThat(sharpness.controlled()).isCloseTo(0.4 * 5 / (2 * 1.9), within(1e-12));
    assertThat(row(table, "number of steps").baseline()).isEqualTo(630);
    assertThat(row(table, "number of steps").changed()).isEqualTo(40);
    assertThat(row(table, "examples used").baseline()).isEqualTo(10_000);
    assertThat(row(table, "examples used").changed()).isEqualTo(10_000);
    assertThat(row(table, "examples used").held()).isTrue();
    assertThat(row(table, "gradient signal to noise").changed()).isCloseTo(2.56, within(1e-12));
    assertThat(row(table, "decay timescale").baseline())
        .isCloseTo(1 / (1.0 * 1e-4) / 63, within(1e-9));
    assertThat(row(table, "examples in a normalization").changed()).isEqualTo(256);
    assertThat(row(table, "largest distance").controlled()).isCloseTo(4 * 40, within(1e-9));
  }

  @Test
  void roundingAndDelayRaiseTheNoiseScale() {
    Recipe recipe = SampleRecipes.sgd();
    Recipe rounded =
        recipe.withTraining(
            recipe.training().withPrecision(PrecisionRecipe.of(PrecisionRecipe.Kind.MXFP4)));
    Recipe stale = recipe.withTraining(recipe.training().withStaleness(1));
    Change change = SampleRecipes.batch(recipe, 256, 1000);
    // Rate 0.1 at curvature 0.05 and momentum 0.9.
    Readings readings =
        new Readings(List.of(new Reading(0.5, 100, 0, 1, 0, 0.05, 0)))
            .withRounding(one -> one.equals(rounded) ? 0.25 : Double.NaN);
    List<InvariantRow> table = new Invariants(change, readings).table(recipe, rounded, stale);
    InvariantRow row = row(table, "SGD noise scale with rounding and delay");
    double scale = 0.1 / (16 * 0.1);
    assertThat(row.baseline()).isCloseTo(scale, within(1e-12));
    assertThat(row.changed()).isCloseTo(1.25 * scale, within(1e-12));
    double delay =
        DelayStability.of(1, 0.9).noiseFactor(0.005) / DelayStability.of(0, 0.9).noiseFactor(0.005);
    assertThat(delay).isGreaterThan(1);
    assertThat(row.controlled()).isCloseTo(delay * scale, within(1e-12));
    // What cannot be read fixes nothing.
    assertThat(
            new Invariants(change, readings.withRounding(one -> Double.NaN))
                .table(recipe, rounded, rounded))
        .extracting(InvariantRow::name)
        .doesNotContain("SGD noise scale with rounding and delay");
  }

  @Test
  void heldIsWithinAFactorOfOneAndAHalf() {
    assertThat(row(table(SampleRecipes.sgd(), 256, 0.4), "SGD noise scale").held()).isFalse();
    assertThat(row(table(SampleRecipes.sgd(), 256, 1.07), "SGD noise scale").held()).isTrue();
    assertThat(row(table(SampleRecipes.sgd(), 256, 1.06), "SGD noise scale").held()).isFalse();
    assertThat(row(table(SampleRecipes.sgd(), 256, 2.41), "SGD noise scale").held()).isFalse();
  }

  @Test
  void adaptiveOptimizersHaveANoiseScaleOfTheirOwnAndNoThreshold() {
    List<InvariantRow> table = table(SampleRecipes.cnn("{kind: adamw, rate: 0.001}"), 256, 0.004);
    assertThat(table)
        .extracting(InvariantRow::name)
        .contains("adaptive noise scale")
        .doesNotContain("SGD noise scale", "sharpness over its stability threshold");
    // The square-root rule keeps it.
    InvariantRow noise = row(table, "adaptive noise scale");
    assertThat(noise.controlled()).isCloseTo(noise.baseline(), within(1e-15));
    assertThat(noise.held()).isTrue();
  }

  @Test
  void everyRegisteredOneHasACardOfItsOwn() {
    List<String> names =
        InvariantCatalogue.all().stream().map(invariant -> invariant.card().name()).toList();
    assertThat(names).doesNotHaveDuplicates().hasSize(10);
    assertThat(InvariantCatalogue.all())
        .allSatisfy(invariant -> assertThat(invariant.card().meaning()).endsWith("."));
  }

  @Test
  void whatIsNotChangedIsHeld() {
    Recipe recipe = SampleRecipes.sgd();
    Change change = SampleRecipes.batch(recipe, 256, 1000);
    Readings readings = new Readings(List.of(new Reading(0.5, 100, 0, 1, 0, 5, 0)));
    assertThat(new Invariants(change, readings).table(recipe, recipe, recipe))
        .hasSize(8)
        .allSatisfy(
            row -> {
              assertThat(row.held()).isTrue();
              assertThat(row.controlled()).isEqualTo(row.baseline());
            });
  }

  @Test
  void whereLayersHaveRatesOfTheirOwnNothingIsSaidOfOneRate() {
    Recipe mlp = SampleRecipes.sgd();
    Recipe wide =
        mlp.withModel(mlp.model().withParametrization(new ParametrizationRecipe.MaximalUpdate(1)));
    assertThat(wide.model().hasOneRate()).isFalse();
    assertThat(table(wide, 256, 0.4))
        .extracting(InvariantRow::name)
        .contains("number of steps", "decay timescale")
        .doesNotContain(
            "SGD noise scale",
            "sharpness over its stability threshold",
            "largest distance",
            "adaptive noise scale");
  }
}
