package org.sweetspot.onnx;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.sweetspot.data.DataSet;
import org.sweetspot.measure.NotApplicableException;
import org.sweetspot.measure.target.ModelReader;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Features;
import org.sweetspot.problem.Inputs;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.OutputForm;
import org.sweetspot.problem.Outputs;
import org.sweetspot.problem.Problem;
import org.sweetspot.problem.Split;
import org.sweetspot.vector.ParameterVector;
import org.sweetspot.weights.Weights;

/**
 * An ONNX model with data. It has outputs, what stands at nodes inside its graph, and weights that
 * can be looked at; it has no gradients, and its weights cannot be moved: measures that need those
 * do not apply, and say so. Losses are computed here from the outputs, in double precision.
 */
final class OnnxProblem implements Problem {
  private static final String NO_GRADIENTS =
      "needs derivatives; ONNX Runtime carries out a finished graph forwards alone: measure the"
          + " PyTorch module, or the Keras or JAX model, that it came from";
  private static final int FEW = 8;

  private final OnnxModel model;
  private final Given given;
  private final String output;
  private final FixedWeights weights;
  private final FixedWeights buffers;
  private final Answers answers;
  private final boolean mixes;
  private final Map<Class<?>, Object> abilities = new HashMap<>();
  private final Map<Class<?>, String> missing = new HashMap<>();
  private final Map<String, String> readings = new LinkedHashMap<>();

  OnnxProblem(
      Path file,
      OnnxModel model,
      OnnxNodes nodes,
      Weights weights,
      DataSet data,
      ModelReader.Wishes wishes,
      Optional<String> place) {
    this.model = model;
    this.given = new Given(file.toString(), model, data);
    this.output = OutputName.of(file, model, nodes, wishes.output());
    this.weights = FileWeights.of(weights);
    this.buffers = FileWeights.none();
    Batch few = Batch.range(Split.TRAIN, 0, Math.min(FEW, data.train().count()));
    String last =
        nodes.all().stream()
            .filter(node -> node.outputs().contains(output))
            .map(OnnxNodes.Node::operator)
            .findFirst()
            .orElse("");
    this.answers = Answers.of(file, data, wishes.loss(), values(few, output), few.size(), last);
    this.mixes = mixes(few);
    readings.put("outputs", output + ": " + answers.words());
    if (!given.notes().isEmpty()) {
      readings.put("inputs", String.join("; ", given.notes()));
    }
    OutputTables tables = new OutputTables(this, answers);
    abilities.put(OutputForm.class, tables);
    if (answers.isClassifier()) {
      abilities.put(Outputs.class, tables);
      if (answers.hasIgnored()) {
        abilities.remove(OutputForm.class);
        missing.put(OutputForm.class, "needs a loss in which every row counts; some are ignored");
      }
      findFeatures(nodes, place, few);
      if (given.isOneOfReals() && answers.isSingle()) {
        abilities.put(Inputs.class, new OnnxInputs(this));
      }
    }
  }

  private void findFeatures(OnnxNodes nodes, Optional<String> place, Batch few) {
    if (place.isPresent()) {
      abilities.put(Features.class, (Features) batch -> NodeFeatures.at(this, place.get(), batch));
      readings.put("features", "those at " + place.get());
      return;
    }
    NodeFeatures.last(this, nodes, few)
        .ifPresentOrElse(
            found -> abilities.put(Features.class, found),
            () ->
                missing.put(
                    Features.class,
                    "needs a last layer that is a product of features with a matrix (Gemm or"
                        + " MatMul); none gives the outputs: name a node with --features"));
  }

  private boolean mixes(Batch few) {
    if (few.size() < 3) {
      return false;
    }
    double[] forward = values(few, output).entries();
    int[] turned = IntStream.range(0, few.size()).map(i -> few.size() - 1 - i).toArray();
    double[] backward = values(few.at(turned).slice(few.size() - 2, few.size()), output).entries();
    int each = forward.length / few.size();
    for (int row = 0; row < 2; row++) {
      for (int i = 0; i < each; i++) {
        double a = forward[row * each + i];
        double b = backward[(1 - row) * each + i];
        if (Math.abs(a - b) > 1e-3 * Math.max(1e-3, Math.max(Math.abs(a), Math.abs(b)))) {
          return true;
        }
      }
    }
    return false;
  }

  /** What was taken for what, by name. */
  Map<String, String> readings() {
    return readings;
  }

  Given given() {
    return given;
  }

  Answers answers() {
    return answers;
  }

  /** The outputs on inputs that are given, examples x numbers. */
  Table outputs(double[] inputs, int examples) {
    String name = model.inputs().keySet().iterator().next();
    return model
        .values(Map.of(name, inputs), given.shapes(examples), examples, List.of(output))
        .getOrDefault(output, Table.NONE);
  }

  /** A value of the graph on a batch. */
  Table values(Batch batch, String name) {
    return values(batch, List.of(name)).getOrDefault(name, Table.NONE);
  }

  /** Values of the graph on a batch, by name; those that it does not put out are left out. */
  Map<String, Table> values(Batch batch, List<String> names) {
    List<String> known = new ArrayList<>(names);
    known.retainAll(model.outputs());
    return model.values(given.numbers(batch), given.shapes(batch.size()), batch.size(), known);
  }

  /** The outputs on a batch. */
  Table outputs(Batch batch) {
    return values(batch, output);
  }

  @Override
  public ParameterVector parameters() {
    return weights;
  }

  @Override
  public ParameterVector buffers() {
    return buffers;
  }

  @Override
  public int size(Split split) {
    return given.examples(split).count();
  }

  @Override
  public boolean mixesExamples(Mode mode) {
    return mixes;
  }

  @Override
  public boolean modesDiffer() {
    return false;
  }

  @Override
  public Optional<String> whyNot(Mode mode) {
    return mode == Mode.EVALUATE
        ? Optional.empty()
        : Optional.of("needs a training mode, which an exported graph has not");
  }

  @Override
  public <A> Optional<A> ability(Class<A> type) {
    return Optional.ofNullable(abilities.get(type)).map(type::cast);
  }

  @Override
  public Optional<String> whyNot(Class<?> ability) {
    if (missing.containsKey(ability)) {
      return Optional.ofNullable(missing.get(ability));
    }
    if (ability == Outputs.class || ability == Features.class || ability == Inputs.class) {
      return Optional.of(
          "needs a classifier with one row of logits for each example, and real inputs; here "
              + answers.words());
    }
    return Optional.of(NO_GRADIENTS);
  }

  @Override
  public double loss(Batch batch, Mode mode) {
    return answers.loss(batch, outputs(batch));
  }

  @Override
  public double gradient(Batch batch, Mode mode, ParameterVector into) {
    throw new NotApplicableException(NO_GRADIENTS);
  }

  @Override
  public void close() {
    model.close();
    weights.close();
    buffers.close();
  }
}
