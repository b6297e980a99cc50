package org.sweetspot.report;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.sweetspot.control.Arm;
import org.sweetspot.control.ArmRun;
import org.sweetspot.control.BiasShift;
import org.sweetspot.control.ControlResult;
import org.sweetspot.control.InvariantRow;
import org.sweetspot.control.TriedCorrection;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.NullControl;
import org.sweetspot.measure.Value;
import org.sweetspot.report.finding.PlanSentences;
import org.sweetspot.training.Evaluation;
import org.sweetspot.weights.Weights;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The JSON of the command line.
 *
 * <p>{@code control}: {@code {"schema", "change": [{"path", "from", "to"}], "aspects",
 * "confidence", "arms": [{"name", "recipe", "steps", "examples", "runs": [{"seed", "trainLoss",
 * "trainAccuracy", "validationAccuracy", "testAccuracy", "testLoss", "steps", "examples",
 * "seconds", "diverged", "curve": [{"step", "epoch", "<split>": {"loss", "accuracy"}}]}],
 * "measures", "arithmetic": {"bits", "multiplications": {}}}], "gap": {"points", "low", "high",
 * "steps", "atEqualSteps", "parts": [{"name", "points", "low", "high"}], "underTraining", "bias"},
 * "recovered": {"fraction", "low", "high", "gain"}, "equalCost": {"gain", "advantage"},
 * "baselineTrend": {"points", "low", "high", "tolerated", "state"}, "gate", "criticalBatch":
 * {"batch", "points"}, "corrections": [{"id", "name", "reason", "kept", "outcome", "effect", "low",
 * "high", "pValue", "pOverall", "cost", "seconds"}], "invariants", "shifts", "plan", "loop":
 * [{"what", "before", "after", "pytorch"}], "expected", "predicted": [{"what", "quantity", "value",
 * "low", "high", "outcome", "inside", "from"}], "verdict", "report", "provenance"}}; parts and
 * gains are {@code {"points", "low", "high"}}, recipes are nested objects, the verdict is a list of
 * sentences.
 *
 * <p>{@code measure}: {@code {"schema", "target", "takenFor": {"kind":
 * "run|module|weights|trajectory", "text"}, "file": {"takenFor", "tensorsRead", "leftOut":
 * [{"name", "reason"}], "notes"}, "provenance", "summary": [{"question", "verdict":
 * "fine|act|unknown", "sentence", "action", "evidence": []}], "measures": [{"id", "value", "error",
 * "unit", "status", "estimator", "conventions": {}, "cost": {"gradients", "hvps", "seconds"},
 * "control", "null": [{"part", "name", "value", "error", "tells"}], "details", "source",
 * "question", "finding"}]}}; a value is a number, a list or a named map, the finding what it says
 * in plain words; "null" is what null controls gave for a part of the value; "file" stands only
 * where weights were read from one.
 *
 * <p>A number that is not finite (NaN, an infinity) is null: JSON has no word for it, and a string
 * in its place would break readers that expect a number.
 */
public final class ResultJson {
  /** Of what {@link #control} writes; raised when a reader must change. */
  private static final int CONTROL_SCHEMA = 2;

  /** Of what {@link #profile} writes. */
  private static final int PROFILE_SCHEMA = 2;

  private ResultJson() {}

  /**
   * The result of a control experiment.
   *
   * @param report where the HTML report lies, null if none was written
   */
  public static String control(ControlResult result, @Nullable String report) {
    ObjectNode root = Json.object();
    root.put("schema", CONTROL_SCHEMA);
    root.set("change", ControlJson.edits(result.change()));
    root.set("aspects", ControlJson.aspects(result.change()));
    root.set("confidence", Json.number(result.confidence()));
    ArrayNode arms = root.putArray("arms");
    result.arms().forEach(arm -> arms.add(arm(arm)));
    ObjectNode gap = Json.interval("points", result.gap().points());
    gap.set("steps", Json.interval("points", result.gap().steps()));
    gap.set("atEqualSteps", Json.interval("points", result.gap().atEqualSteps()));
    ArrayNode parts = gap.putArray("parts");
    ControlJson.parts(result)
        .forEach(
            part -> {
              ObjectNode node = Json.interval("points", part.points());
              node.put("name", part.name());
              parts.add(node);
            });
    gap.set("matched", ControlJson.matched(result.gap()));
    if (result.change().matching() != null) {
      gap.set("underTraining", Json.interval("points", result.gap().steps()));
      gap.set("bias", Json.interval("points", result.gap().atEqualSteps()));
    }
    root.set("gap", gap);
    ObjectNode recovered = Json.interval("fraction", result.recovery().share());
    recovered.set("gain", Json.interval("points", result.recovery().points()));
    root.set("recovered", recovered);
    root.set("equalCost", ControlJson.equalCost(result));
    root.set("baselineTrend", ControlJson.trend(result.trend()));
    root.set("gate", ControlJson.power(result.power()));
    root.set("criticalBatch", CriticalBatchView.json(result.criticalBatch()));
    ArrayNode corrections = root.putArray("corrections");
    result.corrections().forEach(correction -> corrections.add(correction(correction)));
    ArrayNode invariants = root.putArray("invariants");
    result.invariants().forEach(invariant -> invariants.add(invariant(invariant)));
    ArrayNode shifts = root.putArray("shifts");
    result.shifts().forEach(shift -> shifts.add(shift(shift)));
    root.set("plan", RecipeTree.of(result.plan()));
    root.set("loop", ControlJson.loop(result.loop()));
    root.put("expected", PlanSentences.of(result.expected()));
    root.set("predicted", ControlJson.predicted(result));
    ArrayNode verdict = root.putArray("verdict");
    ControlVerdict.of(result).forEach(verdict::add);
    root.put("report", report);
    root.set("provenance", words(result.provenance()));
    return pretty(root);
  }

