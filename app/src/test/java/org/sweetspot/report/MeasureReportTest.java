package org.sweetspot.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.Value;
import org.sweetspot.monitor.Timeline;
import org.sweetspot.monitor.Timeline.Point;

class MeasureReportTest {
  private static ProfileEntry entry(Measurement answer) {
    return new ProfileEntry("How sharp?", "title", "A question?", "How it reads.", answer);
  }

  private static String html(String title, List<Measurement> answers) {
    return MeasureReport.profile(
        title,
        Map.of("seed", "7"),
        List.of(),
        answers.stream().map(MeasureReportTest::entry).toList(),
        List.of());
  }

  @Test
  void saysWhatEveryMeasureFoundAndMeans() {
    String html = html("run 1", SampleMeasures.measures(1));

    assertThat(html)
        .contains("<h1>run 1</h1>", "3.10 \u00b1 0.0200", "A question? How it reads.")
        .contains(
            "1 without an answer here", "the problem shows no outputs", "<h2 id=\"topic1-title\"")
        .contains("4 of 5 measures", "Golub and Welsch 1969", "<dd>7</dd>")
        .contains("Control without the effect: random labels: 41", "All values of spectrum");
  }

  @Test
  void carriesNoScriptWithoutPictures() {
    String html = html("run", List.of(SampleMeasures.measure("one", Value.of(1), null, "")));

    assertThat(html).contains("script-src &#39;none&#39;").doesNotContain("<script");
  }

  @Test
  void listsEveryRowOfACurve() {
    Value.Columns density = new Value.Columns(Map.of("density", List.of(0.25, 0.125, 12345678.9)));
    String html =
        html("run 1", List.of(SampleMeasures.measure("hessian-density", density, null, "")));

    assertThat(html).contains("3 rows of density", "All values of hessian-density", "1.23e7");
  }

  @Test
  void drawsEveryMonitorAndStillLoadsNothing() {
    List<Timeline> lines =
        List.of(
            new Timeline(
                "sharpness",
                "lambda-max",
                "mean loss over 64 examples",
                List.of(new Point(0, 11, 0.5, false), new Point(10, 37.5, 4, true))),
            new Timeline("sharpness", "edge-ratio", "", List.of(new Point(10, 0.9375, 0, false))),
            new Timeline("weight-norm", "norm", "", List.of(new Point(0, 3, 0, false))));

    String html = MeasureReport.profile("run", Map.of(), List.of(), List.of(), lines);

    assertThat(html)
        .contains("What happened during training", "mean loss over 64 examples")
        .contains("data-chart=\"timeline-sharpness\"", "data-chart=\"timeline-weight-norm\"")
        .contains("{\"series\":\"lambda-max\",\"x\":10,\"y\":37.5}")
        // A number that one reading lacks leaves a gap.
        .contains("{\"series\":\"edge-ratio\",\"x\":10,\"y\":0.9375}")
        .doesNotContain("{\"series\":\"edge-ratio\",\"x\":0,")
        .contains("37.5", "not precise enough", "default-src &#39;none&#39;");
    // The libraries hold such text inside strings.
    assertThat(html.replaceAll("(?s)(<script[^>]*>).*?</script>", "$1</script>"))
        .doesNotContain("href=\"http", "<img", " src=", "@import", "url(");
    assertThat(MeasureReport.profile("run", Map.of(), List.of(), List.of(), List.of()))
        .doesNotContain("What happened during training");
  }

  @Test
  void confidenceAndAccuracyOverTimeAreCurvesAndNoReliabilityDiagram() {
    String html =
        timelines(line("margin", "accuracy", 0.1, 0.9), line("margin", "confidence", 0.2, 0.8));

    assertThat(html)
        .contains("data-chart=\"timeline-margin\"")
        .contains("{\"series\":\"confidence\",\"x\":10,\"y\":0.8}");
  }

  @Test
  void curvesThatWouldFlattenEachOtherHaveAPictureEach() {
    String apart =
        timelines(line("noise", "scale", 900, 1000), line("noise", "square", -0.01, 0.02));
    String margin = timelines(line("margin", "accuracy", 0.5, 1), line("margin", "margin", 5, 12));
    String together =
        timelines(line("noise", "scale", 900, 1000), line("noise", "square", 0.01, 0.02));

    assertThat(apart)
        .contains("data-chart=\"timeline-noise-scale\"", "data-chart=\"timeline-noise-square\"")
        .doesNotContain("data-chart=\"timeline-noise\"");
    assertThat(margin).contains("data-chart=\"timeline-margin-accuracy\"");
    // Above zero a logarithmic axis holds both.
    assertThat(together).contains("data-chart=\"timeline-noise\"");
  }

  private static Timeline line(String monitor, String figure, double first, double last) {
    return new Timeline(
        monitor, figure, "", List.of(new Point(0, first, 0, false), new Point(10, last, 0, false)));
  }

  private static String timelines(Timeline... lines) {
    return MeasureReport.profile("run", Map.of(), List.of(), List.of(), List.of(lines));
  }

  @Test
  void theAnswerComesFirstAndPicturesBeforeTables() {
    String html =
        MeasureReport.profile(
            "run",
            Map.of(),
            List.of(
                new SummaryLine(
                    "Is it good?", SummaryLine.Verdict.ACT, "Not yet.", "Train on.", List.of())),
            SampleProfile.entries(),
            List.of());
    assertThat(html.indexOf("Not yet."))
        .isPositive()
        .isLessThan(html.indexOf("Train on."))
        .isLessThan(html.indexOf("What is there to see?"));
    String topic = html.substring(html.indexOf("id=\"topic1\""));
    assertThat(topic.indexOf("<figure")).isPositive().isLessThan(topic.indexOf("<table"));
  }

  @Test
  void escapesWhatItIsGiven() {
    String attack = SampleResults.ATTACK;
    String html =
        MeasureReport.profile(
            attack,
            Map.of(attack, attack),
            List.of(
                new SummaryLine(attack, SummaryLine.Verdict.ACT, attack, attack, List.of(attack))),
            List.of(
                new ProfileEntry(
                    attack,
                    attack,
                    attack,
                    attack,
                    SampleMeasures.measure(attack, Value.of(1), null, attack))),
            List.of());

    assertThat(html).doesNotContain("<script", "<img").contains(Html.escape(attack));
  }
}
