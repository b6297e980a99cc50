package org.sweetspot.torch.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.JitModule;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;
import org.sweetspot.data.DataSet;
import org.sweetspot.data.InputArray;
import org.sweetspot.problem.ConvolutionInputs;
import org.sweetspot.problem.Mode;
import org.sweetspot.random.RandomStream;
import org.sweetspot.recipe.EngineRecipe;
import org.sweetspot.recipe.LossRecipe;
import org.sweetspot.torch.model.Parameter.Start;
import org.sweetspot.torch.tensor.Handle;
import org.sweetspot.torch.tensor.Place;
import org.sweetspot.vector.ParameterGroup;
import org.sweetspot.vector.ParameterGroup.Role;

/**
 * A module that PyTorch scripted, weights included.
 *
 * <p>Every parameter that requires a gradient is trained, in the module's order; every
 * floating-point buffer is kept in the buffer vector. Buffers of integers (a count of batches) stay
 * inside the module and are no part of a run's state.
 */
final class ScriptNetwork implements Network {
  /** Numbers put out for one example are not known; so many for each number put in are assumed. */
  private static final long ASSUMED_GROWTH = 64;

  private final JitModule module;
  private final Place place;
  private final List<Parameter> parameters;
  private final List<Parameter> buffers;
  private final double[] weights;
  private final double[] state;
  private final DataSet data;
  private InputPlan plan = InputPlan.first(InputPlan.Type.REAL);
  private ScriptReading reading = ScriptReading.PLAIN;
  private List<String> arguments = List.of();
  private @Nullable Fitted fitted;
  private boolean flattens;
  private final boolean piecewiseLinear;
  private Optional<RecognizedScript> recognized = Optional.empty();
  private Optional<String> whyOpaque = Optional.empty();
  private final List<ScriptTensors.Tie> ties;
  private final Optional<String> remark;
  private boolean mixesInUse;
  private ScriptExam exam = ScriptExam.UNKNOWN;

  private ScriptNetwork(ScriptFile.Read read, DataSet data, Place place) {
    this.module = read.module();
    this.remark = read.remark();
    this.place = place;
    ScriptTensors tensors = ScriptTensors.of(module);
    this.ties = tensors.ties();
    this.parameters = declared(tensors.trained());
    this.buffers = declared(tensors.kept());
    this.weights = values(tensors.trained());
    this.state = values(tensors.kept());
    this.data = data;
    Set<String> names =
        tensors.trained().stream().map(ScriptTensors.Named::name).collect(Collectors.toSet());
    // What is used in two places can enter both factors of a product.
    this.piecewiseLinear = ties.isEmpty() && ScriptLinearity.doubt(module, names).isEmpty();
  }

  /**
   * Opens a module.
   *
   * @param asked the loss, where it was named
   * @param output the name of the outputs among what the module returns, where it was named
   */
  static ScriptNetwork load(
      String file, DataSet data, Optional<LossRecipe> asked, Optional<String> output, Place place) {
    ScriptNetwork network;
    try (PointerScope scope = new PointerScope()) {
      ScriptFile.Read read = ScriptFile.load(file);
      network = new ScriptNetwork(read, data, place);
      if (network.parameters.isEmpty()) {
        throw new IllegalArgumentException(
            "model torch-script: expected parameters to train, got a module without any in "
                + file
                + "; save it before freezing, with requires_grad on");
      }
      network.tryOut(file, asked, output);
      network.recognize();
      network.exam = ScriptExam.of(network, read.module(), read.traced(), place, file);
      read.module().retainReference();
    }
    return network;
  }

  @Override
  public List<Parameter> parameters() {
    return parameters;
  }

  @Override
  public List<Parameter> buffers() {
    return buffers;
  }

  @Override
  public double[] initialParameters(RandomStream stream) {
    return weights.clone();
  }

  @Override
  public double[] initialBuffers() {
    return state.clone();
  }

  @Override
  public long activations() {
    return recognized.map(RecognizedScript::activations).orElse(ASSUMED_GROWTH * inputs());
  }

  @Override
  public Map<String, ConvolutionInputs.Input> convolutions() {
    return recognized.map(RecognizedScript::convolutions).orElse(Map.of());
  }

