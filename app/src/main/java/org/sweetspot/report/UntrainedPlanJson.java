package org.sweetspot.report;

import org.sweetspot.control.UntrainedPlan;
import org.sweetspot.recipe.RecipeWriter;
import org.sweetspot.report.finding.PlanSentences;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A plan that nothing was trained for, as JSON: {@code {"schema", "change", "expected",
 * "conflicts": [], "proposals": [{"name", "reason", "recipe"}], "progress", "predicted": [],
 * "plan", "emitted"}}; predictions as in the result of control, without outcomes.
 */
public final class UntrainedPlanJson {
  private static final int SCHEMA = 1;

  private UntrainedPlanJson() {}

  /**
   * The plan.
   *
   * @param emitted its lines for a library; empty where none was named
   */
  public static String write(UntrainedPlan plan, String emitted) {
    ObjectNode root = Json.object();
    root.put("schema", SCHEMA);
    root.put("change", plan.change().toString());
    root.put("expected", PlanSentences.of(plan.expected()));
    ArrayNode conflicts = root.putArray("conflicts");
    plan.conflicts().forEach(conflict -> conflicts.add(PlanSentences.of(conflict)));
    ArrayNode proposals = root.putArray("proposals");
    plan.proposals()
        .forEach(
            proposal ->
                proposals
                    .addObject()
                    .put("name", proposal.name())
                    .put("reason", proposal.reason())
                    .put("recipe", RecipeWriter.write(proposal.corrected())));
    root.set("progress", Json.number(plan.progress()));
    ArrayNode predicted = root.putArray("predicted");
    plan.changed().forEach(forecast -> predicted.add(ControlJson.forecast(forecast)));
    plan.controlled().forEach(forecast -> predicted.add(ControlJson.forecast(forecast)));
    root.put("plan", RecipeWriter.write(plan.plan()));
    root.put("emitted", emitted);
    return ResultJson.pretty(root);
  }
}
