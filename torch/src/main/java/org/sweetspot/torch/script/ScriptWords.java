package org.sweetspot.torch.script;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bytedeco.pytorch.Graph;
import org.bytedeco.pytorch.GraphFunction;
import org.bytedeco.pytorch.JitModule;
import org.bytedeco.pytorch.Value;
import org.bytedeco.pytorch.global.torch;

/**
 * What a graph says in words: the names of the attributes that it reads, and its constants. The
 * binding gives text attributes of nodes in no other safe way.
 */
final class ScriptWords {
  private static final Pattern ATTRIBUTE =
      Pattern.compile("%(\\S+) : .* = prim::GetAttr\\[name=\"([^\"]+)\"\\]");

  private static final Pattern CONSTANT =
      Pattern.compile("%(\\S+) : \\S+ = prim::Constant\\[value=(.*)\\]\\(\\)");

  private final Map<String, String> attributes;
  private final Map<String, String> constants;

  private ScriptWords(String words) {
    this.attributes = byValue(ATTRIBUTE, words);
    this.constants = byValue(CONSTANT, words);
  }

  static ScriptWords of(Graph graph) {
    return new ScriptWords(graph.toString());
  }

  /** What is done with a graph. */
  @FunctionalInterface
  interface Question<T, X extends Exception> {
    T ask(Graph graph) throws X;
  }

  /** Asks about a module's inlined graph, which comes with constants worked out. */
  static <T, X extends Exception> T inGraph(JitModule module, Question<T, X> question) throws X {
    GraphFunction function = torch.toGraphFunction(module.get_method("forward").function());
    // What was made for running calls its parts instead of holding them.
    function.clear_optimized_graphs();
    torch.setGraphExecutorOptimize(true);
    Graph graph = function.optimized_graph();
    // What runs later must not be that one.
    torch.setGraphExecutorOptimize(false);
    try {
      return question.ask(graph);
    } finally {
      function.clear_optimized_graphs();
    }
  }

  /** The name of the attribute that a value was read from. */
  Optional<String> attribute(Value value) {
    return Optional.ofNullable(attributes.get(value.debugName().getString()));
  }

  /** A constant as it is written: 1, 0.1, [1, 1], "same"; truth is 1. */
  Optional<String> constant(Value value) {
    return Optional.ofNullable(constants.get(value.debugName().getString()));
  }

  private static Map<String, String> byValue(Pattern pattern, String words) {
    Map<String, String> found = new HashMap<>();
    Matcher line = pattern.matcher(words);
    while (line.find()) {
      found.put(line.group(1), line.group(2));
    }
    return found;
  }
}
