package org.sweetspot.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class PlainWriterTest {
  @Test
  void whatSteersATerminalIsShownAndTheRestPassesThrough() {
    StringWriter written = new StringWriter();
    PrintWriter out = new PrintWriter(new PlainWriter(written), true);
    out.printf("%s\t%s%n", "ä漢😀 layer\u001b[2J", "\u009bx\u202e");
    out.write('\u0007');
    out.print("\u001b[1mbold\u001b[0m".toCharArray());
    out.flush();
    assertThat(written.toString())
        .isEqualTo(
            "ä漢😀 layer\\u001b[2J\t\\u009bx\\u202e"
                + System.lineSeparator()
                + "\\u0007\u001b[1mbold\u001b[0m");
  }
}
