package org.sweetspot.bridge;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.sweetspot.bridge.wire.Operation;
import org.sweetspot.matrix.Matrix;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Features;
import org.sweetspot.problem.GaussNewton;
import org.sweetspot.problem.Inputs;
import org.sweetspot.problem.LastLayer;
import org.sweetspot.problem.Linearization;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.OutputGradients;
import org.sweetspot.problem.Outputs;
import org.sweetspot.problem.PerExample;
import org.sweetspot.problem.Predictions;
import org.sweetspot.problem.Problem;
import org.sweetspot.problem.SecondOrder;
import org.sweetspot.problem.Split;
import org.sweetspot.random.RandomStream;
import org.sweetspot.vector.ArraySpace;
import org.sweetspot.vector.ArrayVector;
import org.sweetspot.vector.Draws;
import org.sweetspot.vector.ParameterGroup;
import org.sweetspot.vector.ParameterVector;

/** Answers for a plain Java problem as docs/bridge-protocol.md says, one frame after the other. */
final class PeerServer {
  private final Problem problem;
  private final Map<Integer, ParameterVector> vectors = new HashMap<>();
  private final Map<Integer, Linearization> graphs = new HashMap<>();
  private final Map<Integer, byte[]> tables = new HashMap<>();
  private final Set<Integer> labels = new HashSet<>();
  private String pending = "";
  private int answered;

  PeerServer(Problem problem) {
    this.problem = problem;
    vectors.put(1, problem.parameters());
    vectors.put(2, problem.buffers());
  }

  /** How many vectors, graphs and tables live, those of the problem left out. */
  int living() {
    return vectors.size() - 2 + graphs.size() + tables.size();
  }

  /** How many requests were answered. */
  int answered() {
    return answered;
  }

  /** Serves until the other end is closed. */
  void serve(SocketChannel channel) {
    try (channel) {
      while (true) {
        ByteBuffer header = read(channel, 8);
        int length = header.getInt() - 4;
        int operation = header.getShort();
        boolean oneWay = header.getShort() == 1;
        ByteBuffer body = read(channel, length);
        ByteBuffer reply = ByteBuffer.allocate(1 << 22).order(ByteOrder.LITTLE_ENDIAN).position(8);
        int status = 0;
        try {
          answer(of(operation), body, reply);
        } catch (RuntimeException failure) {
          pending = failure.getMessage() + "\ntraceback of " + of(operation);
        }
        if (oneWay) {
          continue;
        }
        if (!pending.isEmpty()) {
          status = 2;
          reply.position(8).put(pending.getBytes(StandardCharsets.UTF_8));
          pending = "";
        }
        answered++;
        reply.putInt(0, reply.position() - 4).putShort(4, (short) operation);
        reply.putShort(6, (short) status).flip();
        while (reply.hasRemaining()) {
          channel.write(reply);
        }
      }
    } catch (IOException closed) {
      // The other end is gone: the end of serving.
    }
  }

  private static Operation of(int code) {
    for (Operation operation : Operation.values()) {
      if (operation.code() == code) {
        return operation;
      }
    }
    throw new IllegalArgumentException("no operation " + code);
  }

