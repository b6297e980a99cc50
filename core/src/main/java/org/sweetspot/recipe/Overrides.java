package org.sweetspot.recipe;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * Values given beside a recipe's file, such as {@code training.batch=64}: a key with its way from
 * the top, dots between, and a value in YAML. They replace what the file says before it is checked,
 * so they are checked in the same way; messages name the option instead of a line.
 */
final class Overrides {
  private final Problems problems;

  Overrides(Problems problems) {
    this.problems = problems;
  }

  /** Puts each option in its place, the later ones over the earlier ones. */
  void apply(MappingNode root, List<String> options) {
    for (String option : options) {
      apply(root, option);
    }
  }

  private void apply(MappingNode root, String option) {
    String label = "option " + option;
    int equals = option.indexOf('=');
    List<String> way =
        equals < 1 ? List.of() : List.of(option.substring(0, equals).split("\\.", -1));
    if (way.isEmpty() || way.stream().anyMatch(String::isBlank)) {
      add(label, option, "key=value, such as training.batch=64", option, "write key=value");
      return;
    }
    Optional<Node> value = YamlText.node(label, option.substring(equals + 1), problems);
    if (value.isPresent()) {
      put(root, way, value.get(), label);
    } else if (option.substring(equals + 1).isBlank()) {
      add(label, String.join(".", way), "a value", "nothing", "write the value after =");
    }
  }

  private void put(MappingNode mapping, List<String> way, Node value, String label) {
    String name = way.get(0);
    ScalarNode key =
        new ScalarNode(
            Tag.STR, true, name, ScalarStyle.PLAIN, value.getStartMark(), value.getEndMark());
    List<NodeTuple> entries = new ArrayList<>(mapping.getValue());
    int index = index(entries, name);
    Node old = index < 0 ? empty(value) : entries.get(index).getValueNode();
    Optional<Node> replaced = replaced(old, way, value, label);
    if (replaced.isPresent()) {
      NodeTuple entry = new NodeTuple(key, replaced.get());
      if (index < 0) {
        entries.add(entry);
      } else {
        // What remains of the file keeps its own key, and so its line.
        boolean whole = way.size() == 1;
        entries.set(
            index, whole ? entry : new NodeTuple(entries.get(index).getKeyNode(), replaced.get()));
      }
      mapping.setValue(entries);
    }
  }

  private Optional<Node> replaced(Node old, List<String> way, Node value, String label) {
    if (way.size() == 1) {
      return Optional.of(value);
    }
    List<String> rest = way.subList(1, way.size());
    if (old instanceof SequenceNode list) {
      return element(list, way, value, label);
    }
    MappingNode inner = old instanceof MappingNode mapping ? mapping : expanded((ScalarNode) old);
    put(inner, rest, value, label);
    return Optional.of(inner);
  }

  private Optional<Node> element(SequenceNode list, List<String> way, Node value, String label) {
    String word = way.get(1);
    int size = list.getValue().size();
    int index = word.matches("[0-9]{1,6}") ? Integer.parseInt(word) : -1;
    if (index < 0 || index >= size) {
      add(
          label,
          way.get(0),
          size == 0 ? "the whole list, which is empty" : "a position from 0 to " + (size - 1),
          word,
          "write " + way.get(0) + ".0=... or give the whole list in brackets");
      return Optional.empty();
    }
    List<Node> items = new ArrayList<>(list.getValue());
    Optional<Node> item = replaced(items.get(index), way.subList(1, way.size()), value, label);
    item.ifPresent(node -> items.set(index, node));
    return Optional.of(
        new SequenceNode(
            list.getTag(),
            true,
            items,
            list.getFlowStyle(),
            list.getStartMark(),
            list.getEndMark()));
  }

  /** A scalar stands for the mapping with that kind. */
  private static MappingNode expanded(ScalarNode scalar) {
    MappingNode mapping = empty(scalar);
    ScalarNode key =
        new ScalarNode(
            Tag.STR,
            true,
            RecipeKey.KIND,
            ScalarStyle.PLAIN,
            scalar.getStartMark(),
            scalar.getEndMark());
    if (!scalar.getValue().isEmpty()) {
      mapping.setValue(List.of(new NodeTuple(key, scalar)));
    }
    return mapping;
  }

  private static MappingNode empty(Node place) {
    return new MappingNode(
        Tag.MAP, true, List.of(), FlowStyle.BLOCK, place.getStartMark(), place.getEndMark());
  }

  private static int index(List<NodeTuple> entries, String name) {
    for (int i = 0; i < entries.size(); i++) {
      if (entries.get(i).getKeyNode() instanceof ScalarNode key && key.getValue().equals(name)) {
        return i;
      }
    }
    return -1;
  }

  private void add(String label, String what, String expected, String got, String remedy) {
    problems.add(RecipeProblem.of(label, what, expected, got, remedy));
  }
}
