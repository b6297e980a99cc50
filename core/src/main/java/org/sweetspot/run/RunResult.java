package org.sweetspot.run;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.sweetspot.problem.Split;
import org.sweetspot.training.Ending;
import org.sweetspot.training.Evaluation;
import org.sweetspot.training.Evaluation.Score;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a finished run came to. It holds no times, so equal runs have equal results.
 *
 * @param ending {@link Ending#COMPLETED} or {@link Ending#DIVERGED}
 * @param step updates in the weights
 * @param epoch passes over the training split
 * @param scores of the resulting weights, on each split that has examples
 * @param weightsHash SHA-256 of the resulting weights and buffers, in hexadecimal
 */
public record RunResult(
    Ending ending, long step, double epoch, Map<Split, Score> scores, String weightsHash) {
  private static final JsonMapper JSON = JsonMapper.shared();

  /** Copies the map. */
  public RunResult {
    scores = Map.copyOf(scores);
  }

  String json() {
    ObjectNode root = JSON.createObjectNode();
    root.put("ending", lower(ending)).put("step", step).put("epoch", epoch);
    root.set("scores", scores(scores));
    root.put("weightsHash", weightsHash);
    return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
  }

  /** An evaluation from its line of the metrics. */
  static Evaluation evaluation(String line) {
    JsonNode root = JSON.readTree(line);
    return new Evaluation(root.path("step").asLong(), root.path("epoch").asDouble(), scores(root));
  }

  private static Map<Split, Score> scores(JsonNode node) {
    Map<Split, Score> scores = new EnumMap<>(Split.class);
    for (Split split : Split.values()) {
      JsonNode score = node.path(lower(split));
      if (score.isObject()) {
        scores.put(split, new Score(number(score, "loss"), number(score, "accuracy")));
      }
    }
    return scores;
  }

  static RunResult parse(String json) {
    JsonNode root = JSON.readTree(json);
    Map<Split, Score> scores = scores(root.path("scores"));
    return new RunResult(
        Ending.valueOf(root.path("ending").asString().toUpperCase(Locale.ROOT)),
        root.path("step").asLong(),
        root.path("epoch").asDouble(),
        scores,
        root.path("weightsHash").asString());
  }

  /** Scores by the split's name, in the order of the splits; a number that is none is left out. */
  static ObjectNode scores(Map<Split, Score> scores) {
    ObjectNode node = JSON.createObjectNode();
    new EnumMap<>(scores.isEmpty() ? new EnumMap<Split, Score>(Split.class) : scores)
        .forEach(
            (split, score) -> {
              ObjectNode inner = node.putObject(lower(split));
              put(inner, "loss", score.loss());
              put(inner, "accuracy", score.accuracy());
            });
    return node;
  }

  private static void put(ObjectNode node, String key, double value) {
    if (Double.isFinite(value)) {
      node.put(key, value);
    }
  }

  private static double number(JsonNode node, String key) {
    return node.has(key) ? node.path(key).asDouble() : Double.NaN;
  }

  static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