  /** As trials say. */
  @Override
  public boolean mixesExamples(Mode mode) {
    return mixesInUse || (mode != Mode.EVALUATE && exam.modes().differ());
  }

  @Override
  public boolean modesDiffer() {
    return exam.modes().differ();
  }

  @Override
  public Optional<String> whyNot(Mode mode) {
    return mode == Mode.EVALUATE ? exam.modes().whyNotUse() : exam.modes().whyNotTraining();
  }

  @Override
  public SecondDerivative second() {
    return exam.second();
  }

  @Override
  public Optional<String> remark() {
    return remark;
  }

  @Override
  public boolean showsPiecewiseLinear() {
    return piecewiseLinear;
  }

  @Override
  public Optional<String> whyOpaque() {
    return whyOpaque;
  }

  @Override
  public InputPlan plan() {
    return plan;
  }

  @Override
  public Map<String, String> readings() {
    Map<String, String> words = new LinkedHashMap<>();
    if (!plan.isNumbers() || arguments.size() > 1) {
      words.put("inputs", plan.words(data.train(), arguments));
    }
    reading.words().ifPresent(text -> words.put("outputs", text));
    return words;
  }

  /** Data, loss and outputs as they were brought together. */
  Fitted fitted() {
    return Objects.requireNonNull(fitted);
  }

  /** Whether what the module puts out is no row for each example, but is read as one. */
  boolean flattens() {
    return flattens;
  }

  /** A few examples of the data, in the current scope. */
  Feed trial() {
    return plan.feed(Trial.arrays(data.train()), place);
  }

  private long inputs() {
    return data.train().inputs().stream().mapToLong(InputArray::size).sum();
  }

  @Override
  public BoundNetwork bind(Tensor flatParameters, Tensor flatBuffers) {
    BoundNetwork script = bindScript(flatParameters, flatBuffers);
    if (recognized.isEmpty()) {
      return script;
    }
    BoundLayers layers =
        new BoundLayers(
            recognized.get().root(),
            script.leaves().stream().map(leaf -> Handle.own(leaf, "weights")).toList(),
            BoundLayers.shaped(flatBuffers, buffers, false));
    return new BoundRecognized(script, layers, recognized.get().draws());
  }

  /** The module itself over these numbers. */
  BoundScript bindScript(Tensor flatParameters, Tensor flatBuffers) {
    return bindScript(flatParameters, flatBuffers, place);
  }

