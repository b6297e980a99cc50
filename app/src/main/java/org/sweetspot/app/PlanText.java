package org.sweetspot.app;

import java.io.PrintWriter;
import java.util.Locale;
import org.sweetspot.measure.Work;
import org.sweetspot.measure.profile.WorkPlan;

/** The plan of a profile as a table for a terminal. */
final class PlanText {
  private static final double MEGA = 1 << 20;

  private PlanText() {}

  static void print(PrintWriter out, WorkPlan plan) {
    out.printf(
        Locale.ROOT,
        "Plan: %,d parameters%s; at most%n",
        plan.parameters(),
        plan.examples() == 0 ? "" : String.format(Locale.ROOT, ", %,d examples", plan.examples()));
    out.printf("%-44s %10s %9s %9s  %s%n", "work", "gradients", "products", "memory", "for");
    for (WorkPlan.Step step : plan.steps()) {
      Work work = step.work();
      out.printf(
          Locale.ROOT,
          "%-44s %10.4g %9.4g %6.0f MB  %s%n",
          work.name(),
          work.gradients(),
          work.hvps(),
          work.bytes() / MEGA,
          String.join(", ", step.measures()));
    }
    out.printf(
        Locale.ROOT,
        "%-44s %10.4g %9.4g %6.0f MB%n",
        "all (a product costs two to three gradients)",
        plan.gradients(),
        plan.hvps(),
        plan.bytes() / MEGA);
  }
}
