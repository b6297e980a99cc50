package org.sweetspot.report;

import java.util.List;
import org.sweetspot.control.LayerCost;
import org.sweetspot.control.LayerResult;
import org.sweetspot.control.LayerTrial;
import org.sweetspot.control.layer.Estimate;
import org.sweetspot.control.layer.GradientErrors;
import org.sweetspot.recipe.RecipeWriter;
import org.sweetspot.statistics.Interval;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Which layer bears a change worst, as JSON: {@code {"schema", "change", "confidence", "limit",
 * "layers": [{"name", "error", "bias", "along", "lossRise", "share", "predicted"}], "additivity",
 * "operands": [{"name", "error", "bias", "along", "share"}], "trials": [{"name", "kept",
 * "validation", "test", "diverged", "within"}], "worstOverMildest", "kept", "plan", "verdict",
 * "provenance"}}; estimates are {@code {"value", "error"}}, costs {@code {"points", "low",
 * "high"}}, the plan is a recipe as text.
 */
public final class ByLayerJson {
  private static final int SCHEMA = 1;

  private ByLayerJson() {}

  /** The text. */
  public static String of(LayerResult result) {
    ObjectNode root = Json.object();
    root.put("schema", SCHEMA);
    root.set("change", ControlJson.edits(result.change()));
    root.set("confidence", Json.number(result.confidence()));
    root.set("limit", Json.number(result.limit()));
    ArrayNode layers = root.putArray("layers");
    for (LayerCost cost : result.ranking()) {
      ObjectNode node = layers.addObject();
      node.put("name", cost.layer());
      node.set("error", estimate(cost.overNoise()));
      node.set("bias", estimate(cost.bias()));
      node.set("along", Json.number(cost.along()));
      node.set("lossRise", estimate(cost.lossRise()));
      node.set("share", estimate(cost.share()));
      node.set("predicted", Json.interval("points", cost.predicted()));
    }
    root.set("additivity", estimate(result.errors().additivity()));
    ArrayNode operands = root.putArray("operands");
    GradientErrors errors = result.operands();
    for (int i = 0; errors != null && i < errors.parts().size(); i++) {
      ObjectNode node = operands.addObject();
      node.put("name", errors.parts().get(i));
      node.set("error", estimate(errors.overNoise(i)));
      node.set("bias", estimate(errors.biasOverNoise(i)));
      node.set("along", Json.number(errors.along(i)));
      node.set("share", estimate(errors.share(i)));
    }
    ArrayNode trials = root.putArray("trials");
    add(trials, result.whole());
    if (result.mildest() != null) {
      add(trials, result.worst());
      add(trials, result.mildest());
    }
    result.mixes().stream()
        .filter(mix -> !mix.equals(result.mildest()))
        .forEach(mix -> add(trials, mix));
    Interval more = result.worstOverMildest();
    root.set("worstOverMildest", more == null ? root.nullNode() : Json.interval("points", more));
    strings(root.putArray("kept"), result.kept());
    root.put("plan", RecipeWriter.write(result.plan()));
    strings(root.putArray("verdict"), ByLayerText.answer(result));
    ObjectNode provenance = root.putObject("provenance");
    result.provenance().forEach(provenance::put);
    return ResultJson.pretty(root);
  }

  private static void add(ArrayNode trials, LayerTrial trial) {
    ObjectNode node = trials.addObject();
    node.put("name", trial.name());
    strings(node.putArray("kept"), trial.kept());
    node.set("validation", Json.interval("points", trial.validation()));
    node.set("test", Json.interval("points", trial.test()));
    node.put("diverged", trial.diverged());
    node.put("within", trial.within());
  }

  private static void strings(ArrayNode array, List<String> words) {
    words.forEach(array::add);
  }

  private static ObjectNode estimate(Estimate estimate) {
    ObjectNode node = Json.object();
    node.set("value", Json.number(estimate.value()));
    node.set("error", Json.number(estimate.error()));
    return node;
  }
}
