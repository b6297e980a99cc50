package org.sweetspot.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.sweetspot.control.LayerResult;

class ByLayerReportTest {
  @Test
  void thePageHasTheAnswerTheRankingTheTrialsTheOperandsAndTheRecipe() {
    String page = ByLayerReport.html(SampleLayers.ordinary(), SampleResults.YAML);
    assertThat(page)
        .contains(
            "Keep dense&lt;1&gt; as it is and change the others",
            "60% \u00b1 2%",
            "1.20 (0.70 to 1.70)",
            "1. all layers",
            "not shown to be within",
            "4. output, convolution1",
            "update-delta",
            "Left as they are: dense&lt;1&gt;.",
            "rate: 0.28")
        .doesNotContain("dense<1>");
    // Each section once, in this order.
    assertThat(page.indexOf("id=\"layers\"")).isPositive().isLessThan(page.indexOf("id=\"tried\""));
    assertThat(page.indexOf("id=\"tried\"")).isLessThan(page.indexOf("id=\"operands\""));
    assertThat(page.indexOf("id=\"operands\"")).isLessThan(page.indexOf("id=\"recipe\""));
  }

  @Test
  void oneLayerWithoutNumbersIsShownToo() {
    LayerResult result = SampleLayers.alone();
    String page = ByLayerReport.html(result, SampleResults.YAML);
    assertThat(page)
        .contains("the plan is the baseline", Numbers.NONE)
        .doesNotContain("id=\"operands\"");
  }

  /** What a terminal shows and what the page shows are the same rows. */
  @Test
  void thePageHasEveryNumberOfTheText() {
    LayerResult result = SampleLayers.ordinary();
    String page = ByLayerReport.html(result, SampleResults.YAML);
    ByLayerText.layers(result).stream()
        .flatMap(row -> row.stream().skip(1))
        .forEach(cell -> assertThat(page).contains(Html.escape(cell)));
    assertThat(page).contains(Html.escape(ByLayerText.additivity(result)));
  }
}
