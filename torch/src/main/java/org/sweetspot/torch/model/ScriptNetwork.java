package org.sweetspot.torch.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.JitModule;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.sweetspot.problem.ConvolutionInputs;
import org.sweetspot.problem.Mode;
import org.sweetspot.random.RandomStream;
import org.sweetspot.recipe.EngineRecipe;
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
  private final Task task;
  private final boolean piecewiseLinear;
  private Optional<RecognizedScript> recognized = Optional.empty();
  private Optional<String> whyOpaque = Optional.empty();
  private boolean mixesInUse;

  private ScriptNetwork(JitModule module, Task task, Place place) {
    this.module = module;
    this.place = place;
    ScriptTensors tensors = ScriptTensors.of(module);
    this.parameters = declared(tensors.trained());
    this.buffers = declared(tensors.kept());
    this.weights = values(tensors.trained());
    this.state = values(tensors.kept());
    this.task = task;
    Set<String> names =
        tensors.trained().stream().map(ScriptTensors.Named::name).collect(Collectors.toSet());
    this.piecewiseLinear = ScriptLinearity.doubt(module, names).isEmpty();
  }

  static Network load(String file, Task task, Place place) {
    ScriptNetwork network;
    try (PointerScope scope = new PointerScope()) {
      JitModule module = ScriptFile.load(file);
      network = new ScriptNetwork(module, task, place);
      if (network.parameters.isEmpty()) {
        throw new IllegalArgumentException(
            "model torch-script: expected parameters to train, got a module without any in "
                + file
                + "; save it before freezing, with requires_grad on");
      }
      network.tryOut(file);
      network.recognize();
      module.retainReference();
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
    return recognized.map(RecognizedScript::activations).orElse(ASSUMED_GROWTH * task.size());
  }

  @Override
  public Map<String, ConvolutionInputs.Input> convolutions() {
    return recognized.map(RecognizedScript::convolutions).orElse(Map.of());
  }

  /**
   * As it is used, where a trial says so; with batch statistics, where it is not known what the
   * code does, in any case: batches then stay whole wherever it might matter.
   */
  @Override
  public boolean mixesExamples(Mode mode) {
    return mode == Mode.EVALUATE
        ? mixesInUse
        : recognized.isEmpty() || recognized.get().draws() || !buffers.isEmpty();
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
  BoundNetwork bindScript(Tensor flatParameters, Tensor flatBuffers) {
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
      return new BoundScript(copy, tensors, flatBuffers);
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
      recognized = Optional.of(RecognizedScript.of(module, this, task, flat, kept, place));
    } catch (UnrecognizedException reason) {
      whyOpaque = Optional.of(String.valueOf(reason.getMessage()));
      try (PointerScope scope = new PointerScope();
          BoundNetwork script = bindScript(tensor(weights), tensor(state))) {
        mixesInUse = Trial.mixesExamples(script, task, place);
      }
    }
  }

  private Tensor tensor(double[] numbers) {
    Tensor local =
        torch.from_blob(
            new DoublePointer(numbers), new long[] {numbers.length}, Place.cpu(ScalarType.Double));
    return place.cast(local).clone();
  }

  /** One pass over two examples of zeros: does the module fit the data? */
  private void tryOut(String file) {
    long[] shape = new long[task.shape().size() + 1];
    shape[0] = 2;
    for (int i = 1; i < shape.length; i++) {
      shape[i] = task.shape().get(i - 1);
    }
    long rows = task.text() ? task.size() * 2 : 2;
    String expected =
        "model torch-script: expected a module that turns inputs of shape "
            + Arrays.toString(shape)
            + " into "
            + rows
            + " rows of "
            + task.classes()
            + " logits or more, got ";
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      Tensor flat = torch.zeros(new long[] {weights.length}, place.options());
      Tensor kept = torch.ones(new long[] {state.length}, place.options());
      Tensor input =
          torch.zeros(shape, task.text() ? place.options(ScalarType.Long) : place.options());
      String got;
      try (BoundNetwork bound = bind(flat, kept)) {
        Tensor output = bound.forward(input, Mode.EVALUATE, Order.FIRST);
        long classes = output.dim() == 0 ? 1 : output.size(-1);
        if (classes >= task.classes() && output.numel() == rows * classes) {
          return;
        }
        got = "outputs of shape " + Arrays.toString(ScriptTensors.shape(output));
      } catch (RuntimeException cause) {
        throw new IllegalArgumentException(
            expected + "a failure in " + file + "; match the module and the data", cause);
      }
      throw new IllegalArgumentException(
          expected + got + " from " + file + "; match the module and the data");
    }
  }
}
