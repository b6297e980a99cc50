package org.sweetspot.torch.script;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.bytedeco.pytorch.Graph;
import org.bytedeco.pytorch.JitModule;
import org.bytedeco.pytorch.Value;
import org.sweetspot.data.Examples;
import org.sweetspot.data.InputArray;

/**
 * The arguments of a scripted module's forward.
 *
 * @param names in order, of those that are tensors
 * @param optional whether each may be None
 */
record ScriptInputs(List<String> names, List<Boolean> optional) {
  private static final Pattern NUMBER = Pattern.compile("\\.[0-9]+$");

  static ScriptInputs of(JitModule module) {
    return ScriptWords.inGraph(module, ScriptInputs::read);
  }

  private static ScriptInputs read(Graph graph) {
    List<String> names = new ArrayList<>();
    List<Boolean> optional = new ArrayList<>();
    for (long i = 1; i < graph.inputs().size(); i++) {
      Value value = graph.inputs().get(i);
      String type = value.type().get().str().getString();
      if (!type.contains("Tensor")) {
        break; // Numbers and flags come after tensors and keep their defaults.
      }
      names.add(NUMBER.matcher(value.debugName().getString()).replaceAll(""));
      optional.add(!type.equals("Tensor"));
    }
    return new ScriptInputs(names, optional);
  }

  /**
   * The array of each argument: those named like it; the first array where there is one argument.
   *
   * @throws IllegalArgumentException that names arguments and arrays, where they do not match
   */
  List<Integer> arrays(Examples examples, String file) {
    if (names.isEmpty()) {
      throw new IllegalArgumentException(
          "model torch-script: expected a forward that takes a tensor, got one without tensor"
              + " arguments in "
              + file);
    }
    List<Integer> arrays = new ArrayList<>();
    boolean needed = false;
    for (int i = 0; i < names.size(); i++) {
      int index = index(examples, names.get(i));
      arrays.add(index);
      needed |= index < 0 && !optional.get(i);
    }
    if (needed || arrays.get(0) < 0) {
      long required = optional.stream().filter(may -> !may).count();
      if (required <= 1
          && (names.size() == 1
              || arrays.subList(1, arrays.size()).stream().noneMatch(a -> a == 0))) {
        arrays.set(0, 0);
        return arrays;
      }
      throw new IllegalArgumentException(
          "data: expected an array for each argument of the module's forward("
              + String.join(", ", names)
              + "), got "
              + (examples.inputs().size() == 1 ? "the array " : "the arrays ")
              + String.join(", ", examples.inputs().stream().map(InputArray::name).toList())
              + "; write numpy.savez(file, "
              + String.join(", ", names.stream().map(name -> name + "=...").toList())
              + ", y=...)");
    }
    return arrays;
  }

  private static int index(Examples examples, String name) {
    for (int i = 0; i < examples.inputs().size(); i++) {
      if (examples.inputs().get(i).name().equals(name)) {
        return i;
      }
    }
    return -1;
  }
}