  private static ByteBuffer read(SocketChannel channel, int count) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes) < 0) {
        throw new IOException("end");
      }
    }
    return bytes.flip();
  }

  private void answer(Operation operation, ByteBuffer in, ByteBuffer out) {
    switch (operation) {
      case PING, CLOSE -> {}
      case OPEN -> text(out, PeerDescription.of(problem));
      case NEW -> {
        int handle = in.getInt();
        vectors.put(handle, zero(in.getLong()));
      }
      case FREE -> {
        int handle = in.getInt();
        vectors.remove(handle);
        tables.remove(handle);
      }
      case SET -> vector(in).set(vector(in));
      case SCALE -> vector(in).scale(in.getDouble());
      case ADD -> {
        ParameterVector x = vector(in);
        double factor = in.getDouble();
        x.add(factor, vector(in));
      }
      case MULTIPLY -> vector(in).multiply(vector(in));
      case ADD_PRODUCT -> {
        ParameterVector x = vector(in);
        double factor = in.getDouble();
        x.addProduct(factor, vector(in), vector(in));
      }
      case ADD_RATIO -> {
        ParameterVector x = vector(in);
        double factor = in.getDouble();
        ParameterVector numerator = vector(in);
        double scale = in.getDouble();
        x.addRatio(factor, numerator, scale, vector(in), in.getDouble());
      }
      case VIEW -> {
        int handle = in.getInt();
        ParameterVector whole = vector(in);
        long offset = in.getLong();
        long size = in.getLong();
        vectors.put(
            handle,
            whole.view(
                whole.space().groups().stream()
                    .filter(group -> group.offset() == offset && group.size() == size)
                    .findFirst()
                    .orElseThrow()));
      }
      case FINITE -> out.put((byte) (vector(in).isFinite() ? 1 : 0));
      case PRODUCTS -> {
        List<ParameterVector> left = vectors(in);
        List<ParameterVector> right = vectors(in);
        left.forEach(x -> right.forEach(y -> out.putDouble(x.dot(y))));
      }
      case COMBINE -> {
        ParameterVector x = vector(in);
        double[] coefficients = new double[in.getInt()];
        in.asDoubleBuffer().get(coefficients);
        in.position(in.position() + Double.BYTES * coefficients.length);
        List<ParameterVector> terms = vectors(in);
        for (int i = 0; i < coefficients.length; i++) {
          x.add(coefficients[i], terms.get(i));
        }
      }
      case DRAW -> {
        ParameterVector x = vector(in);
        int kind = in.get();
        RandomStream stream = new RandomStream(in.getLong(), in.getLong());
        int size = (int) x.space().dimension();
        x.set(kind == 0 ? Draws.gaussian(stream, size) : Draws.rademacher(stream, size));
      }
      case READ -> read(in, out);
      case WRITE -> {
        ParameterVector x = vector(in);
        double[] entries = x.toArray();
        int from = (int) in.getLong();
        int count = in.remaining() / Double.BYTES;
        in.asDoubleBuffer().get(entries, from, count);
        x.set(entries);
      }
      case LOSS -> out.putDouble(problem.loss(batch(in), mode(in)));
      case GRADIENT -> {
        Batch batch = batch(in);
        out.putDouble(problem.gradient(batch, Mode.EVALUATE, vector(in)));
      }
      case GRAPH -> {
        Linearization graph = ability(SecondOrder.class).linearize(batch(in), Mode.EVALUATE);
        graphs.put(in.getInt(), graph);
        vector(in).set(graph.gradient());
        out.putDouble(graph.loss());
      }
      case PRODUCT -> {
        Linearization graph = Objects.requireNonNull(graphs.get(in.getInt()));
        in.get();
        graph.apply(vector(in), vector(in));
      }
      case CLOSE_GRAPH -> Objects.requireNonNull(graphs.remove(in.getInt())).close();
      case GAUSS_NEWTON -> {
        Batch batch = batch(in);
        ability(GaussNewton.class).gaussNewtonProduct(batch, Mode.EVALUATE, vector(in), vector(in));
      }
      case LOSSES -> reals(out, ability(PerExample.class).losses(batch(in)));
      case SQUARED_NORMS -> reals(out, ability(PerExample.class).squaredGradientNorms(batch(in)));
      case EXAMPLES -> {
        Batch batch = batch(in);
        List<ParameterVector> into = vectors(in);
        ability(PerExample.class).gradients(batch, (i, gradient) -> into.get(i).set(gradient));
      }
      case OUTPUTS -> outputs(in, out);
      case OUTPUT_GRADIENTS -> {
        Batch batch = batch(in);
        double[] coefficients = realsOf(in);
        List<ParameterVector> into = vectors(in);
        ability(OutputGradients.class)
            .outputGradients(batch, coefficients, (i, gradient) -> into.get(i).set(gradient));
      }
      case OUTPUT_NORMS -> {
        Batch batch = batch(in);
        int group = in.getInt();
        double[] coefficients = realsOf(in);
        tables.put(in.getInt(), bytes(norms(batch, group, coefficients)));
      }
      case LAST_LAYER -> {
        Batch batch = batch(in);
        LastLayer.Seen seen = (LastLayer.Seen) ability(Features.class).lastLayer(batch);
        tables.put(in.getInt(), bytes(seen.features().entries()));
        tables.put(in.getInt(), bytes(seen.weight().entries()));
        tables.put(in.getInt(), bytes(seen.bias().entries()));
        out.putInt(seen.features().rows()).putInt(seen.features().columns());
        out.putInt(seen.weight().rows());
        text(out, "");
      }
      case INPUTS -> {
        Batch batch = batch(in);
        tables.put(in.getInt(), bytes(ability(Inputs.class).inputs(batch).entries()));
      }
      case LOGITS -> {
        ParameterVector weights = vector(in);
        int rows = in.getInt();
        double[] inputs = realsOf(in);
        Matrix logits =
            ability(Inputs.class).logits(new Matrix(rows, inputs.length / rows, inputs), weights);
        tables.put(in.getInt(), bytes(logits.entries()));
        out.putInt(logits.columns());
      }
      default -> throw new IllegalArgumentException("not able to " + operation);
    }
  }

  private static double[] realsOf(ByteBuffer in) {
    double[] values = new double[in.getInt()];
    in.asDoubleBuffer().get(values);
    in.position(in.position() + Double.BYTES * values.length);
    return values;
  }

  private static byte[] bytes(double... values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(Double.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asDoubleBuffer().put(values);
    return bytes.array();
  }

  /** By set, by parameter tensor, by group; the reference has no groups of its own by tensor. */
  private double[] norms(Batch batch, int group, double[] coefficients) {
    OutputGradients gradients = ability(OutputGradients.class);
    int each = batch.size() * ability(Outputs.class).predictions(batch, Mode.EVALUATE).classes();
    int sets = coefficients.length / each;
    List<double[]> list = new ArrayList<>();
    for (int set = 0; set < sets; set++) {
      list.add(Arrays.copyOfRange(coefficients, set * each, (set + 1) * each));
    }
    if (group == 1) {
      return Arrays.stream(gradients.squaredParameterNorms(batch, list))
          .flatMap(Arrays::stream)
          .flatMapToDouble(Arrays::stream)
          .toArray();
    }
    double[] whole = gradients.squaredGroupNorms(batch, list.get(0), group);
    // The first tensor gets all of it: only the sum over tensors is asked for.
    return Arrays.copyOf(whole, whole.length * problem.space().groups().size());
  }

  private void outputs(ByteBuffer in, ByteBuffer out) {
    Predictions predictions = ability(Outputs.class).predictions(batch(in), Mode.EVALUATE);
    int rows = predictions.rows();
    int classes = predictions.classes();
    ByteBuffer logits = ByteBuffer.allocate(rows * classes * 8).order(ByteOrder.LITTLE_ENDIAN);
    ByteBuffer labels = ByteBuffer.allocate(rows * 4).order(ByteOrder.LITTLE_ENDIAN);
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < classes; column++) {
        logits.putDouble(predictions.logit(row, column));
      }
      labels.putInt(predictions.label(row));
    }
    tables.put(in.getInt(), logits.array());
    int truth = in.getInt();
    tables.put(truth, labels.array());
    this.labels.add(truth);
    out.putInt(rows).putInt(classes);
  }

  private void read(ByteBuffer in, ByteBuffer out) {
    int handle = in.getInt();
    int from = (int) in.getLong();
    int count = in.getInt();
    byte[] table = tables.get(handle);
    if (table != null) {
      int each = labels.contains(handle) ? Integer.BYTES : Double.BYTES;
      out.put(table, from * each, count * each);
      return;
    }
    double[] entries = Objects.requireNonNull(vectors.get(handle)).toArray();
    for (int i = from; i < from + count; i++) {
      out.putDouble(entries[i]);
    }
  }

  private <A> A ability(Class<A> type) {
    return problem.ability(type).orElseThrow();
  }

  private ArrayVector zero(long size) {
    if (size == problem.space().dimension()) {
      return (ArrayVector) problem.space().zero();
    }
    // Part of a vector: Java's own vectors want to know which.
    return problem.space().groups().stream()
        .filter(group -> group.size() == size)
        .map(group -> new ParameterGroup(group.name(), group.role(), 0, group.shape()))
        .map(group -> new ArraySpace(List.of(group)).zero())
        .findFirst()
        .orElseThrow();
  }

  private ParameterVector vector(ByteBuffer in) {
    int handle = in.getInt();
    ParameterVector found = vectors.get(handle);
    if (found == null) {
      throw new IllegalArgumentException("no vector has the handle " + handle);
    }
    return found;
  }

  private List<ParameterVector> vectors(ByteBuffer in) {
    int count = in.getInt();
    List<ParameterVector> found = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      found.add(vector(in));
    }
    return found;
  }

  private static Batch batch(ByteBuffer in) {
    Split split = List.of(Split.TRAIN, Split.VALIDATION, Split.TEST).get(in.get());
    in.get();
    boolean augmented = in.get() != 0;
    long key = in.getLong();
    int[] indices = new int[in.getInt()];
    in.asIntBuffer().get(indices);
    in.position(in.position() + 4 * indices.length);
    Batch batch = Batch.of(split, indices);
    return augmented ? batch.augmented(key) : batch;
  }

  private static Mode mode(ByteBuffer in) {
    return List.of(Mode.TRAIN, Mode.PROBE, Mode.EVALUATE).get(in.get(1));
  }

  private static void reals(ByteBuffer out, double[] values) {
    for (double value : values) {
      out.putDouble(value);
    }
  }

  private static void text(ByteBuffer out, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.putInt(bytes.length).put(bytes);
  }
}
