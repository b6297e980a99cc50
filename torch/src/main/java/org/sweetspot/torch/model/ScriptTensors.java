package org.sweetspot.torch.model;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
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
 */
record ScriptTensors(
    List<Named> trained, List<Named> frozen, List<Named> kept, List<Named> counts) {
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

  private static ScriptTensors of(JitModule module, Predicate<Named> isTrained) {
    List<Named> trained = new ArrayList<>();
    List<Named> frozen = new ArrayList<>();
    Set<Long> memory = new HashSet<>();
    named_parameter_list parameters = module.named_parameters(true);
    named_parameter_iterator end = parameters.end();
    for (named_parameter_iterator at = parameters.begin(); at.notEquals(end); at.increment()) {
      NamedTensor named = at.multiply();
      Tensor tensor = new Tensor(named.value());
      String name = named.name().getString();
      Named parameter = new Named(name, role(name, tensor), tensor);
      if (tensor.numel() > 0 && isTrained.test(parameter)) {
        if (!memory.add(tensor.data_ptr().address())) {
          throw new IllegalArgumentException(
              "model torch-script: expected parameters with memory of their own, got "
                  + name
                  + ", which is tied to another; untie it before scripting");
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
    return new ScriptTensors(trained, frozen, kept, counts);
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
