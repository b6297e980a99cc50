package org.sweetspot.control.layer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.sweetspot.precision.Operand;
import org.sweetspot.recipe.PrecisionRecipe;
import org.sweetspot.recipe.RecipeReader;
import org.sweetspot.recipe.SparsityRecipe;
import org.sweetspot.recipe.TrainingRecipe;
import org.sweetspot.vector.ParameterGroup;
import org.sweetspot.vector.ParameterGroup.Role;

class ChangedLayersTest {
  private static final TrainingRecipe PLAIN =
      RecipeReader.parse(
              "a.yaml",
              """
              name: a
              data: {source: digits}
              model: linear
              training: {batch: 12, optimizer: {kind: sgd, rate: 0.1}, budget: 1 epochs}
              """)
          .training();
  private static final PrecisionRecipe MXFP4 = PrecisionRecipe.of(PrecisionRecipe.Kind.MXFP4);
  private static final List<ParameterGroup> GROUPS =
      List.of(
          new ParameterGroup("stage1.first.weight", Role.WEIGHT, 0, List.of(4L, 4L)),
          new ParameterGroup("stage1.first.bias", Role.BIAS, 16, List.of(4L)),
          new ParameterGroup("dense1.weight", Role.WEIGHT, 20, List.of(4L, 4L)),
          new ParameterGroup("dense1.normalization.scale", Role.NORMALIZATION, 36, List.of(4L)),
          new ParameterGroup("dense10.weight", Role.WEIGHT, 40, List.of(4L, 4L)),
          new ParameterGroup("output.weight", Role.WEIGHT, 56, List.of(4L, 4L)));

  @Test
  void layersAreWeightsThatTheChangeDoesNotKeep() {
    assertThat(ChangedLayers.of(PLAIN.withPrecision(MXFP4), GROUPS).names())
        .containsExactly("stage1.first", "dense1", "dense10", "output");
    assertThat(ChangedLayers.of(PLAIN.withPrecision(MXFP4.withKeep("output")), GROUPS).names())
        .containsExactly("stage1.first", "dense1", "dense10");
    assertThat(ChangedLayers.of(PLAIN, GROUPS).names()).isEmpty();
  }

  @Test
  void attentionsProductsAreLayersOfFormatsAlone() {
    List<ParameterGroup> groups =
        List.of(
            new ParameterGroup("block1.attention.mixed.weight", Role.WEIGHT, 0, List.of(4L, 4L)),
            new ParameterGroup("block1.attention.output.weight", Role.WEIGHT, 16, List.of(4L, 4L)),
            new ParameterGroup("output.weight", Role.WEIGHT, 32, List.of(4L, 4L)));
    List<String> attention = List.of("block1.attention.scores", "block1.attention.context");
    ChangedLayers layers = ChangedLayers.of(PLAIN.withPrecision(MXFP4), groups, attention);
    assertThat(layers.names())
        .containsExactly(
            "block1.attention.mixed",
            "block1.attention.scores",
            "block1.attention.context",
            "block1.attention.output",
            "output");
    PrecisionRecipe alone = layers.alone().get(1).training().precision();
    assertThat(alone.keeps("block1.attention.scores")).isFalse();
    assertThat(alone.keeps("block1.attention.context")).isTrue();
    assertThat(alone.keeps("block1.attention.mixed.weight")).isTrue();
    PrecisionRecipe scores = MXFP4.withKeep("mixed|scores");
    assertThat(ChangedLayers.of(PLAIN.withPrecision(scores), groups, attention).names())
        .containsExactly("block1.attention.context", "block1.attention.output", "output");
    TrainingRecipe sparse =
        PLAIN.withSparsity(SparsityRecipe.of(SparsityRecipe.Kind.MAGNITUDE, "2:4"));
    assertThat(ChangedLayers.of(sparse, groups, attention).names())
        .containsExactly("block1.attention.mixed", "block1.attention.output", "output");
  }

  @Test
  void oneLayerAloneIsChangedAndItsNamesakesAreNot() {
    ChangedLayers layers = ChangedLayers.of(PLAIN.withPrecision(MXFP4), GROUPS);
    for (int i = 0; i < layers.names().size(); i++) {
      ChangedPart part = layers.alone().get(i);
      assertThat(part.name()).isEqualTo(layers.names().get(i));
      PrecisionRecipe precision = part.training().precision();
      for (String other : layers.names()) {
        assertThat(precision.operands().orElseThrow().keeps(other + ".weight"))
            .isEqualTo(!other.equals(part.name()));
      }
    }
  }

  @Test
  void whatIsKeptAlreadyStaysKept() {
    ChangedLayers layers =
        ChangedLayers.of(
            PLAIN
                .withPrecision(MXFP4.withKeep("^output"))
                .withSparsity(SparsityRecipe.of(SparsityRecipe.Kind.MAGNITUDE, "2:4")),
            GROUPS);
    TrainingRecipe kept = layers.keeping(List.of("dense1"));
    assertThat(kept.precision().keep()).isEqualTo("(?:^output)|^(dense1)([.]|$)");
    assertThat(kept.precision().keeps("output.weight")).isTrue();
    assertThat(kept.precision().keeps("dense1.weight")).isTrue();
    assertThat(kept.precision().keeps("dense10.weight")).isFalse();
    assertThat(kept.sparsity().keep()).isEqualTo("^(dense1)([.]|$)");
    assertThat(layers.keeping(List.of())).isEqualTo(layers.changed());
  }

  @Test
  void oneOperandAloneIsQuantized() {
    List<ChangedPart> parts = ChangedLayers.of(PLAIN.withPrecision(MXFP4), GROUPS).operands();
    assertThat(parts)
        .extracting(ChangedPart::name)
        .containsExactly(
            "forward-input",
            "forward-weight",
            "back-delta",
            "back-weight",
            "update-delta",
            "update-input");
    assertThat(parts.get(2).training().precision().operands().orElseThrow().quantizers())
        .containsOnlyKeys(Operand.BACK_DELTA);
    assertThat(
            ChangedLayers.of(
                    PLAIN.withSparsity(SparsityRecipe.of(SparsityRecipe.Kind.MAGNITUDE, "2:4")),
                    GROUPS)
                .operands())
        .isEmpty();
  }
}