  /**
   * A bias profile.
   *
   * @param target what was measured
   * @param provenance where the numbers come from
   * @param summary its first lines
   */
  public static String profile(
      String target,
      Map<String, String> provenance,
      List<SummaryLine> summary,
      List<ProfileEntry> entries) {
    return profile(target, new Weights(target, List.of()), provenance, summary, entries);
  }

  /**
   * A bias profile of weights that may come from a file.
   *
   * @param target what was measured
   * @param weights with what was left out
   * @param provenance where the numbers come from
   * @param summary its first lines
   */
  public static String profile(
      String target,
      Weights weights,
      Map<String, String> provenance,
      List<SummaryLine> summary,
      List<ProfileEntry> entries) {
    ObjectNode root = Json.object();
    root.put("schema", PROFILE_SCHEMA);
    root.put("target", target);
    if (provenance.containsKey("kind")) {
      ObjectNode taken = root.putObject("takenFor");
      taken.put("kind", provenance.get("kind"));
      taken.put("text", provenance.get("contents"));
    }
    if (!weights.kind().isEmpty()) {
      root.set("file", file(weights));
    }
    root.set("provenance", words(provenance));
    ArrayNode lines = root.putArray("summary");
    for (SummaryLine line : summary) {
      ObjectNode node = lines.addObject();
      node.put("question", line.question());
      node.put("verdict", line.verdict().name().toLowerCase(Locale.ROOT));
      node.put("sentence", line.sentence());
      node.put("action", line.action());
      line.evidence().forEach(node.putArray("evidence")::add);
    }
    ArrayNode measures = root.putArray("measures");
    for (ProfileEntry entry : entries) {
      ObjectNode node = measure(entry.answer());
      node.put("question", entry.question());
      node.put("finding", entry.finding());
      measures.add(node);
    }
    return pretty(root);
  }

  private static ObjectNode file(Weights weights) {
    ObjectNode node = Json.object();
    node.put("takenFor", weights.kind());
    node.put("tensorsRead", weights.tensors().size());
    ArrayNode notes = node.putArray("notes");
    weights.notes().forEach(notes::add);
    ArrayNode leftOut = node.putArray("leftOut");
    weights
        .leftOut()
        .forEach(one -> leftOut.addObject().put("name", one.name()).put("reason", one.reason()));
    return node;
  }

  /** Measurements alone, as an array inside other results. */
  static ArrayNode measures(List<Measurement> measures) {
    ArrayNode array = Json.array();
    measures.forEach(measure -> array.add(measure(measure)));
    return array;
  }

  private static ObjectNode arm(Arm arm) {
    ObjectNode node = Json.object();
    node.put("name", arm.name());
    node.set("recipe", RecipeTree.of(arm.recipe()));
    node.put("steps", arm.cost().steps());
    node.put("examples", arm.cost().examples());
    ArrayNode runs = node.putArray("runs");
    arm.runs().forEach(run -> runs.add(run(run)));
    node.set("measures", measures(arm.measures()));
    node.set("arithmetic", ControlJson.arithmetic(arm.arithmetic()));
    return node;
  }

  private static ObjectNode run(ArmRun run) {
    ObjectNode node = Json.object();
    node.put("seed", run.seed());
    node.set("trainLoss", Json.number(run.trainLoss()));
    node.set("trainAccuracy", Json.number(run.trainAccuracy()));
    node.set("validationAccuracy", Json.number(run.validationAccuracy()));
    node.set("testAccuracy", Json.number(run.testAccuracy()));
    node.set("testLoss", Json.number(run.testLoss()));
    node.put("steps", run.steps());
    node.put("examples", run.examples());
    node.set("seconds", Json.number(run.seconds()));
    node.put("diverged", run.diverged());
    ArrayNode curve = node.putArray("curve");
    run.curve().forEach(evaluation -> curve.add(evaluation(evaluation)));
    return node;
  }