  /** The same where what is frozen is brought to a place. */
  BoundScript bindScript(Tensor flatParameters, Tensor flatBuffers, Place place) {
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      JitModule copy = module.deepcopy();
      if (place.device() == EngineRecipe.Device.CUDA) {
        // What is neither trained nor a floating-point buffer has no place in the flat vectors.
        copy.to(place.nativeDevice());
      }
      Set<String> trained =
          parameters.stream().map(part -> part.group().name()).collect(Collectors.toSet());
      ScriptTensors tensors = ScriptTensors.of(copy, trained);
      for (ScriptTensors.Named frozen : tensors.frozen()) {
        frozen.tensor().set_data(place.cast(frozen.tensor()));
      }
      alias(tensors.trained(), parameters, flatParameters);
      alias(tensors.kept(), buffers, flatBuffers);
      tensors.tie(copy, ties);
      return new BoundScript(copy, tensors, flatBuffers, reading);
    }
  }

  @Override
  public void close() {
    module.releaseReference();
  }

  private static void alias(List<ScriptTensors.Named> tensors, List<Parameter> parts, Tensor flat) {
    for (int i = 0; i < tensors.size(); i++) {
      ParameterGroup group = parts.get(i).group();
      Tensor tensor = tensors.get(i).tensor();
      boolean trained = group.role() != Role.BUFFER;
      tensor.set_data(
          flat.narrow(0, group.offset(), group.size()).view(ScriptTensors.shape(tensor)));
      tensor.set_requires_grad(trained);
    }
  }

  private static List<Parameter> declared(List<ScriptTensors.Named> tensors) {
    List<Parameter> parts = new ArrayList<>();
    long offset = 0;
    for (ScriptTensors.Named named : tensors) {
      List<Long> shape = Arrays.stream(ScriptTensors.shape(named.tensor())).boxed().toList();
      parts.add(
          new Parameter(
              new ParameterGroup(named.name(), named.role(), offset, shape), Start.WEIGHT, 1, 1));
      offset += named.tensor().numel();
    }
    return parts;
  }

  private static double[] values(List<ScriptTensors.Named> tensors) {
    long size = tensors.stream().mapToLong(named -> named.tensor().numel()).sum();
    double[] values = new double[Math.toIntExact(size)];
    int at = 0;
    for (ScriptTensors.Named named : tensors) {
      Tensor doubles = named.tensor().detach().cpu().to(ScalarType.Double).contiguous();
      int length = Math.toIntExact(doubles.numel());
      new DoublePointer(doubles.data_ptr()).get(values, at, length);
      at += length;
    }
    return values;
  }

  /** Looks whether the module is made of layers that are ours too. */
  private void recognize() {
    try (PointerScope scope = new PointerScope()) {
      Tensor flat = tensor(weights);
      Tensor kept = tensor(state);
      recognized = Optional.of(RecognizedScript.of(module, this, flat, kept, place));
    } catch (UnrecognizedException reason) {
      whyOpaque = Optional.of(String.valueOf(reason.getMessage()));
      try (PointerScope scope = new PointerScope();
          BoundNetwork script = bindScript(tensor(weights), tensor(state))) {
        mixesInUse = Trial.mixesExamples(script, trial(), place);
      }
    }
  }

  /** Other names of its trained tensors. */
  List<ScriptTensors.Tie> ties() {
    return ties;
  }

  /** Its weights as one flat tensor. */
  Tensor flat(Place at) {
    return at.cast(tensor(weights)).clone();
  }

  /** Its buffers as one flat tensor. */
  Tensor kept(Place at) {
    return at.cast(tensor(state)).clone();
  }

  /** A few examples of the data, in the current scope. */
  Feed trial(Place at) {
    return plan.feed(Trial.arrays(data.train()), at);
  }

  /** Whether everything it does is done by layers of ours. */
  boolean isWhollyOurs() {
    return recognized.isPresent() && !recognized.get().draws();
  }

  private Tensor tensor(double[] numbers) {
    Tensor local =
        torch.from_blob(
            new DoublePointer(numbers), new long[] {numbers.length}, Place.cpu(ScalarType.Double));
    return place.cast(local).clone();
  }

  /** Passes over a few examples of the data: which inputs does the module take, what comes out? */
  private void tryOut(String file, Optional<LossRecipe> asked, Optional<String> output) {
    ScriptInputs inputs = ScriptInputs.of(module);
    arguments = inputs.names();
    List<Integer> arrays = inputs.arrays(data.train(), file);
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard();
        BoundScript bound = bindScript(tensor(weights), tensor(state))) {
      bound.evaluate();
      IValue returned = returned(bound, arrays, file);
      ScriptOutput entry = ScriptOutput.of(returned, output, file);
      Tensor raw = entry.in(returned);
      TargetFit.OutputSigns signs = OutputProbabilities.signs(module, raw);
      Fitted found =
          new TargetFit(asked, data, ScriptTensors.shape(raw), signs, file).fit(Trial.EXAMPLES);
      fitted = found;
      reading = new ScriptReading(entry, found.view());
      flattens = found.view().arrangement() == OutputView.Arrangement.FLAT && raw.dim() != 2;
    }
  }

  /** Tries the ways in which the arrays can be handed over, the likeliest first. */
  private IValue returned(BoundScript bound, List<Integer> arrays, String file) {
    List<Tensor> some = Trial.arrays(data.train());
    @Nullable RuntimeException first = null;
    for (InputPlan candidate : InputPlan.candidates(arrays, data.train())) {
      try {
        IValue returned = bound.returned(candidate.feed(some, place));
        plan = candidate;
        return returned;
      } catch (RuntimeException failure) {
        first = first == null ? failure : first;
      }
    }
    throw new IllegalArgumentException(
        "model torch-script: expected a module that takes "
            + InputPlan.candidates(arrays, data.train()).get(0).words(data.train(), arguments)
            + " of shape "
            + data.train().shape()
            + " for each example, got a failure in "
            + file
            + ": "
            + ScriptFailure.words(Objects.requireNonNull(first))
            + "; match the module and the data",
        first);
  }
}
