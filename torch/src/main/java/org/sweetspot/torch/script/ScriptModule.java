package org.sweetspot.torch.script;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.JitModule;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.sweetspot.data.DataSet;
import org.sweetspot.recipe.EngineRecipe;
import org.sweetspot.torch.model.Feed;
import org.sweetspot.torch.model.InputPlan;
import org.sweetspot.torch.model.Parameter;
import org.sweetspot.torch.model.Parameter.Start;
import org.sweetspot.torch.tensor.Place;
import org.sweetspot.vector.ParameterGroup;
import org.sweetspot.vector.ParameterGroup.Role;

/**
 * An opened scripted module: its own numbers, and how data are handed to it and its outputs read.
 *
 * <p>Every trained parameter is a part of one flat vector, every floating-point buffer of another;
 * each binding is a copy of the module whose tensors share memory with such vectors.
 *
 * @param module in libtorch, owned by the network made of it
 * @param place where it was opened
 * @param parameters trained tensors
 * @param buffers kept ones
 * @param weights numbers of the trained tensors
 * @param state numbers of the kept ones
 * @param ties other names of trained tensors
 * @param data what it is fitted to
 * @param plan how inputs are handed over
 * @param reading how outputs are read
 * @param flattens whether what the module puts out is no row for each example, but is read as one
 */
record ScriptModule(
    JitModule module,
    Place place,
    List<Parameter> parameters,
    List<Parameter> buffers,
    ScriptNumbers weights,
    ScriptNumbers state,
    List<ScriptTensors.Tie> ties,
    DataSet data,
    InputPlan plan,
    ScriptReading reading,
    boolean flattens) {

  /** As it was loaded, before anything was tried. */
  static ScriptModule of(JitModule module, ScriptTensors tensors, DataSet data, Place place) {
    return new ScriptModule(
        module,
        place,
        declared(tensors.trained()),
        declared(tensors.kept()),
        ScriptNumbers.of(tensors.trained()),
        ScriptNumbers.of(tensors.kept()),
        tensors.ties(),
        data,
        InputPlan.first(InputPlan.Type.REAL),
        ScriptReading.PLAIN,
        false);
  }

  /** The same with other inputs and outputs. */
  ScriptModule with(InputPlan inputs, ScriptReading outputs, boolean flat) {
    return new ScriptModule(
        module, place, parameters, buffers, weights, state, ties, data, inputs, outputs, flat);
  }

  /** A few examples of the data, in the current scope. */
  Feed trial() {
    return trial(place);
  }

  /** The same at another place. */
  Feed trial(Place at) {
    return plan.feed(Trial.arrays(data.train()), at);
  }

  /** Its weights as one flat tensor. */
  Tensor flat(Place at) {
    return weights.at(at);
  }

  /** Its buffers as one flat tensor. */
  Tensor kept(Place at) {
    return state.at(at);
  }

  /** The module over its own numbers. */
  BoundScript bind() {
    return bind(flat(place), kept(place));
  }

  /** The module over these numbers, and the numbers read as they are arranged. */
  BoundScript bind(Tensor flatParameters, Tensor flatBuffers) {
    return bind(flatParameters, flatBuffers, place);
  }

  /** The same where what is frozen is brought to a place. */
  BoundScript bind(Tensor flatParameters, Tensor flatBuffers, Place place) {
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
}
