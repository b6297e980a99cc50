package org.sweetspot.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Every value, error and status of every measure on fixed targets, and in double precision what it
 * says in words, is what it was when recorded ({@code recorded/make.py}).
 *
 * <p>Numbers may differ by a share of the largest number of their answer: 1e-7 in double precision,
 * where iterative solvers stop at 1e-8, and 1e-3 in single precision, where another processor's
 * order of additions changes a training of 24 steps in the sixth digit, and its curvature more.
 */
class RecordedValuesTest {
  private static final double DOUBLE = 1e-7;
  private static final double SINGLE = 1e-3;

  private static final Pattern NUMBER = Pattern.compile("-?[0-9][0-9.]*(e[-+]?[0-9]+)?");

  /**
   * Zero to rounding, which also decides whether the solver stops in time: judged by the size of
   * the other end of the spectrum.
   */
  private static final Map<String, String> NULL_SPACE =
      Map.of("gauss-newton-eigenvalues-bottom", "gauss-newton-eigenvalues");

  @TempDir private Path folder = Path.of(".");

  private static Path resource(String name) throws URISyntaxException {
    return Path.of(
        Objects.requireNonNull(RecordedValuesTest.class.getResource(name), name).toURI());
  }

  @ParameterizedTest
  @ValueSource(strings = {"run-double", "run-float"})
  void runsAreMeasuredAsRecorded(String name) throws IOException, URISyntaxException {
    Path run = folder.resolve(name);
    Path recipe = resource("recorded/" + name + ".yaml");
    assertThat(Program.run("train", recipe.toString(), "--out", run.toString()).code()).isZero();
    compare(name, List.of(run.toString()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"module-double", "module-float"})
  void modulesAreMeasuredAsRecorded(String name) throws IOException, URISyntaxException {
    List<String> words = new ArrayList<>();
    words.add(resource("measured/model.pt").toString());
    words.addAll(List.of("--data", resource("measured/data.npz").toString()));
    words.addAll(List.of("--threads", "1", "--rate", "0.2", "--batch", "10"));
    words.addAll(List.of("--precision", name.endsWith("double") ? "double" : "single"));
    compare(name, words);
  }

  @ParameterizedTest
  @ValueSource(strings = "weights")
  void weightsAloneAreMeasuredAsRecorded(String name) throws IOException, URISyntaxException {
    compare(name, List.of(resource("measured/model.pt").toString(), "--threads", "1"));
  }

  @ParameterizedTest
  @ValueSource(strings = "trajectory")
  void trajectoriesAreMeasuredAsRecorded(String name) throws IOException, URISyntaxException {
    String file = resource("recorded/trajectory.npy").toString();
    compare(name, List.of(file, "--as", "trajectory", "--threads", "1"));
  }

  private void compare(String name, List<String> target) throws IOException, URISyntaxException {
    JsonNode recorded =
        JsonMapper.shared().readTree(Files.readString(resource("recorded/" + name + ".json")));
    Path json = folder.resolve("measured.json");
    List<String> words = new ArrayList<>(List.of("measure"));
    words.addAll(target);
    words.addAll(List.of("--full", "--json", json.toString()));
    Program program = Program.run(words.toArray(String[]::new));
    assertThat(program.code()).as(program.err()).isZero();
    JsonNode measured = JsonMapper.shared().readTree(Files.readString(json)).get("measures");

    double tolerance = name.endsWith("float") ? SINGLE : DOUBLE;
    List<String> wrong = new ArrayList<>();
    for (JsonNode before : recorded) {
      String id = before.get("id").stringValue();
      JsonNode now = find(measured, id);
      String whole = NULL_SPACE.get(id);
      if (whole == null && !now.path("status").equals(before.get("status"))) {
        wrong.add(id + ": recorded " + before.get("status") + ", got " + now.path("status"));
        continue;
      }
      double size = size((whole == null ? before : find(recorded, whole)).get("value"));
      differ(id, before.get("value"), now.get("value"), tolerance * size, wrong);
      double doubt = Math.max(size, size(before.get("error")));
      differ(id + ", error", before.get("error"), now.get("error"), tolerance * doubt, wrong);
      if (before.has("finding") && !words(before).equals(words(now))) {
        wrong.add(id + ": recorded " + before.get("finding") + ", got " + now.get("finding"));
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(recorded.size()).isGreaterThan(100);
  }

  /** What was found, without its numbers: those are compared as values. */
  private static String words(JsonNode answer) {
    return NUMBER.matcher(answer.path("finding").asString("")).replaceAll("#");
  }

  private static JsonNode find(JsonNode measures, String id) {
    for (JsonNode one : measures) {
      if (one.get("id").stringValue().equals(id)) {
        return one;
      }
    }
    return JsonMapper.shared().createObjectNode();
  }

  /** The largest absolute number anywhere in it. */
  private static double size(JsonNode value) {
    if (value.isNumber()) {
      return Math.abs(value.doubleValue());
    }
    double largest = 0;
    for (JsonNode one : value) {
      largest = Math.max(largest, size(one));
    }
    return largest;
  }

  private static void differ(
      String what, JsonNode recorded, JsonNode got, double allowed, List<String> wrong) {
    if (recorded.isNumber() && got.isNumber()) {
      double distance = Math.abs(recorded.doubleValue() - got.doubleValue());
      if (!(distance <= allowed)) {
        wrong.add(what + ": recorded " + recorded + ", got " + got);
      }
    } else if (recorded.getNodeType() != got.getNodeType() || recorded.size() != got.size()) {
      wrong.add(what + ": recorded " + recorded + ", got " + got);
    } else if (recorded.isObject()) {
      for (String name : recorded.propertyNames()) {
        differ(what + " " + name, recorded.get(name), got.path(name), allowed, wrong);
      }
    } else {
      for (int i = 0; i < recorded.size(); i++) {
        differ(what + " " + (i + 1), recorded.get(i), got.get(i), allowed, wrong);
      }
    }
  }
}
