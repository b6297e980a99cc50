package org.sweetspot.report;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.sweetspot.control.BaselineTrend;
import org.sweetspot.control.ChangeSummary;
import org.sweetspot.control.ControlResult;
import org.sweetspot.control.EqualCost;
import org.sweetspot.control.Gap;
import org.sweetspot.control.GapPart;
import org.sweetspot.control.GatePower;
import org.sweetspot.control.LoopChange;
import org.sweetspot.control.MatchedGap;
import org.sweetspot.control.change.Arithmetic;
import org.sweetspot.control.prediction.Forecast;
import org.sweetspot.control.prediction.Prediction;
import org.sweetspot.statistics.Interval;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Parts of a control result that not every experiment has, as JSON; null where it is absent. */
public final class ControlJson {
  private static final int FORECASTS = 1;

  private ControlJson() {}

  static JsonNode equalCost(ControlResult result) {
    EqualCost equal = result.recovery().equalCost();
    if (equal == null) {
      return Json.object().nullNode();
    }
    ObjectNode node = Json.object();
    node.set("gain", Json.interval("points", equal.gain()));
    node.set("advantage", Json.interval("points", equal.advantage()));
    return node;
  }

  /** What an update computes and moves where formats are real; null where layers are not known. */
  static JsonNode arithmetic(@Nullable Arithmetic arithmetic) {
    if (arithmetic == null) {
      return Json.object().nullNode();
    }
    ObjectNode node = Json.object();
    node.set("bits", Json.number(arithmetic.bits()));
    ObjectNode types = node.putObject("multiplications");
    arithmetic.multiplications().forEach((type, count) -> types.set(type, Json.number(count)));
    return node;
  }

  static JsonNode trend(@Nullable BaselineTrend trend) {
    if (trend == null) {
      return Json.object().nullNode();
    }
    ObjectNode node = Json.interval("points", trend.change());
    node.set("tolerated", Json.number(trend.tolerated()));
    node.put("state", trend.state().name().toLowerCase(java.util.Locale.ROOT));
    return node;
  }

  static JsonNode power(@Nullable GatePower power) {
    if (power == null) {
      return Json.object().nullNode();
    }
    ObjectNode node = Json.object();
    node.put("seeds", power.seeds());
    node.put("validationExamples", power.validation());
    node.put("candidates", power.candidates());
    node.set("level", Json.number(power.alpha()));
    node.set("deviation", Json.number(power.deviation()));
    node.set("lastingDeviation", Json.number(power.lasting()));
    node.set("chance", Json.number(GatePower.CHANCE));
    node.set("smallestEffect", Json.number(power.smallest()));
    node.put("seedsForHalf", power.seedsFor(power.smallest() / 2));
    node.set(
        "smallestEffectAtFourTimesValidation",
        Json.number(power.smallest(4.0 * power.validation())));
    return node;
  }

  static ArrayNode loop(List<LoopChange> changes) {
    ArrayNode array = Json.array();
    for (LoopChange change : changes) {
      array
          .addObject()
          .put("what", change.what())
          .put("before", change.before())
          .put("after", change.after())
          .put("pytorch", change.pytorch());
    }
    return array;
  }

  /** What was changed, value by value. */
  static ArrayNode edits(ChangeSummary change) {
    ArrayNode edits = Json.array();
    change
        .edits()
        .forEach(
            edit ->
                edits
                    .addObject()
                    .put("path", edit.path())
                    .put("from", edit.from())
                    .put("to", edit.to()));
    return edits;
  }

  /** What the change is about. */
  static ArrayNode aspects(ChangeSummary change) {
    ArrayNode aspects = Json.array();
    change.aspects().forEach(aspect -> aspects.add(aspect.id()));
    return aspects;
  }

  /** Parts that add up to the gap: those of a joint change, or those that steps tell apart. */
  static List<GapPart> parts(ControlResult result) {
    Gap gap = result.gap();
    if (!gap.parts().isEmpty()) {
      return gap.parts();
    }
    return result.change().matching() == null
        ? List.of(new GapPart("change", gap.points()))
        : List.of(
            new GapPart("number of steps", gap.steps()),
            new GapPart("at equal steps", gap.atEqualSteps()));
  }

  /** The gap at equal examples and at equal compute; null parts where that was not trained. */
  static ArrayNode matched(Gap gap) {
    ArrayNode list = Json.array();
    for (MatchedGap part : gap.matched()) {
      ObjectNode node = list.addObject();
      node.put("name", part.matching().id());
      node.put("trained", part.isTrained());
      node.set("times", Json.number(part.times()));
      node.set("accounts", nullable(part.accounts()));
      node.set("atEqual", nullable(part.atEqual()));
    }
    return list;
  }

  private static JsonNode nullable(@Nullable Interval interval) {
    return interval == null ? Json.object().nullNode() : Json.interval("points", interval);
  }

  /** Predictions beside their outcomes; accuracies as shares. */
  static ArrayNode predicted(ControlResult result) {
    ArrayNode list = Json.array();
    for (Prediction prediction : result.predicted()) {
      ObjectNode node = forecast(prediction.forecast());
      node.set("outcome", Json.number(prediction.outcome()));
      if (prediction.forecast().claims()) {
        node.put("inside", prediction.inside());
      } else {
        node.putNull("inside");
      }
      list.add(node);
    }
    return list;
  }

  /** What was stated so far, without outcomes, for a file beside the runs. */
  public static String forecasts(List<Forecast> forecasts) {
    ObjectNode root = Json.object();
    root.put("schema", FORECASTS);
    ArrayNode list = root.putArray("predicted");
    forecasts.forEach(forecast -> list.add(forecast(forecast)));
    return ResultJson.pretty(root);
  }

  static ObjectNode forecast(Forecast forecast) {
    boolean claims = forecast.claims();
    ObjectNode node = Json.object();
    node.put("what", forecast.what());
    node.put("quantity", forecast.quantity().id());
    node.set("value", Json.number(claims ? forecast.value() : Double.NaN));
    node.set("low", Json.number(claims ? forecast.low() : Double.NaN));
    node.set("high", Json.number(claims ? forecast.high() : Double.NaN));
    node.put("from", forecast.source());
    node.set("cost", Json.number(forecast.cost()));
    node.put("kind", forecast.band().kind().name().toLowerCase(Locale.ROOT).replace('_', ' '));
    node.put("entries", forecast.band().entries());
    return node;
  }
}
