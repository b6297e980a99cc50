package org.sweetspot.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.sweetspot.measure.Value;

class MeasureReportTest {
  private static final Map<String, String> MEANING =
      Map.of("curvature/top", "How sharply the loss rises.");

  @Test
  void saysWhatEveryMeasureFoundAndMeans() {
    String html =
        MeasureReport.html("run 1", Map.of("seed", "7"), SampleResults.measures(1), MEANING);

    assertThat(html)
        .contains("<h1>run 1</h1>", "3.10 \u00b1 0.0200", "How sharply the loss rises.")
        .contains("not applicable", "4 of 5 measures", "Golub and Welsch 1969", "<dd>7</dd>")
        .contains("All values of spectrum")
        .doesNotContain("<script");
    assertThat(html).contains("script-src &#39;none&#39;");
  }

  @Test
  void listsEveryRowOfACurve() {
    Value.Columns density = new Value.Columns(Map.of("density", List.of(0.25, 0.125, 12345678.9)));
    String html =
        MeasureReport.html(
            "run 1",
            Map.of(),
            List.of(SampleResults.measure("hessian-density", density, null, "")),
            Map.of());

    assertThat(html).contains("3 rows of density", "All values of hessian-density", "1.23e7");
  }

  @Test
  void comparesSecondWithFirst() {
    String html =
        MeasureReport.comparison(
            "two runs",
            Map.of(),
            "before",
            List.of(SampleResults.measure("a", Value.of(2), null, "")),
            "after",
            List.of(
                SampleResults.measure("a", Value.of(8), null, ""),
                SampleResults.measure("b", Value.of(1), null, "")),
            Map.of());

    assertThat(html).contains(">before<", ">after<", ">6<", ">\u00d74.00<", "not measured");
  }

  @Test
  void escapesWhatItIsGiven() {
    String attack = SampleResults.ATTACK;
    String html =
        MeasureReport.html(
            attack,
            Map.of(attack, attack),
            List.of(SampleResults.measure(attack, Value.of(1), null, attack)),
            Map.of(attack, attack));

    assertThat(html).doesNotContain("<script", "<img").contains(Html.escape(attack));
  }
}
