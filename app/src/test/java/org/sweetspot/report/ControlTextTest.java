package org.sweetspot.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sweetspot.control.ControlResult;
import org.sweetspot.control.LoopChange;
import org.sweetspot.control.PlanFinding;
import org.sweetspot.measure.Fact;

@Tag("heavy")
class ControlTextTest {
  @Test
  void beginsWithTheVerdict() {
    String text = ControlText.of(SampleResults.ordinary(), 200);

    assertThat(text)
        .startsWith(
            "A batch of 512 instead of 16 costs 4.1 points (95% interval 3.2 to 5.0) of test"
                + " accuracy.\nOf this, 2.3 points");
    assertThat(text).containsPattern("Whole gap +4\\.1 +\\(3\\.2 to 5\\.0\\)");
    assertThat(text).containsPattern("Gap at equal steps +1\\.8 +\\(0\\.9 to 2\\.7\\)");
    assertThat(text).containsPattern("Linear rate with warm-up +-0\\.6 .*not significant");
    assertThat(text).contains("  batch_size = 512  # was 16\n  lr = 0.28  # was 0.05\n");
  }

  @ParameterizedTest
  @ValueSource(ints = {40, 60, 80, 100, 200})
  void staysWithinTheWidth(int width) {
    for (ControlResult result : OddResults.all()) {
      assertThat(ControlText.of(result, width).lines())
          .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(width));
    }
  }

  @Test
  void usesEscapeSequencesOnlyWhenAsked() {
    assertThat(ControlText.of(SampleResults.ordinary(), 80)).doesNotContain("\u001b");
    assertThat(ControlText.of(SampleResults.ordinary(), 80, true)).contains("\u001b[1m");
  }

  @Test
  void keepsNamesFromSteeringTheTerminal() {
    ControlResult result = SampleResults.ordinary();
    ControlResult steering =
        new ControlResult(
            result.change(),
            result.confidence(),
            result.arms(),
            result.gap(),
            result.recovery(),
            null,
            null,
            List.of(),
            result.invariants(),
            result.shifts(),
            List.of(Fact.of(PlanFinding.NOT_TRIED, "all \u001b[2J gone")),
            result.plan(),
            List.of(new LoopChange("", "", "", "x = 1 \u001b[2J")),
            List.of(),
            List.of(),
            result.provenance());

    assertThat(ControlText.of(steering, 80))
        .contains("all [2J gone", "x = 1  [2J")
        .doesNotContain("\u001b");
  }

  @Test
  void saysSoWhenTheGapMayBeZero() {
    assertThat(ControlText.of(OddResults.withoutGap(), 200)).contains("holds zero");
    assertThat(ControlText.of(SampleResults.ordinary(), 200)).doesNotContain("holds zero");
  }
}
