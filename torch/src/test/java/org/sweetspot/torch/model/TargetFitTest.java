package org.sweetspot.torch.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sweetspot.data.ClassLabels;
import org.sweetspot.data.DataSet;
import org.sweetspot.data.Examples;
import org.sweetspot.data.InputArray;
import org.sweetspot.data.Numbers;
import org.sweetspot.data.RealTargets;
import org.sweetspot.data.Targets;
import org.sweetspot.recipe.LossRecipe;

/** What outputs are taken for beside the targets, and what is said where they could be more. */
class TargetFitTest {
  private static final TargetFit.OutputSigns NONE = new TargetFit.OutputSigns(false, false);

  private static DataSet data(Targets targets) {
    Examples two = with(2, targets);
    return new DataSet("d", "", false, two, with(0, empty(targets)), with(0, empty(targets)));
  }

  private static Examples with(int count, Targets targets) {
    Numbers x = Numbers.of(new double[count]);
    return new Examples(
        count, List.of(new InputArray("x", List.of(1), InputArray.Kind.REAL, x)), targets);
  }

  private static Targets empty(Targets targets) {
    return targets instanceof ClassLabels labels
        ? new ClassLabels(ints(), labels.shape(), labels.classes(), List.of())
        : new RealTargets(Numbers.of(new double[0]), targets.shape());
  }

  private static Fitted fit(Targets targets, Optional<LossRecipe> asked, long... shape) {
    return new TargetFit(asked, data(targets), shape, NONE, "m.pt").fit(2);
  }

  private static ClassLabels labels(int classes, int... labels) {
    return new ClassLabels(ints(labels), List.of(labels.length / 2), classes, List.of());
  }

  private static IntBuffer ints(int... numbers) {
    IntBuffer all =
        ByteBuffer.allocateDirect(Integer.BYTES * numbers.length)
            .order(ByteOrder.nativeOrder())
            .asIntBuffer();
    for (int i = 0; i < numbers.length; i++) {
      all.put(i, numbers[i]);
    }
    return all;
  }

  @Test
  void whereClassesMayLieAlongTwoAxesThatIsSaid() {
    ClassLabels three = labels(3, 0, 1, 2, 2, 1, 0);
    Fitted square = fit(three, Optional.empty(), 2, 3, 3);
    assertThat(square.view().arrangement()).isEqualTo(OutputView.Arrangement.ROWS);
    assertThat(square.why())
        .contains("along the last axis, and might lie along the second one")
        .contains("[2, 3, 3]");

    assertThat(fit(three, Optional.empty(), 2, 3, 4).why()).doesNotContain("might lie");
    Fitted second = fit(three, Optional.empty(), 2, 4, 3);
    assertThat(second.view().arrangement()).isEqualTo(OutputView.Arrangement.CHANNELS);
    assertThat(second.why()).doesNotContain("might lie");
  }

  @Test
  void missingOnesAmongSeveralLabelsAreRefusedWhateverTheirType() {
    RealTargets reals = new RealTargets(Numbers.of(1.0, 0, -100, 0, 1, 1), List.of(3));
    for (Targets targets : List.of(reals, labels(2, 1, 0, -1, 0, 1, 1))) {
      assertThatThrownBy(() -> fit(targets, Optional.empty(), 2, 3))
          .hasMessageContaining("expected 0 or 1 for each of the outputs")
          .hasMessageContaining("some are missing")
          .hasMessageContaining("measure in Python");
    }
    Optional<LossRecipe> squared = Optional.of(new LossRecipe(LossRecipe.Kind.SQUARED, 0));
    assertThat(fit(reals, squared, 2, 3).loss().kind()).isEqualTo(LossRecipe.Kind.SQUARED);
  }
}
