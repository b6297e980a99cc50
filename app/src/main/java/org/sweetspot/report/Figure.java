package org.sweetspot.report;

import org.sweetspot.control.Arm;

/** A picture on the page, with its caption and the same numbers as a table behind it. */
final class Figure {
  private Figure() {}

  /** The place where {@code report.js} draws a chart. */
  static void write(Html html, String chart, String label, String caption) {
    html.open("figure");
    html.element("div", "", "class", "chart", "data-chart", chart, "aria-label", label);
    if (!caption.isEmpty()) {
      html.element("figcaption", caption);
    }
    html.close();
  }

  /** The numbers behind it, folded away. */
  static void numbers(Html html, Table table) {
    html.open("details").element("summary", "The same as a table");
    table.write(html);
    html.close();
  }

  /** The style class of an arm's colour. */
  static String style(String arm) {
    return switch (arm) {
      case Arm.BASELINE, Arm.CHANGED, Arm.CONTROLLED, Arm.STEP_MATCHED, Arm.EQUAL_COST ->
          "arm-" + arm;
      default -> "arm-other";
    };
  }
}
