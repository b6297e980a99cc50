package org.sweetspot.torch.script;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.sweetspot.data.DataSet;
import org.sweetspot.data.InputArray;
import org.sweetspot.problem.ConvolutionInputs;
import org.sweetspot.problem.Mode;
import org.sweetspot.random.RandomStream;
import org.sweetspot.recipe.LossRecipe;
import org.sweetspot.torch.model.BoundLayers;
import org.sweetspot.torch.model.BoundNetwork;
import org.sweetspot.torch.model.Fitted;
import org.sweetspot.torch.model.InputPlan;
import org.sweetspot.torch.model.Network;
import org.sweetspot.torch.model.Parameter;
import org.sweetspot.torch.model.SecondDerivative;
import org.sweetspot.torch.model.Zoo;
import org.sweetspot.torch.tensor.Handle;
import org.sweetspot.torch.tensor.Place;

/**
 * A module that PyTorch scripted, weights included.
 *
 * <p>Every parameter that requires a gradient is trained, in the module's order; every
 * floating-point buffer is kept in the buffer vector. Buffers of integers (a count of batches) stay
 * inside the module and are no part of a run's state.
 */
public final class ScriptNetwork implements Network {
  /** Numbers put out for one example are not known; so many for each number put in are assumed. */
  private static final long ASSUMED_GROWTH = 64;

  private final ScriptModule module;
  private final Fitted fitted;
  private final List<String> arguments;
  private final boolean piecewiseLinear;
  private final Optional<String> remark;
  private final Optional<RecognizedScript> recognized;
  private final Optional<String> whyOpaque;
  private final boolean mixesInUse;
  private final ScriptExam exam;

  private ScriptNetwork(ScriptFile.Read read, boolean piecewiseLinear, ScriptFit fit, String file) {
    this.module = fit.module();
    this.fitted = fit.fitted();
    this.arguments = fit.arguments();
    this.piecewiseLinear = piecewiseLinear;
    this.remark = read.remark();
    Optional<RecognizedScript> layers = Optional.empty();
    Optional<String> reason = Optional.empty();
    boolean mixes = false;
    try (PointerScope scope = new PointerScope()) {
      layers = Optional.of(RecognizedScript.of(module));
    } catch (UnrecognizedException unrecognized) {
      reason = Optional.of(String.valueOf(unrecognized.getMessage()));
      try (PointerScope scope = new PointerScope();
          BoundNetwork script = module.bind()) {
        mixes = Trial.mixesExamples(script, module.trial(), module.place());
      }
    }
    this.recognized = layers;
    this.whyOpaque = reason;
    this.mixesInUse = mixes;
    boolean ours = recognized.isPresent() && !recognized.get().draws();
    this.exam = ScriptExam.of(module, ours, read.traced(), file);
  }

  /**
   * Opens a module, and data and loss that suit it; the caller closes it.
   *
   * @param asked the loss, where it was named; it follows from data and module otherwise
   * @param output the name of the outputs among what the module returns, where it was named
   * @param place where it will compute
   * @throws IllegalArgumentException if the data do not suit it, or its file cannot be read
   */
  public static Zoo.Opened open(
      String file, DataSet data, Optional<LossRecipe> asked, Optional<String> output, Place place) {
    try (PointerScope scope = new PointerScope()) {
      ScriptFile.Read read = ScriptFile.load(file);
      ScriptTensors tensors = ScriptTensors.of(read.module());
      if (tensors.trained().isEmpty()) {
        throw new IllegalArgumentException(
            "model torch-script: expected parameters to train, got a module without any in "
                + file
                + "; save it before freezing, with requires_grad on");
      }
      ScriptModule module = ScriptModule.of(read.module(), tensors, data, place);
      Set<String> names =
          tensors.trained().stream().map(ScriptTensors.Named::name).collect(Collectors.toSet());
      // What is used in two places can enter both factors of a product.
      boolean straight =
          module.ties().isEmpty() && ScriptLinearity.doubt(read.module(), names).isEmpty();
      ScriptFit fit = ScriptFit.of(module, file, asked, output);
      ScriptNetwork network = new ScriptNetwork(read, straight, fit, file);
      read.module().retainReference();
      return new Zoo.Opened(network, network.fitted);
    }
  }

  @Override
  public List<Parameter> parameters() {
    return module.parameters();
  }

  @Override
  public List<Parameter> buffers() {
    return module.buffers();
  }

  @Override
  public double[] initialParameters(RandomStream stream) {
    return module.weights().copy();
  }

  @Override
  public double[] initialBuffers() {
    return module.state().copy();
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
    return module.plan();
  }

  @Override
  public Map<String, String> readings() {
    Map<String, String> words = new LinkedHashMap<>();
    if (!module.plan().isNumbers() || arguments.size() > 1) {
      words.put("inputs", module.plan().words(module.data().train(), arguments));
    }
    module.reading().words().ifPresent(text -> words.put("outputs", text));
    return words;
  }

  private long inputs() {
    return module.data().train().inputs().stream().mapToLong(InputArray::size).sum();
  }

  @Override
  public BoundNetwork bind(Tensor flatParameters, Tensor flatBuffers) {
    BoundNetwork script = module.bind(flatParameters, flatBuffers);
    if (recognized.isEmpty()) {
      return script;
    }
    BoundLayers layers =
        new BoundLayers(
            recognized.get().root(),
            script.leaves().stream().map(leaf -> Handle.own(leaf, "weights")).toList(),
            BoundLayers.shaped(flatBuffers, module.buffers(), false));
    return new BoundRecognized(script, layers, recognized.get().draws());
  }

  @Override
  public void close() {
    module.module().releaseReference();
  }
}
