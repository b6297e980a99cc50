package org.sweetspot.torch.script;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bytedeco.pytorch.Block;
import org.bytedeco.pytorch.FunctionSchema;
import org.bytedeco.pytorch.JitModule;
import org.bytedeco.pytorch.JitNode;
import org.bytedeco.pytorch.Symbol;
import org.bytedeco.pytorch.Value;
import org.bytedeco.pytorch.ValueArrayRef;

/**
 * Whether a scripted module's outputs are piecewise linear in each single trained weight, the
 * others held fixed, when the module is used and not trained. Read from its graph without running
 * it.
 *
 * <p>For every value the graph makes, the trained tensors that it depends on are followed; each
 * value is piecewise linear in each of their entries alone, or the answer is "not known". Piecewise
 * linear functions and sums keep this. Products (convolutions, too) keep it if no trained tensor
 * enters both factors: h(w) w is curved in w. A branch is followed where its condition is known, as
 * {@code training} is; otherwise both are. Anything else that a trained tensor enters ends the
 * walk.
 */
final class ScriptLinearity {
  /** Types of a single tensor, which may be missing. */
  private static final Set<String> PLAIN = Set.of("Tensor", "Tensor?", "Optional[Tensor]");

  private final Set<String> trained;
  private final ScriptWords words;

  /** Trained tensors that a value depends on, by the value's number. */
  private final Map<Long, Set<String>> weights = new HashMap<>();

  /** Names of modules and attributes, by the value's number. */
  private final Map<Long, String> names = new HashMap<>();

  /** Values of flags that are known, by the value's number. */
  private final Map<Long, Boolean> flags = new HashMap<>();

  private int loops;

  /** Ends the walk: what comes out is not known. */
  private static final class UnknownException extends Exception {
    private static final long serialVersionUID = 1;

    UnknownException(String reason) {
      super(reason);
    }
  }

  private ScriptLinearity(Set<String> trained, ScriptWords words) {
    this.trained = trained;
    this.words = words;
  }

  /**
   * Why it is not known that the outputs are piecewise linear in each single weight; empty if they
   * are.
   *
   * @param trained names of the tensors that are trained
   */
  static Optional<String> doubt(JitModule module, Set<String> trained) {
    return ScriptWords.inGraph(
        module,
        graph -> {
          ScriptLinearity walk = new ScriptLinearity(trained, ScriptWords.of(graph));
          walk.names.put(graph.inputs().get(0).unique(), "");
          try {
            walk.follow(graph.param_node(), graph.return_node());
            return Optional.empty();
          } catch (UnknownException reason) {
            return Optional.of(String.valueOf(reason.getMessage()));
          }
        });
  }

  private void follow(JitNode before, JitNode end) throws UnknownException {
    for (JitNode node = before.next(); !node.equals(end); node = node.next()) {
      enter(node, node.kind().toQualString().getString());
    }
  }

  private void enter(JitNode node, String kind) throws UnknownException {
    switch (kind) {
      case "prim::Constant" -> constant(node);
      case "prim::GetAttr" -> attribute(node);
      case "prim::If" -> branch(node);
      case "prim::Loop" -> loop(node);
      case "prim::RaiseException" -> {}
      case "aten::__not__" -> {
        operator(node, kind);
        Optional.ofNullable(flags.get(node.input(0).unique()))
            .ifPresent(flag -> flags.put(node.output(0).unique(), !flag));
      }
      default -> operator(node, kind);
    }
  }

  private void constant(JitNode node) {
    Value value = node.output(0);
    if (type(value).equals("bool")) {
      flags.put(value.unique(), node.i(Symbol.attr("value")) != 0);
    }
  }

  private void attribute(JitNode node) throws UnknownException {
    Value value = node.output(0);
    String parent = names.get(node.input(0).unique());
    if (parent == null) {
      throw new UnknownException("attributes of an object");
    }
    String own =
        words
            .attribute(value)
            .orElseThrow(() -> new UnknownException("an attribute without a name"));
    String name = parent.isEmpty() ? own : parent + "." + own;
    names.put(value.unique(), name);
    if (trained.contains(name)) {
      weights.put(value.unique(), Set.of(name));
    } else if (type(value).contains("Tensor") && !PLAIN.contains(type(value))) {
      throw new UnknownException("tensors within " + name);
    }
    if (own.equals("training")) {
      flags.put(value.unique(), false);
    }
  }

