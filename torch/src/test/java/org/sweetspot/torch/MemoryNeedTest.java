package org.sweetspot.torch;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.sweetspot.problem.RefusedException;
import org.sweetspot.recipe.EngineRecipe;
import org.sweetspot.recipe.ModelRecipe;
import org.sweetspot.recipe.NormalizationRecipe;
import org.sweetspot.vector.Precision;

class MemoryNeedTest {
  private static final EngineRecipe FLOAT =
      new EngineRecipe(EngineRecipe.Device.CPU, Precision.FLOAT, 1);

  @Test
  void whatCannotFitIsRefusedWithItsBytes() {
    // Five vectors of four bytes each: 20 GB for a billion parameters, 8 of them in Java.
    assertThatCode(() -> MemoryNeed.check(1e9, FLOAT, 20e9, 8e9)).doesNotThrowAnyException();
    assertThatThrownBy(() -> MemoryNeed.check(1.01e9, FLOAT, 20e9, 1e12))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("where 20.0 GB are available")
        .hasMessageContaining("1.010e+09 parameters, which take at least 20.2 GB");
    assertThatThrownBy(() -> MemoryNeed.check(1e9, FLOAT, 1e12, 7e9))
        .hasMessageContaining("7.00 GB are available to Java")
        .hasMessageContaining("-Xmx");
    assertThatThrownBy(() -> MemoryNeed.check(3e9, FLOAT, 1e12, 1e12))
        .isInstanceOf(RefusedException.class);
  }

  @Test
  void aModelLargerThanAnyMachineIsRefusedBeforeItIsBuilt() {
    ModelRecipe huge =
        new ModelRecipe.Mlp(
            List.of(2_000_000_000, 2_000_000_000),
            org.sweetspot.recipe.Activation.RELU,
            NormalizationRecipe.NONE,
            Fixtures.START);
    assertThatThrownBy(() -> Fixtures.open(huge, Fixtures.features(9)))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("fits into memory");
  }
}
