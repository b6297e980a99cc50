package org.sweetspot.torch.script;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.pytorch.JitNode;
import org.bytedeco.pytorch.Value;
import org.sweetspot.torch.model.Parameter;

/**
 * The arguments of one operator in a graph.
 *
 * @param node the operator
 * @param kind its name
 * @param words of the graph
 * @param names of attributes, by the value's number
 * @param network whose tensors these are
 */
record ScriptArguments(
    JitNode node, String kind, ScriptWords words, Map<Long, String> names, Tensors network) {

  /**
   * The tensors of a module.
   *
   * @param trained in order
   * @param kept buffers, in order
   * @param ties other names of trained tensors
   */
  record Tensors(List<Parameter> trained, List<Parameter> kept, List<ScriptTensors.Tie> ties) {}

  /** The index of the trained tensor at a place. */
  int trained(int at) throws UnrecognizedException {
    return index(network.trained(), at)
        .orElseThrow(() -> unrecognized("something that is not trained as argument " + at));
  }

  /** The index of the trained tensor at a place, or -1 if nothing is there. */
  int trainedOrNone(int at) throws UnrecognizedException {
    Optional<Integer> index = index(network.trained(), at);
    if (index.isEmpty() && isTensor(at)) {
      throw unrecognized("an offset that is not trained");
    }
    return index.orElse(-1);
  }

  /** The index of the buffer at a place. */
  int kept(int at) throws UnrecognizedException {
    return index(network.kept(), at).orElseThrow(() -> unrecognized("no buffer as argument " + at));
  }

  /** The sides of the trained tensor at a place. */
  List<Long> shape(int at) throws UnrecognizedException {
    return network.trained().get(trained(at)).group().shape();
  }

  /** Whether the flag at a place is the module's own: on while training. */
  boolean followsTraining(int at) {
    return words.attribute(value(at)).filter("training"::equals).isPresent();
  }

  boolean flag(int at) throws UnrecognizedException {
    return integer(at) != 0;
  }

  long integer(int at) throws UnrecognizedException {
    return whole(text(at));
  }

  double number(int at) throws UnrecognizedException {
    try {
      return Double.parseDouble(text(at));
    } catch (NumberFormatException cause) {
      throw unrecognized("no number as argument " + at);
    }
  }

  /** A constant as it is written. */
  String text(int at) throws UnrecognizedException {
    return constant(value(at));
  }

  /** Whether a tensor is given at a place. */
  boolean isTensor(int at) {
    return value(at).type().get().str().getString().equals("Tensor");
  }

  /** Whether nothing is given at a place. */
  boolean isNone(int at) {
    return value(at).type().get().str().getString().equals("NoneType");
  }

  /** A list of constants. */
  long[] integers(int at) throws UnrecognizedException {
    List<String> parts = new ArrayList<>();
    JitNode maker = value(at).node();
    if (maker.kind().toQualString().getString().equals("prim::ListConstruct")) {
      for (long i = 0; i < maker.inputs().size(); i++) {
        parts.add(constant(maker.input(i)));
      }
    } else {
      String list = text(at).replaceAll("[\\[\\]\\s]", "");
      parts.addAll(list.isEmpty() ? List.of() : List.of(list.split(",", -1)));
    }
    long[] numbers = new long[parts.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = whole(parts.get(i));
    }
    return numbers;
  }

  /** A list of constants, one for each side; a single one stands for all sides. */
  List<Long> sides(int at, int count) throws UnrecognizedException {
    long[] numbers = integers(at);
    List<Long> sides = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      if (numbers.length != 1 && numbers.length != count) {
        throw unrecognized("other numbers than sides");
      }
      sides.add(numbers[numbers.length == 1 ? 0 : i]);
    }
    return sides;
  }

  /** Whether a text is given at a place. */
  boolean isText(int at) {
    return value(at).type().get().str().getString().equals("str");
  }

  /** The one number that all of a list are. */
  int same(long[] numbers) throws UnrecognizedException {
    for (long number : numbers) {
      if (number != numbers[0]) {
        throw unrecognized("unequal sides");
      }
    }
    if (numbers.length == 0) {
      throw unrecognized("an empty list");
    }
    return Math.toIntExact(numbers[0]);
  }

  UnrecognizedException unrecognized(String what) {
    return new UnrecognizedException(kind + " with " + what);
  }

  Value value(int at) {
    return node.input(at);
  }

  private Optional<Integer> index(List<Parameter> tensors, int at) {
    String name = names.get(value(at).unique());
    for (int i = 0; i < tensors.size(); i++) {
      if (tensors.get(i).group().name().equals(name)) {
        return Optional.of(i);
      }
    }
    return tensors == network.trained()
        ? network.ties().stream()
            .filter(tie -> tie.name().equals(name))
            .map(ScriptTensors.Tie::trained)
            .findFirst()
        : Optional.empty();
  }

  private String constant(Value value) throws UnrecognizedException {
    return words.constant(value).orElseThrow(() -> unrecognized("an argument that is worked out"));
  }

  private long whole(String text) throws UnrecognizedException {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException cause) {
      throw unrecognized("no whole number: " + text);
    }
  }
}
