package org.sweetspot.report;

import java.util.Locale;
import java.util.Optional;
import org.sweetspot.generalization.study.Selection;
import org.sweetspot.generalization.study.StudyRun;
import org.sweetspot.generalization.study.StudyTable;
import tools.jackson.databind.node.ObjectNode;

/** Which run to keep, for a terminal and as JSON. */
public final class SelectionText {
  private static final int SCHEMA = 1;

  private SelectionText() {}

  /** The text. */
  public static String of(StudyTable table, Optional<Selection> selection, int width) {
    Terminal terminal = new Terminal(width, false);
    if (selection.isEmpty()) {
      return terminal
          .paragraph(
              "Cannot tell: no measure shows a direction on every part of these "
                  + table.size()
                  + " runs.",
              0)
          .text();
    }
    Selection chosen = selection.get();
    StudyRun run = table.runs().get(chosen.run());
    terminal.paragraph(
        chosen.tells()
            ? "Keep "
                + run.name()
                + ", the run with the "
                + (chosen.smallest() ? "smallest " : "largest ")
                + chosen.measure()
                + "."
            : "Cannot tell: choosing by a measure is not shown to be better than a draw on these"
                + " runs.",
        0);
    terminal.paragraph(
        String.format(
            Locale.ROOT,
            "On axes that the measure was not chosen by, such a choice costs %.2f points of test"
                + " error more than the best run, a draw %.2f (error of the difference %.2f, %d"
                + " slices).",
            100 * chosen.expected(),
            100 * chosen.chance(),
            100 * chosen.error(),
            chosen.slices()),
        0);
    if (!chosen.tells()) {
      terminal.paragraph(
          "The measure of the least regret is "
              + chosen.measure()
              + "; it would keep "
              + run.name()
              + ". Choose by validation data.",
          0);
    }
    return terminal.text();
  }

  /**
   * {@code {"schema", "selected", "tells", "measure", "smallest", "run", "expectedRegret",
   * "chanceRegret", "error", "slices"}}; {@code selected} is null where it cannot be told.
   */
  public static String json(StudyTable table, Optional<Selection> selection) {
    ObjectNode root = Json.object();
    root.put("schema", SCHEMA);
    root.putNull("selected");
    root.put("tells", selection.map(Selection::tells).orElse(false));
    selection.ifPresent(
        chosen -> {
          String name = table.runs().get(chosen.run()).name();
          if (chosen.tells()) {
            root.put("selected", name);
          }
          root.put("measure", chosen.measure()).put("smallest", chosen.smallest());
          root.put("run", name);
          root.set("expectedRegret", Json.number(chosen.expected()));
          root.set("chanceRegret", Json.number(chosen.chance()));
          root.set("error", Json.number(chosen.error()));
          root.put("slices", chosen.slices());
        });
    return ResultJson.pretty(root);
  }
}
