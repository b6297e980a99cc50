package org.sweetspot.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sweetspot.control.ControlResult;

/**
 * Opens reports in Chromium with the network off. Mandatory where CI or SWEETSPOT_BROWSER is set.
 */
@Tag("browser")
@Tag("heavy")
class BrowserTest {
  /** Every chart of a control report has several marks and their labels. */
  private static final int CONTROL_MARKS = 3;

  /** A curve of a profile may be one line and its band. */
  private static final int PROFILE_MARKS = 2;

  private static @Nullable Browser browser;

  @TempDir static Path folder = Path.of(".");

  @BeforeAll
  static void start() {
    boolean mandatory =
        "true".equals(System.getenv("CI")) || System.getenv("SWEETSPOT_BROWSER") != null;
    if (!Browser.isInstalled() && !mandatory) {
      String message =
          "NOT TESTED: reports in a browser; expected " + Browser.CHROMIUM + ", install chromium";
      System.err.println(message);
      assumeTrue(false, message);
    }
    browser = new Browser();
  }

  @AfterAll
  static void stop() {
    if (browser != null) {
      browser.close();
    }
  }

  @ParameterizedTest
  @CsvSource({"1200, LIGHT", "1200, DARK", "390, LIGHT", "390, DARK"})
  void drawsEveryChartWithoutComplaintOrRequest(int width, ColorScheme scheme) throws Exception {
    try (Browser.Sheet sheet = open("ordinary", SampleResults.ordinary(), width, scheme)) {
      assertDrawn(sheet, 6, CONTROL_MARKS);
    }
  }

  @Test
  void drawsWhatCanBeDrawnOfEveryOtherResult() throws Exception {
    List<ControlResult> results = OddResults.all();
    for (int i = 0; i < results.size(); i++) {
      try (Browser.Sheet sheet = open("result-" + i, results.get(i), 390, ColorScheme.LIGHT)) {
        assertDrawn(sheet, sheet.page().locator("[data-chart]").count(), CONTROL_MARKS);
        assertThat(sheet.page().locator("[data-chart=accuracy]").count()).isEqualTo(1);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"1200, LIGHT", "390, DARK"})
  void drawsEveryPictureOfAProfile(int width, ColorScheme scheme) throws Exception {
    Path file = folder.resolve("profile-" + width + ".html");
    Files.writeString(
        file,
        MeasureReport.profile("a run", Map.of(), List.of(), SampleProfile.entries(), List.of()));
    try (Browser.Sheet sheet = browser().open(file, width, scheme)) {
      assertDrawn(sheet, SampleProfile.PICTURES, PROFILE_MARKS);
    }
  }

  @ParameterizedTest
  @CsvSource({"1200, LIGHT", "390, DARK"})
  void drawsTheDifferencesOfAComparison(int width, ColorScheme scheme) throws Exception {
    Path file = folder.resolve("comparison-" + width + ".html");
    Files.writeString(file, ComparisonReportTest.several());
    try (Browser.Sheet sheet = browser().open(file, width, scheme)) {
      assertDrawn(sheet, 1, CONTROL_MARKS);
    }
  }

  @ParameterizedTest
  @CsvSource({"1200, LIGHT", "390, DARK"})
  void drawsLayersTrialsAndOperands(int width, ColorScheme scheme) throws Exception {
    Path file = folder.resolve("layers-" + width + ".html");
    Files.writeString(file, ByLayerReport.html(SampleLayers.ordinary(), SampleResults.YAML));
    try (Browser.Sheet sheet = browser().open(file, width, scheme)) {
      assertDrawn(sheet, 3, CONTROL_MARKS);
    }
  }

  @Test
  void drawsEveryTimelineOfARun() throws Exception {
    Path file = folder.resolve("timelines.html");
    Files.writeString(
        file,
        MeasureReport.profile("a run", Map.of(), List.of(), List.of(), SampleProfile.timelines()));
    try (Browser.Sheet sheet = browser().open(file, 390, ColorScheme.LIGHT)) {
      assertDrawn(sheet, 3, PROFILE_MARKS);
    }
  }

  @Test
  void redrawsCurvesOnChoice() throws Exception {
    try (Browser.Sheet sheet = open("choice", SampleResults.ordinary(), 1200, ColorScheme.LIGHT)) {
      sheet.await();
      Locator curves = sheet.page().locator("[data-chart=accuracy-curves]");
      assertThat(curves.innerHTML()).contains("Test accuracy, %", "Steps");
      int lines = curves.locator("path[stroke]:not([stroke='none'])").count();

      sheet.page().locator("button[value=epoch]").click();
      sheet.page().locator("button[value=train]").click();
      curves.getByText("Training accuracy, %").waitFor();
      curves.getByText("Epochs (log scale)").waitFor();
      sheet.page().locator("button[data-arm=changed]").click();
      Locator left = curves.locator("path[stroke]:not([stroke='none'])");
      sheet.page().waitForCondition(() -> left.count() < lines);

      assertThat(left.count()).isLessThan(lines);
      assertThat(sheet.page().locator("button[data-arm=changed]").getAttribute("aria-pressed"))
          .isEqualTo("false");
      assertThat(sheet.complaints()).isEmpty();
    }
  }

  private static void assertDrawn(Browser.Sheet sheet, int charts, int marks) {
    sheet.await();
    Locator drawn = sheet.page().locator("[data-chart][data-drawn=yes] svg");
    assertThat(drawn.count()).isEqualTo(charts);
    for (Locator svg : drawn.all()) {
      assertThat(svg.locator(".role-mark path, .role-mark line, .role-mark text").count())
          .as(svg.innerHTML().substring(0, 200))
          .isGreaterThanOrEqualTo(marks);
    }
    Object wide =
        sheet.page().locator("html").evaluate("html => html.scrollWidth - html.clientWidth");
    assertThat(wide).as("pixels wider than the screen").isEqualTo(0);
    assertThat(sheet.complaints()).isEmpty();
    assertThat(sheet.requests()).containsExactly(sheet.address());
  }

  private static Browser.Sheet open(
      String name, ControlResult result, int width, ColorScheme scheme) throws Exception {
    Path file = folder.resolve(name + ".html");
    Files.writeString(file, ControlReport.html(result, SampleResults.YAML));
    return browser().open(file, width, scheme);
  }

  private static Browser browser() {
    if (browser == null) {
      throw new IllegalStateException("browser: expected to be started");
    }
    return browser;
  }
}
