package org.sweetspot.torch.script;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.JitModule;
import org.bytedeco.pytorch.NamedTensor;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.named_buffer_iterator;
import org.bytedeco.pytorch.named_buffer_list;
import org.bytedeco.pytorch.named_parameter_iterator;
import org.bytedeco.pytorch.named_parameter_list;
import org.sweetspot.vector.ParameterGroup.Role;

/**
 * The tensors inside a scripted module, in the module's order and in the current scope.
 *
 * @param trained parameters that require a gradient
 * @param frozen parameters that do not
 * @param kept buffers of floating-point numbers
 * @param counts buffers of integers
 * @param ties other names of trained tensors, which are one tensor each
 */
record ScriptTensors(
    List<Named> trained, List<Named> frozen, List<Named> kept, List<Named> counts, List<Tie> ties) {
  /**
   * Another name of a trained tensor.
   *
   * @param name dotted
   * @param trained index of the tensor that it shares its numbers with
   */
  record Tie(String name, int trained) {}

  /**
   * One tensor.
   *
   * @param name dotted
   * @param role told from its shape and name
   */
  record Named(String name, Role role, Tensor tensor) {}

  /** Those of a module as it was saved. */
  static ScriptTensors of(JitModule module) {
    return of(module, named -> named.tensor().requires_grad());
  }

  /** Those of a copy, which forgets which parameters require gradients. */
  static ScriptTensors of(JitModule copy, Set<String> trained) {
    return of(copy, named -> trained.contains(named.name()));
  }

  /** Makes each other name in a module that of the very tensor, so that it has one derivative. */
  void tie(JitModule module, List<Tie> others) {
    for (Tie tie : others) {
      JitModule owner = module;
      String name = tie.name();
      for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.')) {
        owner = new JitModule(owner.attr(name.substring(0, dot)).toObject());
        name = name.substring(dot + 1);
      }
      owner.setattr(name, new IValue(trained.get(tie.trained()).tensor()));
    }
  }

  private static ScriptTensors of(JitModule module, Predicate<Named> isTrained) {
    List<Named> trained = new ArrayList<>();
    List<Named> frozen = new ArrayList<>();
    List<Tie> ties = new ArrayList<>();
    Map<Long, Integer> memory = new HashMap<>();
    named_parameter_list parameters = module.named_parameters(true);
    named_parameter_iterator end = parameters.end();
    for (named_parameter_iterator at = parameters.begin(); at.notEquals(end); at.increment()) {
      NamedTensor named = at.multiply();
      Tensor tensor = new Tensor(named.value());
      String name = named.name().getString();
      Named parameter = new Named(name, role(name, tensor), tensor);
      if (tensor.numel() > 0 && isTrained.test(parameter)) {
        Integer known = memory.putIfAbsent(tensor.data_ptr().address(), trained.size());
        if (known != null) {
          requireSame(trained.get(known), parameter);
          ties.add(new Tie(name, known));
          continue;
        }
        trained.add(parameter);
      } else {
        frozen.add(parameter);
      }
    }
    List<Named> kept = new ArrayList<>();
    List<Named> counts = new ArrayList<>();
    named_buffer_list buffers = module.named_buffers(true);
    named_buffer_iterator last = buffers.end();
    for (named_buffer_iterator at = buffers.begin(); at.notEquals(last); at.increment()) {
      NamedTensor named = at.multiply();
      Tensor tensor = new Tensor(named.value());
      Named buffer = new Named(named.name().getString(), Role.BUFFER, tensor);
      (tensor.is_floating_point() ? kept : counts).add(buffer);
    }
    return new ScriptTensors(trained, frozen, kept, counts, ties);
  }

  /** Tied tensors are one only if they have one form. */
  private static void requireSame(Named one, Named other) {
    if (!Arrays.equals(shape(one.tensor()), shape(other.tensor()))
        || !Arrays.equals(strides(one.tensor()), strides(other.tensor()))) {
      throw new IllegalArgumentException(
          "model torch-script: expected tied parameters of one shape, got "
              + one.name()
              + " and "
              + other.name()
              + " in one memory with different shapes; tie the parameter itself and transpose it"
              + " where it is used");
    }
  }

  private static long[] strides(Tensor tensor) {
    long[] strides = new long[Math.toIntExact(tensor.dim())];
    Arrays.setAll(strides, tensor::stride);
    return strides;
  }

  static long[] shape(Tensor tensor) {
    long[] shape = new long[Math.toIntExact(tensor.dim())];
    for (int i = 0; i < shape.length; i++) {
      shape[i] = tensor.size(i);
    }
    return shape;
  }

  private static Role role(String name, Tensor tensor) {
    if (name.endsWith("bias")) {
      return Role.BIAS;
    }
    return tensor.dim() >= 2 ? Role.WEIGHT : Role.NORMALIZATION;
  }
}