  private void branch(JitNode node) throws UnknownException {
    Value condition = node.input(0);
    requireFixed(condition, "a condition");
    Boolean known = flags.get(condition.unique());
    List<Block> blocks = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      if (known == null || known == (i == 0)) {
        Block block = node.blocks().get(i);
        follow(block.param_node(), block.return_node());
        blocks.add(block);
      }
    }
    ValueArrayRef outputs = node.outputs();
    for (long k = 0; k < outputs.size(); k++) {
      Set<String> all = new HashSet<>();
      Set<Optional<Boolean>> said = new HashSet<>();
      for (Block block : blocks) {
        Value value = block.outputs().get(k);
        all.addAll(of(value));
        said.add(Optional.ofNullable(flags.get(value.unique())));
      }
      long number = outputs.get(k).unique();
      weights.put(number, all);
      if (said.size() == 1) {
        said.iterator().next().ifPresent(flag -> flags.put(number, flag));
      }
    }
  }

  /** Loops may count and compare; nothing trained may go round in them. */
  private void loop(JitNode node) throws UnknownException {
    for (Value input : values(node.inputs())) {
      requireFixed(input, "a loop");
    }
    Block block = node.blocks().get(0);
    loops++;
    follow(block.param_node(), block.return_node());
    loops--;
    for (Value output : values(block.outputs())) {
      requireFixed(output, "a loop");
    }
  }

  private void operator(JitNode node, String kind) throws UnknownException {
    List<Value> inputs = values(node.inputs());
    Set<String> all = new HashSet<>();
    int sum = 0;
    for (Value input : inputs) {
      if (type(input).startsWith("__torch__")) {
        throw new UnknownException(kind + " of a module");
      }
      all.addAll(of(input));
      sum += of(input).size();
    }
    if (all.isEmpty()) {
      if (node.blocks().size() > 0) {
        throw new UnknownException(kind);
      }
      return;
    }
    if (ScriptOperators.isShape(kind)) {
      return;
    }
    if (kind.equals("aten::add_")) {
      addInPlace(inputs, all);
    } else if (ScriptOperators.isDropout(kind)) {
      requireOff(inputs.get(2), kind);
    } else if (kind.equals("aten::div")) {
      requireFixed(inputs.get(1), "a divisor");
    } else if (ScriptOperators.isProduct(kind)) {
      if (sum > all.size()) {
        throw new UnknownException("a trained tensor in both factors of " + kind);
      }
      if (kind.equals("aten::batch_norm")) {
        requireOff(inputs.get(5), "batch statistics");
      }
    } else if (!ScriptOperators.isPiecewiseLinear(kind)) {
      throw new UnknownException(kind);
    }
    FunctionSchema schema = node.maybeSchema();
    boolean writes = schema != null && !schema.isNull() && schema.is_mutable();
    if (writes && (!kind.endsWith("_") || of(inputs.get(0)).isEmpty())) {
      throw new UnknownException(kind + " that writes into another tensor");
    }
    values(node.outputs()).forEach(output -> weights.put(output.unique(), all));
  }

  /**
   * Other names of the sum's memory change with it: all values that it might be get its weights.
   */
  private void addInPlace(List<Value> inputs, Set<String> all) throws UnknownException {
    if (of(inputs.get(0)).isEmpty() || loops > 0) {
      throw new UnknownException("aten::add_ into a tensor that is not followed");
    }
    weights.replaceAll(
        (number, known) -> {
          if (known.isEmpty()) {
            return known;
          }
          Set<String> more = new HashSet<>(known);
          more.addAll(all);
          return more;
        });
  }

  private void requireFixed(Value value, String what) throws UnknownException {
    if (!of(value).isEmpty()) {
      throw new UnknownException(what + " that depends on trained tensors");
    }
  }

  private void requireOff(Value flag, String what) throws UnknownException {
    if (!Boolean.FALSE.equals(flags.get(flag.unique()))) {
      throw new UnknownException(what);
    }
  }

  private Set<String> of(Value value) {
    return weights.getOrDefault(value.unique(), Set.of());
  }

  private static String type(Value value) {
    return value.type().get().str().getString();
  }

  private static List<Value> values(ValueArrayRef array) {
    List<Value> values = new ArrayList<>();
    for (long i = 0; i < array.size(); i++) {
      values.add(array.get(i));
    }
    return values;
  }
}
