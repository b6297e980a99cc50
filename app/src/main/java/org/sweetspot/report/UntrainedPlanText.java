package org.sweetspot.report;

import java.util.Locale;
import org.sweetspot.control.UntrainedPlan;
import org.sweetspot.control.correction.Proposal;
import org.sweetspot.control.prediction.Forecast;
import org.sweetspot.report.finding.PlanSentences;

/** A plan that nothing was trained for, on a terminal. */
public final class UntrainedPlanText {
  private UntrainedPlanText() {}

  /** The plan, its reasons and what is predicted of it. */
  public static String of(UntrainedPlan plan) {
    StringBuilder text = new StringBuilder();
    line(text, "Change: " + plan.change() + ". Nothing was trained.");
    line(text, PlanSentences.of(plan.expected()));
    plan.conflicts().forEach(conflict -> line(text, PlanSentences.of(conflict)));
    text.append('\n');
    line(text, "The change alone:");
    for (Forecast forecast : plan.changed()) {
      line(text, "  " + ForecastWords.sentence(forecast));
    }
    text.append('\n');
    if (plan.proposals().isEmpty()) {
      line(text, "No rate and no length answers it: the plan is the change alone.");
    } else {
      line(text, "Planned: " + words(plan.proposals().get(0)));
      plan.proposals().stream()
          .skip(1)
          .forEach(proposal -> line(text, "Also possible: " + proposal.name()));
    }
    line(
        text,
        String.format(
            Locale.ROOT,
            "With the plan, at %.0f%% of the baseline's progress:",
            100 * plan.progress()));
    for (Forecast forecast : plan.controlled()) {
      line(text, "  " + ForecastWords.sentence(forecast));
    }
    line(
        text,
        "No correction was tried: sweetspot control without --plan-only tries them and says which"
            + " help.");
    return text.toString();
  }

  private static String words(Proposal proposal) {
    return proposal.name() + ": " + proposal.reason() + ".";
  }

  private static void line(StringBuilder text, String line) {
    for (String part : Terminal.wrap(line, 100)) {
      text.append(part).append('\n');
    }
  }
}
