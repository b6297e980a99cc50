package org.sweetspot.monitor;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides which monitor may read next, so that all together never spend more than their share of
 * the training's own time.
 *
 * <p>Let o be the overhead and T the seconds of training so far. A sample of expected cost c is
 * taken only while spent + c is at most o T. Each monitor owns a share of o T, by its weight.
 *
 * <ol>
 *   <li>Of the monitors whose own share covers their next sample, the one that has used the least
 *       of it is next. If the whole budget is overdrawn, it is waited for.
 *   <li>If no own share suffices, the monitor that has had the least is next: what others leave is
 *       saved up for it.
 * </ol>
 *
 * <p>So expensive monitors never delay cheap ones, and many cheap ones never starve an expensive
 * one. Time is shared, not samples: cheap monitors sample more often.
 */
final class MonitorScheduler {
  private final double overhead;
  private final double spacing;
  private final List<MonitorCost> costs;

  /**
   * Sets the shares.
   *
   * @param overhead largest share of the training's own time
   * @param spacing least progress between two readings of a monitor, as a share of the training
   */
  MonitorScheduler(double overhead, double spacing, List<MonitorCost> costs) {
    this.overhead = overhead;
    this.spacing = spacing;
    this.costs = List.copyOf(costs);
  }

  /**
   * The monitor to ask now.
   *
   * @param training seconds of the training itself so far
   * @param spent seconds of monitoring so far
   * @return empty where none is due or nothing more can be afforded
   */
  Optional<MonitorCost> next(long step, double progress, double training, double spent) {
    double left = overhead * training - spent;
    if (left <= 0) {
      return Optional.empty();
    }
    double weights = 0;
    for (MonitorCost cost : costs) {
      weights += cost.isOff() ? 0 : cost.weight();
    }
    // Plain loops: this runs after every update.
    MonitorCost within = null;
    MonitorCost first = null;
    for (MonitorCost cost : costs) {
      if (cost.isDue(step, progress, spacing)) {
        double own = overhead * training * cost.weight() / weights;
        if (cost.shared() + cost.expected() <= own && isAhead(cost, within)) {
          within = cost;
        }
        if (isAhead(cost, first)) {
          first = cost;
        }
      }
    }
    MonitorCost chosen = within == null ? first : within;
    return chosen != null && chosen.expected() <= left ? Optional.of(chosen) : Optional.empty();
  }

  private static boolean isAhead(MonitorCost cost, @Nullable MonitorCost other) {
    return other == null || cost.shared() * other.weight() < other.shared() * cost.weight();
  }
}
