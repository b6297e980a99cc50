package org.sweetspot.onnx;

import ai.onnxruntime.OrtEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.sweetspot.data.DataSet;
import org.sweetspot.measure.target.ModelReader;
import org.sweetspot.problem.RefusedException;
import org.sweetspot.vector.Precision;
import org.sweetspot.weights.FiniteWeights;
import org.sweetspot.weights.Weights;
import org.sweetspot.weights.WeightsFile;

/** Opens ONNX models with ONNX Runtime. */
public final class OnnxReader implements ModelReader {
  /** Made by the service loader. */
  public OnnxReader() {}

  @Override
  public String engine() {
    return "ONNX Runtime " + OrtEnvironment.getEnvironment().getVersion();
  }

  @Override
  public boolean knows(Path file) {
    return file.toString().toLowerCase(Locale.ROOT).endsWith(".onnx");
  }

  @Override
  public Opened open(Path file, DataSet data, Wishes wishes) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    OnnxNodes nodes = OnnxNodes.of(file.toString(), bytes);
    Optional<String> place =
        wishes
            .features()
            .map(
                name ->
                    nodes
                        .value(name)
                        .orElseThrow(
                            () ->
                                new RefusedException(
                                    "--features " + name,
                                    "a node of " + file,
                                    "none of that name",
                                    "name one of " + named(nodes))));
    Weights weights = FiniteWeights.of(WeightsFile.open(file));
    List<String> more = new ArrayList<>(LastProduct.wanted(nodes));
    place.ifPresent(more::add);
    OnnxModel model = opened(file, bytes, more, place, wishes.threads());
    try {
      OnnxProblem problem = new OnnxProblem(file, model, nodes, weights, data, wishes, place);
      Map<String, String> readings = new LinkedHashMap<>(problem.readings());
      readings.put("weights", weights.account());
      return new Opened(problem, model.isDouble() ? Precision.DOUBLE : Precision.FLOAT, readings);
    } catch (RuntimeException refused) {
      model.close();
      throw refused;
    }
  }

  /** With values inside the graph where they can be put out, else without. */
  private static OnnxModel opened(
      Path file, byte[] bytes, List<String> more, Optional<String> place, int threads) {
    OnnxModel plain = OnnxModel.open(file, bytes, threads);
    List<String> missing =
        more.stream().distinct().filter(name -> !plain.outputs().contains(name)).toList();
    if (missing.isEmpty()) {
      return plain;
    }
    try {
      OnnxModel whole = OnnxModel.open(file, OnnxNodes.withOutputs(bytes, missing), threads);
      plain.close();
      return whole;
    } catch (RefusedException refused) {
      if (place.isPresent()) {
        plain.close();
        throw refused;
      }
      return plain;
    }
  }

  private static String named(OnnxNodes nodes) {
    List<String> names =
        nodes.all().stream()
            .map(node -> node.name().isEmpty() ? String.join(" ", node.outputs()) : node.name())
            .toList();
    int most = Math.min(20, names.size());
    String last = String.join(", ", names.subList(names.size() - most, names.size()));
    return names.size() > most ? "the last " + most + ": " + last : last;
  }
}
