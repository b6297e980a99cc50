package org.sweetspot.control.correction;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.sweetspot.control.change.Change;
import org.sweetspot.control.probe.Reading;
import org.sweetspot.control.probe.Readings;
import org.sweetspot.precision.Operand;
import org.sweetspot.recipe.ChangeRecipe;
import org.sweetspot.recipe.PrecisionRecipe;
import org.sweetspot.recipe.Recipe;
import org.sweetspot.recipe.RecipeReader;

/** Where the corrections of fewer bits spend them. */
class PrecisionCorrectionsTest {
  @Test
  void forwardProductsOfFourBitsBecomeOnesOfEightAndNothingElseChanges() {
    PrecisionRecipe finer = only(new FinerForward(), "nvfp4");

    assertThat(finer.quantizer(Operand.FORWARD_INPUT)).isEqualTo("mxfp8");
    assertThat(finer.quantizer(Operand.FORWARD_WEIGHT)).isEqualTo("mxfp8");
    assertThat(finer.quantizer(Operand.BACK_WEIGHT)).isEqualTo("nvfp4");
    assertThat(finer.quantizer(Operand.UPDATE_DELTA)).isEqualTo("nvfp4+stochastic");
    assertThat(only(new FinerForward(), "luq").quantizer(Operand.FORWARD_INPUT)).isEqualTo("int8");
    assertThat(proposed(new FinerForward(), "fp8")).isEmpty();
  }

  @Test
  void layersAreKeptByTheNamesOfTheirWeights() {
    List<Proposal> proposals = proposed(new KeptLayers(), "fp8");

    assertThat(proposals).hasSize(2);
    var both = precision(proposals.get(0)).operands().orElseThrow();
    assertThat(both.keeps("dense1.weight")).isTrue();
    assertThat(both.keeps("output.weight")).isTrue();
    assertThat(both.keeps("dense2.weight")).isFalse();
    var last = precision(proposals.get(1)).operands().orElseThrow();
    assertThat(last.keeps("dense1.weight")).isFalse();
    assertThat(last.keeps("output.weight")).isTrue();
    assertThat(proposed(new KeptLayers(), "{kind: fp8, keep: output}")).isEmpty();
  }

  @Test
  void ofTransformersAttentionIsKeptTooAndOfResidualNetworksTheStem() {
    String transformer = "{kind: transformer, width: 8, heads: 2, layers: 2}";
    List<Proposal> proposals = proposed(new KeptLayers(), transformer, "fp8");
    assertThat(proposals).hasSize(3);
    var attention = precision(proposals.get(0)).operands().orElseThrow();
    assertThat(attention.keeps("block2.attention.scores")).isTrue();
    assertThat(attention.keeps("block1.attention.context")).isTrue();
    assertThat(attention.keeps("block1.attention.mixed.weight")).isFalse();
    var both = precision(proposals.get(1)).operands().orElseThrow();
    assertThat(both.keeps("block1.attention.mixed.weight")).isTrue();
    assertThat(both.keeps("block2.attention.mixed.weight")).isFalse();
    assertThat(both.keeps("output.weight")).isTrue();
    assertThat(both.keeps("block1.attention.output.weight")).isFalse();

    String residual = "{kind: residual, channels: 4, blocks: [1, 1]}";
    var stem = precision(proposed(new KeptLayers(), residual, "fp8").get(0)).operands();
    assertThat(stem.orElseThrow().keeps("stem.weight")).isTrue();
    assertThat(stem.orElseThrow().keeps("stage1.block1.first.weight")).isFalse();
  }

  @Test
  void onlyRoundingAtRandomIsAveragedOrRotated() {
    List<Proposal> proposals = proposed(new QuieterGradients(), "nvfp4");

    assertThat(proposals)
        .extracting(p -> precision(p).quantizer(Operand.UPDATE_INPUT))
        .containsExactly("nvfp4+stochastic+draws=2", "nvfp4+stochastic+rotated");
    assertThat(proposals)
        .allMatch(p -> precision(p).quantizer(Operand.FORWARD_INPUT).equals("nvfp4"));
    assertThat(proposed(new QuieterGradients(), "nvfp4-nearest")).isEmpty();
  }

  private static PrecisionRecipe only(Correction correction, String precision) {
    List<Proposal> proposals = proposed(correction, precision);
    assertThat(proposals).hasSize(1);
    return precision(proposals.get(0));
  }

  private static PrecisionRecipe precision(Proposal proposal) {
    return proposal.corrected().training().precision();
  }

  private static List<Proposal> proposed(Correction correction, String precision) {
    return proposed(correction, "{kind: mlp, hidden: [64, 64]}", precision);
  }

  private static List<Proposal> proposed(Correction correction, String model, String precision) {
    Recipe recipe =
        RecipeReader.parse(
            "a.yaml",
            """
            name: a
            data: {source: %s, split: {train: 400, validation: 300, test: 500}}
            model: %s
            training: {batch: 8, optimizer: {kind: sgd, rate: 0.05}, budget: 20 epochs}
            """
                .formatted(
                    model.contains("transformer")
                        ? "{kind: text, files: [a.txt], context: 32}"
                        : "digits",
                    model));
    Change change =
        Change.of(
            recipe.withControl(
                recipe
                    .control()
                    .withChange(ChangeRecipe.parse(List.of("training.precision=" + precision)))),
            any -> 400);
    return correction.propose(
        new Situation(
            change, new Readings(List.of(new Reading(0, 4, 0.1, 0.5, 0.1, 3, 0.01)), 5000), 4),
        change.alone());
  }
}
