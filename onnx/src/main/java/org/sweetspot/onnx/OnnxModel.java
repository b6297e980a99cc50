package org.sweetspot.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.sweetspot.problem.RefusedException;

/** A model that ONNX Runtime carries out. Cost of a call: one forward pass. */
final class OnnxModel implements AutoCloseable {
  private static final String FOLDER = "session.model_external_initializers_file_folder_path";

  private final String file;
  private final OrtEnvironment environment;
  private final OrtSession session;
  private final Map<String, TensorInfo> inputs = new LinkedHashMap<>();

  private OnnxModel(String file, OrtEnvironment environment, OrtSession session)
      throws OrtException {
    this.file = file;
    this.environment = environment;
    this.session = session;
    for (Map.Entry<String, NodeInfo> entry : session.getInputInfo().entrySet()) {
      if (!(entry.getValue().getInfo() instanceof TensorInfo info)) {
        throw new RefusedException(
            file + ", input " + entry.getKey(),
            "a tensor",
            String.valueOf(entry.getValue().getInfo()),
            "export the model with tensors as its inputs");
      }
      inputs.put(entry.getKey(), info);
    }
  }

  /**
   * Opens a model.
   *
   * @param bytes of its file; tensors outside it lie in the file's folder
   * @param threads of the processor; 0 for every core
   */
  static OnnxModel open(Path file, byte[] bytes, int threads) {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
      if (threads > 0) {
        options.setIntraOpNumThreads(threads);
      }
      Path folder = file.toAbsolutePath().getParent();
      if (folder != null) {
        options.addConfigEntry(FOLDER, folder.toString());
      }
      return new OnnxModel(file.toString(), environment, environment.createSession(bytes, options));
    } catch (OrtException broken) {
      throw new RefusedException(
          file.toString(),
          "an ONNX model that ONNX Runtime can carry out",
          String.valueOf(broken.getMessage()),
          "export it with operators and types that ONNX Runtime knows, or leave --data out to"
              + " measure the weights alone",
          broken);
    }
  }

  /** What is put in, by name, in the order of the graph. */
  Map<String, TensorInfo> inputs() {
    return inputs;
  }

  /** Names of what it puts out. */
  Set<String> outputs() {
    return session.getOutputNames();
  }

  /**
   * Values of the graph on some inputs.
   *
   * @param given by name: examples x numbers of one example
   * @param shapes by name: of one batch
   * @param wanted names of values that the model puts out
   */
  Map<String, Table> values(
      Map<String, double[]> given, Map<String, long[]> shapes, List<String> wanted) {
    Map<String, OnnxTensor> tensors = new LinkedHashMap<>();
    try {
      for (Map.Entry<String, double[]> entry : given.entrySet()) {
        TensorInfo info = inputs.get(entry.getKey());
        long[] shape = shapes.get(entry.getKey());
        if (info == null || shape == null) {
          throw new IllegalArgumentException("onnx: no input " + entry.getKey());
        }
        tensors.put(
            entry.getKey(), Tensors.of(environment, info.type, entry.getValue(), shape, file));
      }
      try (OrtSession.Result result = session.run(tensors, Set.copyOf(wanted))) {
        Map<String, Table> tables = new LinkedHashMap<>();
        for (String name : wanted) {
          OnnxValue value =
              result
                  .get(name)
                  .orElseThrow(() -> new IllegalArgumentException("onnx: no value " + name));
          tables.put(name, Tensors.read(value, file + ", value " + name));
        }
        return tables;
      }
    } catch (OrtException failed) {
      throw new RefusedException(
          file,
          "a model that can be carried out on these data",
          String.valueOf(failed.getMessage()),
          "give data of the shapes that it was exported for",
          failed);
    } finally {
      tensors.values().forEach(OnnxTensor::close);
    }
  }

  /** Values on any number of examples, however many the graph takes at once. */
  Map<String, Table> values(
      Map<String, double[]> given, Map<String, long[]> shapes, int examples, List<String> wanted) {
    int fixed = fixedBatch();
    if (fixed <= 0 || fixed == examples) {
      return values(given, shapes, wanted);
    }
    Map<String, List<Table>> parts = new LinkedHashMap<>();
    for (int from = 0; from < examples; from += fixed) {
      int count = Math.min(fixed, examples - from);
      Map<String, double[]> some = new LinkedHashMap<>();
      Map<String, long[]> fit = new LinkedHashMap<>();
      for (Map.Entry<String, double[]> entry : given.entrySet()) {
        int each = entry.getValue().length / examples;
        double[] part = new double[each * fixed];
        for (int row = 0; row < fixed; row++) {
          // What is missing in the last one is filled up with the last example.
          int source = from + Math.min(row, count - 1);
          System.arraycopy(entry.getValue(), source * each, part, row * each, each);
        }
        some.put(entry.getKey(), part);
        long[] shape = shapes.getOrDefault(entry.getKey(), new long[0]).clone();
        shape[0] = fixed;
        fit.put(entry.getKey(), shape);
      }
      values(some, fit, wanted)
          .forEach(
              (name, table) ->
                  parts.computeIfAbsent(name, n -> new ArrayList<>()).add(table.first(count)));
    }
    Map<String, Table> joined = new LinkedHashMap<>();
    parts.forEach((name, tables) -> joined.put(name, Table.joined(tables)));
    return joined;
  }

  /** The only number of examples that the graph takes at once; 0 where any number will do. */
  private int fixedBatch() {
    for (TensorInfo info : inputs.values()) {
      long[] shape = info.getShape();
      if (shape.length > 0 && shape[0] > 0) {
        return Math.toIntExact(shape[0]);
      }
    }
    return 0;
  }

  /** Whether a model computes in double precision: its first input of real numbers says. */
  boolean isDouble() {
    return inputs.values().stream().anyMatch(info -> info.type == OnnxJavaType.DOUBLE);
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException failed) {
      throw new IllegalStateException("onnx: closing " + file + " failed", failed);
    }
  }
}