  private static ObjectNode evaluation(Evaluation evaluation) {
    ObjectNode node = Json.object();
    node.put("step", evaluation.step());
    node.set("epoch", Json.number(evaluation.epoch()));
    new TreeMap<>(evaluation.scores())
        .forEach(
            (split, score) -> {
              ObjectNode at = node.putObject(split.name().toLowerCase(java.util.Locale.ROOT));
              at.set("loss", Json.number(score.loss()));
              at.set("accuracy", Json.number(score.accuracy()));
            });
    return node;
  }

  private static ObjectNode correction(TriedCorrection correction) {
    ObjectNode node = Json.object();
    node.put("id", correction.id());
    node.put("name", correction.name());
    node.put("reason", correction.reason());
    node.put("kept", correction.kept());
    node.put(
        "outcome",
        correction.outcome().name().toLowerCase(java.util.Locale.ROOT).replace('_', '-'));
    node.setAll(Json.interval("effect", correction.effect()));
    node.set("pValue", Json.number(correction.pValue()));
    node.set("pOverall", Json.number(correction.overall()));
    node.set("cost", Json.number(correction.cost()));
    node.set("seconds", Json.number(correction.seconds()));
    return node;
  }

  private static ObjectNode invariant(InvariantRow invariant) {
    ObjectNode node = Json.object();
    node.put("name", invariant.name());
    node.put("meaning", invariant.meaning());
    node.put("unit", invariant.unit());
    node.set("baseline", Json.number(invariant.baseline()));
    node.set("changed", Json.number(invariant.changed()));
    node.set("controlled", Json.number(invariant.controlled()));
    node.put("held", invariant.held());
    node.put("note", invariant.note());
    return node;
  }

  private static ObjectNode shift(BiasShift shift) {
    ObjectNode node = Json.object();
    node.put("measure", shift.measure());
    node.put("unit", shift.unit());
    node.set("baseline", Json.number(shift.baseline()));
    node.set("changed", Json.number(shift.changed()));
    node.set("controlled", Json.number(shift.controlled()));
    node.set("shift", Json.interval("difference", shift.shift()));
    node.set("remaining", Json.interval("difference", shift.remaining()));
    return node;
  }

  private static ObjectNode measure(Measurement measure) {
    ObjectNode node = Json.object();
    node.put("id", measure.id());
    node.set("value", value(measure.value()));
    node.set("error", value(measure.error()));
    node.put("unit", measure.unit());
    node.put(
        "status", measure.status().name().toLowerCase(java.util.Locale.ROOT).replace('_', '-'));
    node.put("estimator", measure.estimator());
    ObjectNode conventions = node.putObject("conventions");
    measure.conventions().byName().forEach(conventions::put);
    ObjectNode cost = node.putObject("cost");
    cost.set("gradients", Json.number(measure.cost().gradients()));
    cost.set("hvps", Json.number(measure.cost().hvps()));
    cost.set("seconds", Json.number(measure.cost().seconds()));
    node.put("control", measure.control());
    ArrayNode nulls = node.putArray("null");
    for (NullControl control : measure.nulls()) {
      ObjectNode beside = nulls.addObject();
      beside.put("part", control.part());
      beside.put("name", control.name());
      beside.set("value", Json.number(control.value()));
      beside.set("error", Json.number(control.error()));
      beside.put("tells", control.tells());
    }
    ObjectNode details = node.putObject("details");
    measure.details().forEach((name, number) -> details.set(name, Json.number(number)));
    node.put("source", measure.source());
    return node;
  }

  private static JsonNode value(@Nullable Value value) {
    if (value == null) {
      return Json.number(Double.NaN);
    }
    if (value instanceof Value.Scalar scalar) {
      return Json.number(scalar.value());
    }
    if (value instanceof Value.Series series) {
      ArrayNode array = Json.array();
      series.values().forEach(one -> array.add(Json.number(one)));
      return array;
    }
    ObjectNode named = Json.object();
    if (value instanceof Value.Columns table) {
      table
          .columns()
          .forEach(
              (name, column) -> {
                ArrayNode array = named.putArray(name);
                column.forEach(one -> array.add(Json.number(one)));
              });
      return named;
    }
    ((Value.Named) value).values().forEach((name, one) -> named.set(name, Json.number(one)));
    return named;
  }

  private static ObjectNode words(Map<String, String> map) {
    ObjectNode node = Json.object();
    new TreeMap<>(map).forEach(node::put);
    return node;
  }

  static String pretty(ObjectNode root) {
    return Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
  }
}
