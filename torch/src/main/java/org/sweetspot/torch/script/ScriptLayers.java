package org.sweetspot.torch.script;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.pytorch.Block;
import org.bytedeco.pytorch.BlockArrayRef;
import org.bytedeco.pytorch.FunctionSchema;
import org.bytedeco.pytorch.Graph;
import org.bytedeco.pytorch.JitModule;
import org.bytedeco.pytorch.JitNode;
import org.bytedeco.pytorch.Value;
import org.bytedeco.pytorch.ValueArrayRef;
import org.sweetspot.torch.model.Layer;
import org.sweetspot.torch.model.Layers;

/**
 * Reads a scripted module's graph as layers of ours, one after another and in branches that are
 * added up, as the module is used and not trained. What is read is a guess until it was compared
 * with the module: see {@link RecognizedScript}.
 *
 * <p>Branches on {@code training} are decided; calculations that make no tensors are passed over.
 * Values that are overwritten in place are forgotten, with all that might share their memory.
 */
final class ScriptLayers {
  /**
   * What a module was read as.
   *
   * @param root all layers
   * @param draws whether the module draws random numbers while it is trained
   */
  record Found(Layer root, boolean draws) {
    /** With all outputs of an example in one row. */
    Found flat() {
      return new Found(Layers.sequence(List.of(root, Layers.flatten())), draws);
    }
  }

  private final ScriptWords words;
  private final ScriptArguments.Tensors tensors;
  private final Map<Long, String> names = new HashMap<>();
  private final Map<Long, Boolean> flags = new HashMap<>();

  /** Values on the way from input to output, by the value's number. */
  private final Map<Long, Flow> flows = new HashMap<>();

  /** Whose memory a value may lie in, by the value's number: that of the value with this number. */
  private final Map<Long, Long> memory = new HashMap<>();

  private boolean draws;

  private ScriptLayers(ScriptWords words, ScriptArguments.Tensors tensors) {
    this.words = words;
    this.tensors = tensors;
  }

  /**
   * The layers.
   *
   * @throws UnrecognizedException that says what is none of ours
   */
  static Found read(JitModule module, ScriptArguments.Tensors tensors)
      throws UnrecognizedException {
    return ScriptWords.inGraph(
        module, graph -> new ScriptLayers(ScriptWords.of(graph), tensors).whole(graph));
  }

  private Found whole(Graph graph) throws UnrecognizedException {
    if (graph.inputs().size() != 2 || graph.outputs().size() != 1) {
      throw new UnrecognizedException("several inputs or outputs");
    }
    names.put(graph.inputs().get(0).unique(), "");
    put(graph.inputs().get(1), Flow.input());
    follow(graph.param_node(), graph.return_node());
    Flow end = flows.get(graph.outputs().get(0).unique());
    if (end == null) {
      throw new UnrecognizedException("outputs that no layers lead to");
    }
    return new Found(end.layers(), draws);
  }

  private void follow(JitNode before, JitNode end) throws UnrecognizedException {
    for (JitNode node = before.next(); !node.equals(end); node = node.next()) {
      String kind = node.kind().toQualString().getString();
      switch (kind) {
        case "prim::Constant" -> constant(node.output(0));
        case "prim::GetAttr" -> attribute(node);
        case "prim::If" -> branch(node);
        default -> operator(node, kind);
      }
    }
  }

  private void constant(Value value) {
    words.constant(value).ifPresent(text -> flags.put(value.unique(), text.equals("1")));
  }

  private void attribute(JitNode node) throws UnrecognizedException {
    Value value = node.output(0);
    String parent = names.get(node.input(0).unique());
    Optional<String> own = words.attribute(value);
    if (parent == null || own.isEmpty()) {
      throw new UnrecognizedException("an attribute of an object");
    }
    names.put(value.unique(), parent.isEmpty() ? own.get() : parent + "." + own.get());
    if (own.get().equals("training")) {
      flags.put(value.unique(), false);
    }
  }

