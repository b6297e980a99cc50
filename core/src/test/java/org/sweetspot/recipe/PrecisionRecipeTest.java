package org.sweetspot.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sweetspot.precision.Operand;
import org.sweetspot.precision.Operands;
import org.sweetspot.precision.Quantizers;
import org.sweetspot.precision.RealFormat;
import org.sweetspot.recipe.PrecisionRecipe.Kind;

/** Formats that are simulated and formats that are real. */
class PrecisionRecipeTest {
  @Test
  void aRealKindIsTheSimulatedOneComputedByTheEngine() {
    for (RealFormat format : RealFormat.values()) {
      Kind kind = format == RealFormat.BFLOAT16 ? Kind.REAL_BFLOAT16 : Kind.REAL_HALF;
      PrecisionRecipe real = PrecisionRecipe.of(kind).withKeep("^output");
      Operands operands = real.operands().orElseThrow();
      assertThat(operands.real()).contains(format);
      assertThat(operands.keeps("output.weight")).isTrue();
      Operands simulated = real.simulated().operands().orElseThrow();
      assertThat(simulated.real()).isEmpty();
      assertThat(operands.quantizers()).isEqualTo(simulated.quantizers());
      assertThat(operands.attention()).isEqualTo(simulated.quantizers());
      for (Operand operand : Operand.values()) {
        assertThat(operands.of(operand)).contains(format.quantizer());
      }
    }
    assertThat(PrecisionRecipe.of(Kind.NVFP4).simulated())
        .isEqualTo(PrecisionRecipe.of(Kind.NVFP4));
  }

  @Test
  void anOperandOfARealFormatHasNoOther() {
    PrecisionRecipe real = PrecisionRecipe.of(Kind.REAL_BFLOAT16);
    for (Operand operand : Operand.values()) {
      assertThatThrownBy(() -> real.with(Map.of(operand, "nvfp4")))
          .isInstanceOf(InvalidValueException.class)
          .hasMessageContaining("usual");
    }
    var one = Map.of(Operand.BACK_DELTA, Quantizers.named("bfloat16").orElseThrow());
    assertThatThrownBy(
            () -> new Operands(one, one, Optional.empty(), Optional.of(RealFormat.BFLOAT16)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("each of the six operands");
  }

  @Test
  void sparseDerivativesOfARealFormatStayInIt() {
    Operands formats = PrecisionRecipe.of(Kind.REAL_HALF).operands().orElseThrow();
    Operands sparse = SparsityRecipe.NONE.withGradients("1:2", 1).operands(formats);
    assertThat(sparse.real()).contains(RealFormat.HALF);
    assertThat(sparse.of(Operand.UPDATE_DELTA)).isNotEqualTo(formats.of(Operand.UPDATE_DELTA));
    assertThat(sparse.attention()).isEqualTo(formats.quantizers());
  }
}
