package org.sweetspot.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The README shows what the program prints today, and its numbers belong to one experiment. */
class ReadmeOutputTest {
  private static final Path README = Path.of("..", "README.md");

  private static String shown() throws IOException {
    String readme = Files.readString(README);
    Matcher block =
        Pattern.compile(
                "<!-- OUTPUT.*?-->\\s*```\\n(.*?)```\\s*<!-- END OUTPUT -->", Pattern.DOTALL)
            .matcher(readme);
    assertThat(block.find()).as("the block between OUTPUT and END OUTPUT").isTrue();
    return block.group(1);
  }

  /** Words alone: numbers, names in brackets and line ends do not count. */
  private static String skeleton(String text) {
    return text.replaceAll("\\s+", " ")
        .replaceAll("\\([^()]*\\)", "()")
        .replaceAll("-?\\d+(\\.\\d+)?%?", "#")
        .strip();
  }

  private static List<String> headings(String text) {
    return text.lines()
        .filter(line -> !line.isEmpty() && !line.startsWith(" ") && !line.endsWith("."))
        .map(line -> line.replaceAll("\\d+%", "#"))
        .filter(
            line ->
                line.startsWith("Change these")
                    || line.startsWith("Test accuracy (")
                    || line.startsWith("What "))
        .filter(line -> !line.startsWith("What this experiment"))
        .toList();
  }

  @Test
  void theHeadingsAreTheProgramsInItsOrder() throws IOException {
    List<String> printed = headings(ControlText.of(SampleResults.ordinary(), 100));
    assertThat(printed).hasSizeGreaterThan(4);
    // Two tables are left out there and announced in brackets.
    assertThat(headings(shown()))
        .isNotEmpty()
        .isEqualTo(
            printed.stream().filter(line -> !line.startsWith("What the recipes fix")).toList());
  }

  @Test
  void theSentencesAreThoseOfTheVerdict() throws IOException {
    String shown = skeleton(shown().substring(0, shown().indexOf("Change these lines")));
    List<String> sentences = ControlVerdict.of(SampleResults.ordinary());
    // The sample, too, is a gap with both parts and a plan that costs more than the baseline.
    assertThat(shown).startsWith(skeleton(String.join(" ", sentences.subList(0, 3))));
    assertThat(shown)
        .contains("The plan (learning rate # (), # epochs) wins back # of the gap ()")
        .contains(skeleton(sentences.get(4)))
        .contains("The same cost spent on the baseline gives #,");
  }

  @Test
  void theNumbersBelongToOneExperiment() throws IOException {
    String text = shown();
    double baseline = number(text, "Baseline +([0-9.]+)%");
    double changed = number(text, "Changed +([0-9.]+)%");
    double controlled = number(text, "Controlled +([0-9.]+)%");
    double matched = number(text, "Step-matched +([0-9.]+)%");
    double gap = number(text, "Whole gap +([0-9.]+)");
    // Each is rounded to a tenth, so sums of two are right to 0.15.
    assertThat(gap).isCloseTo(baseline - changed, within(0.151));
    assertThat(number(text, "Under-training +([0-9.]+)"))
        .isCloseTo(matched - changed, within(0.151));
    assertThat(number(text, "Gap at equal steps +([0-9.]+)"))
        .isCloseTo(baseline - matched, within(0.151));
    assertThat(number(text, "Won back by the plan +([0-9]+)%") / 100 * gap)
        .isCloseTo(controlled - changed, within(0.2));
    assertThat(text)
        .startsWith("A batch of 64 instead of 4 costs " + gap + " points")
        .contains("batch_size = 64  # was 4");
  }

  private static double number(String text, String pattern) {
    Matcher found = Pattern.compile(pattern).matcher(text);
    assertThat(found.find()).as(pattern).isTrue();
    return Double.parseDouble(found.group(1));
  }
}