  private void branch(JitNode node) throws UnrecognizedException {
    Value condition = node.input(0);
    boolean known = condition.type().get().str().getString().equals("bool");
    Boolean chosen = known ? flags.get(condition.unique()) : null;
    if (chosen == null) {
      requireCalculation(node, "prim::If");
      return;
    }
    Block block = node.blocks().get(chosen ? 0 : 1);
    follow(block.param_node(), block.return_node());
    for (long k = 0; k < node.outputs().size(); k++) {
      Value from = block.outputs().get(k);
      Value to = node.outputs().get(k);
      Optional.ofNullable(flows.get(from.unique()))
          .ifPresent(
              flow -> {
                flows.put(to.unique(), flow);
                memory.put(to.unique(), memory.get(from.unique()));
              });
      Optional.ofNullable(flags.get(from.unique())).ifPresent(flag -> flags.put(to.unique(), flag));
      Optional.ofNullable(names.get(from.unique())).ifPresent(name -> names.put(to.unique(), name));
    }
  }

  private void operator(JitNode node, String kind) throws UnrecognizedException {
    List<Flow> through = new ArrayList<>();
    for (long i = 0; i < node.inputs().size(); i++) {
      Optional.ofNullable(flows.get(node.input(i).unique())).ifPresent(through::add);
    }
    if (through.isEmpty() || !makesTensors(node.outputs())) {
      requireCalculation(node, kind);
      if (kind.equals("aten::__not__")) {
        Optional.ofNullable(flags.get(node.input(0).unique()))
            .ifPresent(flag -> flags.put(node.output(0).unique(), !flag));
      }
      return;
    }
    ScriptArguments arguments = new ScriptArguments(node, kind, words, names, tensors);
    // An embedding's first argument is its table.
    int entry = kind.equals("aten::embedding") ? 1 : 0;
    Flow first = flows.get(node.input(entry).unique());
    if (first == null || node.outputs().size() != 1) {
      throw new UnrecognizedException(kind);
    }
    Flow next;
    boolean sum = kind.equals("aten::add") || kind.equals("aten::add_");
    if (sum && through.size() == 2) {
      if (arguments.number(2) != 1) {
        throw new UnrecognizedException(kind + " with a factor of its own");
      }
      next = first.plus(through.get(1));
    } else if (through.size() > 1) {
      throw new UnrecognizedException(kind + " of several values");
    } else if (ScriptOperators.isDropout(kind)) {
      if (!arguments.followsTraining(2)) {
        throw new UnrecognizedException(kind + " that does not follow training");
      }
      draws = true;
      next = first;
    } else {
      Layer layer = ScriptLayer.read(arguments);
      next = first.through(layer);
    }
    long shared = memory.getOrDefault(node.input(entry).unique(), -1L);
    if (kind.endsWith("_")) {
      overwrite(shared, kind);
    }
    put(node.output(0), next);
    if (kind.endsWith("_") || ScriptLayer.shares(kind)) {
      memory.put(node.output(0).unique(), shared);
    }
  }

  private void put(Value value, Flow flow) {
    flows.put(value.unique(), flow);
    memory.put(value.unique(), value.unique());
  }

  /** Nothing that may lie in this memory is known any more. */
  private void overwrite(long shared, String kind) throws UnrecognizedException {
    if (memory.entrySet().stream()
        .anyMatch(entry -> entry.getValue() == shared && isInput(entry.getKey()))) {
      throw new UnrecognizedException(kind + " into the input");
    }
    flows.keySet().removeIf(number -> memory.getOrDefault(number, -1L) == shared);
  }

  private boolean isInput(long number) {
    Flow flow = flows.get(number);
    return flow != null && flow.isInput();
  }

  /** Something that neither makes tensors of the network's values nor changes anything. */
  private void requireCalculation(JitNode node, String kind) throws UnrecognizedException {
    FunctionSchema schema = node.maybeSchema();
    boolean writes = schema != null && !schema.isNull() && schema.is_mutable();
    if (writes || (node.blocks().size() > 0 && makesTensors(node.outputs()))) {
      throw new UnrecognizedException(kind);
    }
    for (long i = 0; i < node.inputs().size(); i++) {
      boolean reads = flows.containsKey(node.input(i).unique());
      if (reads && !ScriptOperators.isShape(kind)) {
        throw new UnrecognizedException(kind);
      }
    }
    BlockArrayRef blocks = node.blocks();
    for (long i = 0; i < blocks.size(); i++) {
      Block block = blocks.get(i);
      JitNode end = block.return_node();
      for (JitNode at = block.param_node().next(); !at.equals(end); at = at.next()) {
        requireCalculation(at, at.kind().toQualString().getString());
      }
    }
  }

  private static boolean makesTensors(ValueArrayRef values) {
    for (long i = 0; i < values.size(); i++) {
      if (values.get(i).type().get().str().getString().contains("Tensor")) {
        return true;
      }
    }
    return false;
  }
}
