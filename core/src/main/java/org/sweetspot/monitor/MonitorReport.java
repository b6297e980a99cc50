package org.sweetspot.monitor;

import java.util.List;

/**
 * What monitoring cost, over one process of a training.
 *
 * @param asked largest overhead wanted, as a share of the training's own time
 * @param monitoring seconds in monitors, records and views
 * @param training seconds of everything else from the first step to the last
 * @param monitors what each did
 */
public record MonitorReport(double asked, double monitoring, double training, List<Line> monitors) {
  /** Copies the list. */
  public MonitorReport {
    monitors = List.copyOf(monitors);
  }

  /**
   * What one monitor did.
   *
   * @param id of the monitor
   * @param readings taken
   * @param seconds spent
   * @param note why it has none or fewer, or empty
   */
  public record Line(String id, int readings, double seconds, String note) {}

  /** The measured overhead: monitoring over the training's own time. */
  public double overhead() {
    return training > 0 ? monitoring / training : 0;
  }
}
