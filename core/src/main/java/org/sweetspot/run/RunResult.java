package org.sweetspot.run;

import java.util.EnumMap;
import java.util.List;
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
  private static final String REMEDY =
      "put the file back from a copy of the folder, or train again in another folder";
  private static final JsonMapper JSON = JsonMapper.shared();

  /** Copies the map. */
  public RunResult {
    scores = Map.copyOf(scores);
  }

  String json() {
    ObjectNode root = RunJson.object();
    root.put("ending", lower(ending)).put("step", step).put("epoch", epoch);
    root.set("scores", scores(scores));
    root.put("weightsHash", weightsHash);
    return RunJson.text(root);
  }

  /** An evaluation from its line of the metrics, which messages call by its place. */
  static Evaluation evaluation(String place, String line) {
    RunJson root = RunJson.parse(place, line, REMEDY);
    return new Evaluation(root.whole("step"), root.number("epoch"), scores(root, root.root()));
  }

  private static Map<Split, Score> scores(RunJson file, JsonNode node) {
    Map<Split, Score> scores = new EnumMap<>(Split.class);
    for (Split split : Split.values()) {
      JsonNode score = node.path(lower(split));
      if (score.isObject()) {
        scores.put(split, new Score(number(file, score, "loss"), number(file, score, "accuracy")));
      }
    }
    return scores;
  }

  /** What a file of that name says. */
  static RunResult parse(String place, String json) {
    RunJson file = RunJson.parse(place, json, REMEDY);
    JsonNode scores = file.root().path("scores");
    if (!scores.isObject()) {
      throw file.wrong("scores", "an object", scores);
    }
    return new RunResult(
        ending(file),
        file.whole("step"),
        file.number("epoch"),
        scores(file, scores),
        file.text("weightsHash"));
  }

  private static Ending ending(RunJson file) {
    String name = file.text("ending");
    for (Ending ending : List.of(Ending.COMPLETED, Ending.DIVERGED)) {
      if (lower(ending).equals(name)) {
        return ending;
      }
    }
    throw file.wrong("ending", "completed or diverged", file.root().path("ending"));
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

  private static double number(RunJson file, JsonNode node, String key) {
    JsonNode field = node.path(key);
    if (!field.isMissingNode() && !field.isNumber()) {
      throw file.wrong(key, "a number", field);
    }
    return field.isNumber() ? field.asDouble() : Double.NaN;
  }

  static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
