package org.sweetspot.bridge;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sweetspot.bridge.wire.BridgeException;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.Split;
import org.sweetspot.vector.ParameterGroup;
import org.sweetspot.vector.Precision;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the other side says of its model when it opens it, checked.
 *
 * @param framework name and version, for instance {@code PyTorch 2.10.0}
 * @param model its name
 * @param device where its tensors live
 * @param precision of its weights
 * @param parameters trained tensors, in order, without gaps
 * @param buffers what is kept but not trained
 * @param sizes examples of each split
 * @param mixing modes in which an example's outputs depend on its batch
 * @param modesDiffer whether training mode can give other outputs
 * @param refusedModes why nothing can be said in a mode
 * @param abilities what it can do, each with its particulars
 * @param missing why it can't do the rest
 * @param notes what was found and assumed, for the result's provenance
 * @param training what is known of the training: batch, rate, momentum
 */
public record ModelDescription(
    String framework,
    String model,
    String device,
    Precision precision,
    List<ParameterGroup> parameters,
    List<ParameterGroup> buffers,
    Map<Split, Integer> sizes,
    Set<Mode> mixing,
    boolean modesDiffer,
    Map<Mode, String> refusedModes,
    Map<String, JsonNode> abilities,
    Map<String, String> missing,
    Map<String, String> notes,
    Map<String, Double> training) {
  private static final JsonMapper JSON = new JsonMapper();
  private static final int MOST_GROUPS = 100_000;
  private static final long MOST_WEIGHTS = 1L << 40;

  /** Copies the collections. */
  public ModelDescription {
    parameters = List.copyOf(parameters);
    buffers = List.copyOf(buffers);
    sizes = Map.copyOf(sizes);
    mixing = Set.copyOf(mixing);
    refusedModes = Map.copyOf(refusedModes);
    abilities = Map.copyOf(abilities);
    missing = Map.copyOf(missing);
    notes = new LinkedHashMap<>(notes);
    training = Map.copyOf(training);
  }

  /**
   * Reads it.
   *
   * @throws BridgeException where it is not what docs/bridge-protocol.md asks for
   */
  public static ModelDescription parse(String json) {
    JsonNode root;
    try {
      root = JSON.readTree(json);
    } catch (JacksonException broken) {
      throw wrong("an object in JSON", broken.getOriginalMessage());
    }
    if (!root.isObject()) {
      throw wrong("an object in JSON", root.getNodeType());
    }
    List<ParameterGroup> parameters = groups(root.path("parameters"));
    if (parameters.stream().mapToLong(ParameterGroup::size).sum() == 0) {
      throw wrong("weights that are trained", "none");
    }
    return new ModelDescription(
        text(root, "framework"),
        text(root, "model"),
        text(root, "device"),
        precision(text(root, "precision")),
        parameters,
        groups(root.path("buffers")),
        sizes(root.path("sizes")),
        mixing(root.path("mixes")),
        root.path("modes-differ").asBoolean(false),
        refused(root.path("refused-modes")),
        children(root.path("abilities")),
        texts(root.path("missing")),
        texts(root.path("notes")),
        numbers(root.path("training")));
  }

  /** The particulars of an ability, if it is there. */
  Optional<JsonNode> ability(String name) {
    return Optional.ofNullable(abilities.get(name));
  }

  private static Precision precision(String text) {
    return switch (text) {
      case "single" -> Precision.FLOAT;
      case "double" -> Precision.DOUBLE;
      default -> throw wrong("precision single or double", text);
    };
  }

  private static List<ParameterGroup> groups(JsonNode list) {
    List<ParameterGroup> groups = new ArrayList<>();
    Set<String> names = new HashSet<>();
    long offset = 0;
    if (list.size() > MOST_GROUPS) {
      throw wrong("at most " + MOST_GROUPS + " tensors", list.size());
    }
    for (JsonNode one : list) {
      String name = text(one, "name");
      if (!names.add(name)) {
        throw wrong("tensors of different names", "twice " + name);
      }
      List<Long> shape = new ArrayList<>();
      long size = 1;
      for (JsonNode extent : one.path("shape")) {
        long value = extent.isIntegralNumber() && extent.canConvertToLong() ? extent.asLong() : -1;
        if (value < 0 || (value > 0 && size > MOST_WEIGHTS / value)) {
          throw wrong("a shape of " + name + " that memory can hold", one.path("shape"));
        }
        size *= value;
        shape.add(value);
      }
      groups.add(new ParameterGroup(name, role(text(one, "role")), offset, shape));
      offset += size;
      if (offset > MOST_WEIGHTS) {
        throw wrong("at most " + MOST_WEIGHTS + " weights", offset);
      }
    }
    return groups;
  }

  private static ParameterGroup.Role role(String name) {
    for (ParameterGroup.Role role : ParameterGroup.Role.values()) {
      if (role.name().toLowerCase(Locale.ROOT).equals(name)) {
        return role;
      }
    }
    throw wrong("a role: weight, bias, normalization, embedding or buffer", name);
  }

  private static Map<Split, Integer> sizes(JsonNode node) {
    Map<Split, Integer> sizes = new LinkedHashMap<>();
    for (Split split : Split.values()) {
      JsonNode size = node.path(split.name().toLowerCase(Locale.ROOT));
      if (!size.isMissingNode()) {
        if (!size.isIntegralNumber() || !size.canConvertToInt() || size.asInt() < 0) {
          throw wrong("the number of " + split + " examples", size);
        }
        sizes.put(split, size.asInt());
      }
    }
    return sizes;
  }

  private static Set<Mode> mixing(JsonNode node) {
    Set<Mode> modes = new HashSet<>();
    if (node.path("train").asBoolean(false)) {
      modes.add(Mode.TRAIN);
      modes.add(Mode.PROBE);
    }
    if (node.path("evaluate").asBoolean(false)) {
      modes.add(Mode.EVALUATE);
    }
    return modes;
  }

  private static Map<Mode, String> refused(JsonNode node) {
    Map<Mode, String> modes = new LinkedHashMap<>();
    texts(node)
        .forEach(
            (name, reason) -> {
              if (name.equals("evaluate")) {
                modes.put(Mode.EVALUATE, reason);
              } else {
                modes.put(Mode.TRAIN, reason);
                modes.put(Mode.PROBE, reason);
              }
            });
    return modes;
  }

  private static Map<String, JsonNode> children(JsonNode node) {
    Map<String, JsonNode> children = new LinkedHashMap<>();
    node.properties().forEach(entry -> children.put(entry.getKey(), entry.getValue()));
    return children;
  }

  private static Map<String, String> texts(JsonNode node) {
    Map<String, String> texts = new LinkedHashMap<>();
    node.properties().forEach(entry -> texts.put(entry.getKey(), entry.getValue().asString("")));
    return texts;
  }

  private static Map<String, Double> numbers(JsonNode node) {
    Map<String, Double> numbers = new LinkedHashMap<>();
    node.properties()
        .forEach(
            entry -> {
              double value = entry.getValue().asDouble(Double.NaN);
              if (!(value > 0) || Double.isInfinite(value)) {
                throw wrong(entry.getKey() + " of the training above 0", entry.getValue());
              }
              numbers.put(entry.getKey(), value);
            });
    return numbers;
  }

  private static String text(JsonNode node, String key) {
    String text = node.path(key).asString("");
    if (text.isEmpty()) {
      throw wrong("a text under " + key, node.path(key));
    }
    return text;
  }

  private static BridgeException wrong(String expected, Object got) {
    return new BridgeException(
        "bridge: description of the model: expected " + expected + ", got " + got);
  }
}
