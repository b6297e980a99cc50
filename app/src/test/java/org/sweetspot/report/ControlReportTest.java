package org.sweetspot.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sweetspot.control.ControlResult;

@Tag("heavy")
class ControlReportTest {
  private static final Pattern LOADS =
      Pattern.compile(
          "<(?:script|img|iframe|object|embed|link|source|video|audio)[^>]*\\b(?:src|href|data)=\"(?!data:,)",
          Pattern.CASE_INSENSITIVE);

  static List<ControlResult> results() {
    return OddResults.all();
  }

  @Test
  void putsTheVerdictFirst() {
    String html = ControlReport.html(SampleResults.ordinary(), SampleResults.YAML);

    assertThat(html).contains("<h1>A batch of 512 instead of 16 costs 4.1 points");
    assertThat(html.indexOf("<h1>")).isLessThan(html.indexOf("id=\"answer\"")).isPositive();
    assertThat(
            List.of(
                "answer", "loop", "gap", "curves", "biases", "tried", "numbers", "recipe",
                "reading"))
        .isSortedAccordingTo(
            (a, b) -> Integer.compare(html.indexOf("id=\"" + a), html.indexOf("id=\"" + b)));
  }

  @Test
  void putsAnUnfinishedBaselineInTheHeadline() {
    String html = ControlReport.html(OddResults.unfinished(), SampleResults.YAML);

    assertThat(html)
        .contains("<h1>First: the baseline is not trained to its end.</h1>")
        .contains("still rises by 3.4 points")
        .contains("A batch of 512 instead of 16 costs 4.1 points");
  }

  @Test
  void showsThePlanAsLinesOfALoopAndTheArmAtEqualCost() {
    String html = ControlReport.html(SampleResults.ordinary(), SampleResults.YAML);

    assertThat(html)
        .contains("The plan in your loop", "batch_size = 512  # was 16\nlr = 0.28  # was 0.05\n")
        .contains("Equal cost", "+0.5 (+0.1 to +0.9) points against the baseline.")
        .contains("The same cost spent on the baseline gives");
  }

  @ParameterizedTest
  @MethodSource("results")
  void loadsNothingFromAnywhere(ControlResult result) {
    String html = ControlReport.html(result, SampleResults.YAML);

    // The libraries hold such text inside strings; the page's policy keeps it from loading.
    String markup = html.replaceAll("(?s)(<script[^>]*>).*?</script>", "$1</script>");
    assertThat(markup.length()).isBetween(10_000, html.length() - 800_000);
    assertThat(LOADS.matcher(markup).find()).isFalse();
    assertThat(markup).doesNotContain("@import", "url(");
    assertThat(html).doesNotContain("sourceMappingURL");
    assertThat(html)
        .contains("default-src &#39;none&#39;")
        .doesNotContain("unsafe-inline", "unsafe-eval");
  }

  @ParameterizedTest
  @MethodSource("results")
  void staysBelowOneAndAHalfMegabytes(ControlResult result) {
    String html = ControlReport.html(result, SampleResults.YAML);

    assertThat(html.getBytes(StandardCharsets.UTF_8).length).isLessThan(1_500_000);
  }

  @Test
  void escapesEverythingThatComesFromOutside() {
    String attack = SampleResults.ATTACK;
    String html = ControlReport.html(OddResults.hostile(), attack);

    assertThat(html).doesNotContain(attack).doesNotContain("<script>alert", "<img src=x");
    assertThat(html).contains(Html.escape(attack));
    // The five scripts of the page itself: data, three libraries, its own code; and no other.
    assertThat(html.split("<script", -1)).hasSize(6);
    assertThat(html.split("</script", -1)).hasSize(6);
  }

  @Test
  void saysSoWhenTheGapMayBeZero() {
    String html = ControlReport.html(OddResults.withoutGap(), SampleResults.YAML);

    assertThat(html).contains("cannot tell whether the change costs anything");
  }

  @Test
  void saysSoWhenNothingWasTried() {
    assertThat(ControlReport.html(OddResults.withoutCorrections(), SampleResults.YAML))
        .contains("No correction was tried.");
  }

  @Test
  void countsDivergedRunsAndNamesMissingNumbers() {
    assertThat(ControlReport.html(OddResults.withDivergedRun(), SampleResults.YAML))
        .contains("1 of 5 runs diverged.");
    String html = ControlReport.html(OddResults.withoutNumbers(), SampleResults.YAML);
    assertThat(html).contains(Numbers.NONE, "The gap could not be computed.");
    assertThat(html.substring(0, html.indexOf("<script"))).doesNotContain("NaN", "Infinity");
  }
}
