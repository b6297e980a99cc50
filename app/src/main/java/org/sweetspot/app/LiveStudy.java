package org.sweetspot.app;

import java.io.IOException;
import java.util.Locale;
import org.sweetspot.generalization.study.StudyTable;
import org.sweetspot.grid.GridEntry.State;
import org.sweetspot.report.StudyReport;

/** A study as far as it is, for {@link StudyServer}; computed again when more runs are done. */
final class LiveStudy {
  private static final int FEWEST = 2;

  private final String name;
  private final StudyRuns runs;
  private String page = "";
  private int at = -1;

  /** Of runs that are being carried out. */
  LiveStudy(String name, StudyRuns runs) {
    this.name = name;
    this.runs = runs;
  }

  /** The report over what is done. */
  synchronized String page() throws IOException {
    StudyTable table = runs.table();
    if (table.size() < FEWEST) {
      return StudyReport.waiting(name, table.size(), runs.size());
    }
    if (table.size() != at) {
      page =
          StudyReport.html(
              name + " (" + table.size() + " of " + runs.size() + " runs so far)",
              StudyMeasures.study(table),
              runs.failures());
      at = table.size();
    }
    return page;
  }

  /** {@code {"runs", "done", "failed", "taken", "waiting"}}. */
  String progress() {
    var counts = runs.counts();
    return String.format(
        Locale.ROOT,
        "{\"runs\": %d, \"done\": %d, \"failed\": %d, \"taken\": %d, \"waiting\": %d}%n",
        runs.size(),
        counts.getOrDefault(State.DONE, 0),
        counts.getOrDefault(State.FAILED, 0),
        counts.getOrDefault(State.TAKEN, 0),
        counts.getOrDefault(State.WAITING, 0));
  }
}
