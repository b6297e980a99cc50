package org.sweetspot.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sweetspot.control.ControlResult;

class ControlTextTest {
  @Test
  void beginsWithTheVerdict() {
    String text = ControlText.of(SampleResults.ordinary(), 200);

    assertThat(text)
        .startsWith(
            "Going from batch 16 to 512 costs 4.1 points of test accuracy; the plan wins back 83%"
                + " of it.\n");
    assertThat(text).containsPattern("Whole gap +4\\.1 +\\(3\\.2 to 5\\.0\\)");
    assertThat(text).containsPattern("Linear learning rate with warm-up +-0\\.6 .*no effect");
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
            result.recovered(),
            result.corrections(),
            result.invariants(),
            result.shifts(),
            result.plan(),
            "",
            List.of("all \u001b[2J gone"),
            result.provenance());

    assertThat(ControlText.of(steering, 80)).startsWith("all [2J gone\n").doesNotContain("\u001b");
  }

  @Test
  void saysSoWhenTheGapMayBeZero() {
    assertThat(ControlText.of(OddResults.withoutGap(), 200)).contains("holds zero");
    assertThat(ControlText.of(SampleResults.ordinary(), 200)).doesNotContain("holds zero");
  }
}
