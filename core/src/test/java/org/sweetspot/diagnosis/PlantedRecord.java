package org.sweetspot.diagnosis;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.sweetspot.diagnosis.record.RecordedFolder;
import org.sweetspot.diagnosis.record.RecordedRun;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The record of a healthy training, written by hand, in which faults can be planted. */
final class PlantedRecord {
  static final int STEPS = 400;
  private static final JsonMapper JSON = JsonMapper.shared();

  private final ObjectNode facts = JSON.createObjectNode();
  private final List<ObjectNode> lines = new ArrayList<>();

  PlantedRecord() {
    facts.put("schema", 1).put("optimizer", "SGD").put("processes", 1).put("seed", 1);
    ArrayNode parameters = facts.putArray("parameters");
    String[] roles = {"weight", "bias", "norm", "weight", "weight"};
    for (int i = 0; i < roles.length; i++) {
      ObjectNode one = parameters.addObject().put("name", "layer" + i).put("role", roles[i]);
      one.put("type", "float32").put("group", 0).putArray("shape").add(10);
    }
    facts.putArray("groups").addObject().put("lr", 0.1).put("weight_decay", 1e-4);
    facts.putArray("dropout").add(0.1);
    facts.putObject("scheduler").put("name", "CosineAnnealingLR").put("T_max", STEPS);
    for (int step = 1; step <= STEPS; step++) {
      lines.add(step(step));
      if (step % 80 == 0) {
        lines.add(evaluation(step));
      }
    }
  }

  private static ObjectNode step(int step) {
    double progress = (double) step / STEPS;
    ObjectNode line = JSON.createObjectNode().put("kind", "step").put("step", step);
    double loss = 0.3 + 2 * Math.exp(-8 * progress) + 0.02 * Math.sin(step);
    line.put("loss", loss).put("examples", 32).put("accumulation", 1).put("training", true);
    line.putArray("rate").add(0.1 * (0.5 + 0.5 * Math.cos(Math.PI * progress)));
    line.put("schedule", step).put("batch", "%016x".formatted(step * 7919L));
    line.putObject("clip").put("limit", 1.0).put("before", 0.5);
    ObjectNode gradient = line.putObject("gradient").put("norm", norm(step)).put("leftover", 1e-8);
    gradient.put("dot", 0.05 + 0.02 * Math.cos(step)).put("sketch", sketch(step, 0.5));
    ObjectNode update = line.putObject("update").put("norm", 0.05).put("unchanged", 1e-3);
    update.put("momentRatio", 0.9).put("sketch", sketch(-step));
    for (int i = 0; i < 5; i++) {
      update.withArray("norms").add(0.02);
      update.withArray("weights").add(5.0);
    }
    line.putObject("labels").put("entropy", 2.3).put("repeated", 2 * step).put("relabelled", 0);
    ObjectNode batch = line.putArray("micro").addObject();
    batch.put("loss", loss).put("examples", 32).put("labelEntropy", 2.1).put("weight", 1.0);
    batch.putArray("inputs").add(0.0).add(1.0).add(3.5);
    batch.set("probe", probe(loss));
    return line;
  }

  static ObjectNode probe(double loss) {
    return JSON.createObjectNode()
        .put("weight", 1.0 / 32)
        .put("cosine", 1.0)
        .put("crossEntropy", loss)
        .put("probabilities", 0.0)
        .put("ignoredShare", 0.0)
        .put("rows", 32)
        .put("classes", 10);
  }

  private static ObjectNode evaluation(int step) {
    return JSON.createObjectNode()
        .put("kind", "evaluation")
        .put("step", step)
        .put("name", "validation")
        .put("loss", 0.5 + 1e-4 * step)
        .put("accuracy", 0.85)
        .put("confidence", 0.86)
        .put("spread", 0.01)
        .put("examples", 500)
        .put("forwards", 5)
        .put("training", 0)
        .put("sampled", 500)
        .put("met", 0);
  }

  /** A gradient's norm, which is never twice the same. */
  static double norm(int step) {
    return 0.5 * (1 + 0.05 * Math.sin(step));
  }

  /** Any 251 numbers that depend on the seed. */
  static String sketch(int seed) {
    return sketch(seed, 0);
  }

  /** The same with a share of numbers that all seeds have in common. */
  private static String sketch(int seed, double common) {
    ByteBuffer bytes = ByteBuffer.allocate(251 * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < 251; i++) {
      bytes.putFloat(
          (float) (Math.sin(1.7 * seed + i * (i + 3.3 * seed)) + common * Math.sin(0.7 * i * i)));
    }
    return Base64.getEncoder().encodeToString(bytes.array());
  }

  PlantedRecord facts(Consumer<ObjectNode> change) {
    change.accept(facts);
    return this;
  }

  /** Changes every update; the number is the step's. */
  PlantedRecord steps(BiConsumer<Integer, ObjectNode> change) {
    return lines("step", change);
  }

  /** Changes the first batch of every update. */
  PlantedRecord batches(BiConsumer<Integer, ObjectNode> change) {
    return steps((step, line) -> change.accept(step, (ObjectNode) line.path("micro").get(0)));
  }

  PlantedRecord evaluations(BiConsumer<Integer, ObjectNode> change) {
    return lines("evaluation", change);
  }

  PlantedRecord add(int step, String kind) {
    lines.add(JSON.createObjectNode().put("kind", kind).put("step", step));
    return this;
  }

  private PlantedRecord lines(String kind, BiConsumer<Integer, ObjectNode> change) {
    for (ObjectNode line : lines) {
      if (line.path("kind").asString().equals(kind)) {
        change.accept(line.path("step").asInt(), line);
      }
    }
    return this;
  }

  RecordedRun read(Path folder) throws IOException {
    return write(folder).read();
  }

  RecordedFolder write(Path folder) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("recorded.json"), JSON.writeValueAsString(facts));
    StringBuilder text = new StringBuilder();
    lines.forEach(line -> text.append(JSON.writeValueAsString(line)).append('\n'));
    Files.writeString(folder.resolve("recorded.jsonl"), text);
    return new RecordedFolder(folder);
  }
}
