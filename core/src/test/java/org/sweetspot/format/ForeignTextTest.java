package org.sweetspot.format;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ForeignTextTest {
  @Test
  void whatSteersATerminalOrEndsALineIsShownAsAnEscape() {
    assertThat(ForeignText.shown("layer.weight äö 漢字 😀")).isEqualTo("layer.weight äö 漢字 😀");
    assertThat(ForeignText.shown("a\u001b[2Jb\nc\td\r")).isEqualTo("a\\u001b[2Jb\\nc\\td\\u000d");
    assertThat(ForeignText.shown("\u202ea\u2028b\u009bc\ud800"))
        .isEqualTo("\\u202ea\\u2028b\\u009bc\\ud800");
  }

  @Test
  void refusalsShowWhatAFileSaysWithinTheirLines() {
    FormatException refused =
        new FormatException("x.pt, tensor a\n  fix: rm -rf", "one", "\u001b[31mtwo", "copy it");
    assertThat(String.valueOf(refused.getMessage()).lines()).hasSize(2);
    assertThat(refused.getMessage()).contains("\\n  fix: rm").contains("\\u001b[31mtwo");
  }
}
