package org.sweetspot.report;

import java.util.Locale;
import org.sweetspot.generalization.bound.BinomialTail;
import org.sweetspot.generalization.bound.BoundCard;
import org.sweetspot.generalization.study.MeasureStudy;
import org.sweetspot.generalization.study.Study;
import org.sweetspot.generalization.study.StudyRun;
import org.sweetspot.generalization.study.StudyTable;
import org.sweetspot.generalization.study.Verdict;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A study as JSON: {@code {"schema", "grid": {"runs", "expected", "missing", "failed", "axes"},
 * "baselines", "references", "measures": [{"id", "known", "tauA", "low", "high", "tauB",
 * "granulated": {}, "psi", "droppedCells", "cmi", "signError": {"mean", "p90", "max"},
 * "partialTau", "beatsBaselines", "lead": {"value", "low", "high"}, "fragility": {"weakest", "at",
 * "flips", "grids"}, "regret": {"mean", "p90", "hits", "chance"}, "finding"}], "runs": [],
 * "verdict": [], "report"}}. It holds no times.
 */
public final class StudyJson {
  private static final int SCHEMA = 1;

  private StudyJson() {}

  /**
   * The JSON.
   *
   * @param failed how many runs failed
   * @param report path of the page
   */
  public static String of(Study study, int failed, String report) {
    StudyTable table = study.table();
    ObjectNode root = Json.object();
    root.put("schema", SCHEMA);
    ObjectNode grid = root.putObject("grid");
    grid.put("runs", table.size()).put("expected", table.expected());
    grid.put("missing", table.expected() - table.size()).put("failed", failed);
    ObjectNode axes = grid.putObject("axes");
    table.axes().forEach(axis -> axis.values().forEach(axes.withArray(axis.name())::add));
    study.baselines().forEach(root.putArray("baselines")::add);
    study.references().forEach(root.putArray("references")::add);
    ArrayNode measures = root.putArray("measures");
    study.measures().forEach(measure -> add(measures.addObject(), measure));
    ArrayNode runs = root.putArray("runs");
    table
        .runs()
        .forEach(
            run -> {
              ObjectNode node = runs.addObject();
              node.put("name", run.name()).put("seed", run.seed());
              run.place().forEach(node.putArray("place")::add);
              node.set("gap", Json.number(run.gap()));
              node.set("testError", Json.number(run.testError()));
            });
    bounds(root.putArray("bounds"), table);
    Verdict.of(study).forEach(root.putArray("verdict")::add);
    root.put("report", report);
    return ResultJson.pretty(root);
  }

  private static void bounds(ArrayNode bounds, StudyTable table) {
    BoundCard card = new BinomialTail().card();
    for (StudyRun run : table.runs()) {
      Double value = run.measures().get(StudyRun.HELD_OUT_BOUND);
      if (value != null) {
        ObjectNode node = bounds.addObject();
        node.put("id", card.id()).put("run", run.name());
        node.put("kind", card.kind().name().toLowerCase(Locale.ROOT));
        node.set("value", Json.number(value));
        node.set("truth", Json.number(run.testError()));
        node.set("delta", Json.number(StudyRun.HELD_OUT_DELTA));
        card.assumptions().forEach(node.putArray("assumptions")::add);
      }
    }
  }

  private static void add(ObjectNode node, MeasureStudy measure) {
    node.put("id", measure.id()).put("known", measure.known());
    node.set("tauA", Json.number(measure.tau().value()));
    node.set("low", Json.number(measure.tau().low()));
    node.set("high", Json.number(measure.tau().high()));
    node.set("adjusted", Json.number(measure.adjusted()));
    node.set("tauB", Json.number(measure.tauB()));
    ObjectNode granulated = node.putObject("granulated");
    measure.granulated().byAxis().forEach((axis, psi) -> granulated.set(axis, Json.number(psi)));
    node.set("psi", Json.number(measure.granulated().mean()));
    node.put("droppedCells", measure.granulated().dropped());
    node.set("cmi", Json.number(measure.information()));
    ObjectNode sign = node.putObject("signError");
    sign.set("mean", Json.number(measure.signError().mean()));
    sign.set("p90", Json.number(measure.signError().high()));
    sign.set("max", Json.number(measure.signError().max()));
    node.set("partialTau", Json.number(measure.partial()));
    node.put("beatsBaselines", measure.beatsBaselines());
    ObjectNode lead = node.putObject("lead");
    lead.set("value", Json.number(measure.lead().value()));
    lead.set("low", Json.number(measure.lead().low()));
    lead.set("high", Json.number(measure.lead().high()));
    ObjectNode fragility = node.putObject("fragility");
    fragility.set("weakest", Json.number(measure.fragility().weakest()));
    fragility.put("at", measure.fragility().at());
    fragility.put("flips", measure.fragility().flips());
    fragility.put("grids", measure.fragility().grids());
    ObjectNode regret = node.putObject("regret");
    regret.set("mean", Json.number(measure.regret().mean()));
    regret.set("p90", Json.number(measure.regret().high()));
    regret.set("hits", Json.number(measure.regret().hits()));
    regret.set("chance", Json.number(measure.regret().chance()));
    node.put("finding", StudyText.finding(measure.finding()));
  }
}
