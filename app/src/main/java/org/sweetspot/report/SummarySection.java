package org.sweetspot.report;

import java.util.List;
import java.util.Locale;

/** The answer first: what was found and what to do, at the head of a profile's page. */
final class SummarySection {
  private SummarySection() {}

  static void write(Html html, List<SummaryLine> lines) {
    if (lines.isEmpty()) {
      return;
    }
    html.open("section", "id", "summary", "aria-labelledby", "summary-title");
    html.element("h2", "In short", "id", "summary-title");
    html.open("dl", "class", "summary");
    for (SummaryLine line : lines) {
      html.element("dt", line.question(), "class", line.verdict().name().toLowerCase(Locale.ROOT));
      html.element("dd", line.sentence());
      if (!line.action().isEmpty()) {
        html.element("dd", line.action(), "class", "action");
      }
    }
    html.close().close();
  }
}
