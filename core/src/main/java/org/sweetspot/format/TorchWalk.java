package org.sweetspot.format;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sweetspot.format.StoredTensor.Part;

/**
 * Finds the tensors in what a pickle holds: nested maps and lists, modules of PyTorch and
 * TorchScript, and objects of unknown classes. Shared parts are visited again, but not for ever.
 */
final class TorchWalk {
  private static final int DEEPEST = 100;
  private static final int MOST_VISITS = 1 << 22;
  private static final int LONGEST_NAME = 1000;
  private static final String SCRIPT = "__torch__.";

  /**
   * A tensor and where it was found.
   *
   * @param path keys of the maps that hold it, and its own; a module's dotted names are one
   * @param part what the structure says it is for
   * @param tensor the numbers, whole ones if it is quantized
   * @param quantized how to read whole numbers as others, if they are quantized
   */
  record Found(
      List<String> path, Part part, TorchTensor tensor, @Nullable TorchQuantized quantized) {
    Found {
      path = List.copyOf(path);
    }

    String name() {
      return String.join(".", path);
    }

    /** The tensor as it is read; numbers of quantized ones are computed. */
    StoredTensor stored(Source source) throws IOException {
      StoredTensor whole = source.of(this, tensor);
      return quantized == null ? whole : quantized.stored(whole, part -> source.of(this, part));
    }
  }

  /** Finds the numbers of a tensor in the file. */
  interface Source {
    StoredTensor of(Found found, TorchTensor tensor) throws IOException;
  }

  private final String place;
  private final List<Found> found = new ArrayList<>();
  private final List<StoredTensor> arrays = new ArrayList<>();
  private final Map<String, String> unread = new LinkedHashMap<>();
  private final Set<String> names = new HashSet<>();
  private final List<String> steps = new ArrayList<>();
  // Where the steps of the outermost module begin; -1 outside of modules.
  private int moduleFrom = -1;
  private int visits;

  private final ScriptClasses classes;

  TorchWalk(String place) {
    this(place, ScriptClasses.NONE);
  }

  TorchWalk(String place, ScriptClasses classes) {
    this.place = place;
    this.classes = classes;
  }

  List<Found> found() {
    return found;
  }

  /** Arrays of NumPy, whose numbers are in the pickle. */
  List<StoredTensor> arrays() {
    return arrays;
  }

  /** Tensors that can't be read, with the reason. */
  Map<String, String> unread() {
    return unread;
  }

  void visit(Object root) throws FormatException {
    visit(root, Part.UNKNOWN, 0);
  }

  private void visit(Object object, Part part, int depth) throws FormatException {
    if (depth > DEEPEST || ++visits > MOST_VISITS) {
      throw new FormatException(
          place,
          "at most " + DEEPEST + " levels and " + MOST_VISITS + " objects",
          "more",
          "the file is hostile or damaged: save model.state_dict() in a new file");
    }
    if (object instanceof TorchTensor tensor) {
      add(tensor, null, part);
    } else if (object instanceof TorchQuantized quantized) {
      add(quantized.whole(), quantized, part);
    } else if (object instanceof TorchGap gap) {
      unread.put(name(), gap.reason());
    } else if (object instanceof List<?> list) {
      for (int i = 0; i < list.size(); i++) {
        step(Integer.toString(i), list.get(i), part, depth);
      }
    } else if (object instanceof Map<?, ?> map) {
      entries(map, part, depth);
    } else if (object instanceof InertObject inert) {
      object(inert, part, depth);
    }
  }

  private void step(String step, Object object, Part part, int depth) throws FormatException {
    steps.add(step);
    visit(object, part, depth + 1);
    steps.remove(steps.size() - 1);
  }

  private void entries(Map<?, ?> map, Part part, int depth) throws FormatException {
    // What optimizer.state_dict() gives, whatever it is called.
    boolean optimizer = map.get("param_groups") instanceof List && map.containsKey("state");
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      step(
          String.valueOf(entry.getKey()),
          entry.getValue(),
          optimizer ? Part.OPTIMIZER : part,
          depth);
    }
  }

  private void object(InertObject object, Part part, int depth) throws FormatException {
    if (array(object)) {
      return;
    }
    Map<Object, Object> attributes = object.attributes();
    boolean module =
        attributes.get("_parameters") instanceof Map && attributes.get("_modules") instanceof Map;
    int before = moduleFrom;
    if ((module || object.type().startsWith(SCRIPT)) && moduleFrom < 0) {
      moduleFrom = steps.size();
    }
    if (module) {
      own(attributes.get("_parameters"), Part.PARAMETER, depth);
      own(attributes.get("_buffers"), Part.BUFFER, depth);
      own(attributes.get("_modules"), part, depth);
    } else if (object.type().startsWith(SCRIPT) && !attributes.isEmpty()) {
      for (Map.Entry<Object, Object> entry : attributes.entrySet()) {
        String name = String.valueOf(entry.getKey());
        Part told = classes.part(object.type(), name);
        step(name, entry.getValue(), told == Part.UNKNOWN ? part : told, depth);
      }
    } else {
      entries(object.items(), part, depth);
      visit(object.elements(), part, depth + 1);
      entries(attributes, part, depth);
      if (attributes.isEmpty() && object.state() instanceof List<?> state) {
        visit(state, part, depth + 1);
      }
    }
    moduleFrom = before;
  }

  private boolean array(InertObject object) throws FormatException {
    try {
      Optional<PickledArray> array = PickledArray.of(object, path());
      if (array.isPresent() && names.add(name())) {
        arrays.add(array.get());
      }
      return array.isPresent();
    } catch (UnreadNumbersException other) {
      unread.put(name(), "an array of type " + other.got());
      return true;
    }
  }

  private void own(@Nullable Object map, Part part, int depth) throws FormatException {
    if (map instanceof Map<?, ?> entries) {
      for (Map.Entry<?, ?> entry : entries.entrySet()) {
        step(String.valueOf(entry.getKey()), entry.getValue(), part, depth);
      }
    }
  }

  private void add(TorchTensor tensor, @Nullable TorchQuantized quantized, Part part)
      throws FormatException {
    String name = name();
    if (names.add(name)) {
      found.add(new Found(path(), part, tensor, quantized));
    } else {
      unread.put(name + " (again)", "a second tensor of that name");
    }
  }

  private List<String> path() {
    List<String> path = new ArrayList<>();
    for (int i = 0; i < steps.size(); i++) {
      if (moduleFrom >= 0 && i > moduleFrom) {
        path.set(path.size() - 1, path.get(path.size() - 1) + "." + steps.get(i));
      } else {
        path.add(steps.get(i));
      }
    }
    return path.isEmpty() ? List.of("tensor") : path;
  }

  private String name() throws FormatException {
    int letters = steps.stream().mapToInt(step -> step.length() + 1).sum();
    if (letters > LONGEST_NAME) {
      throw new FormatException(
          place,
          "names of at most " + LONGEST_NAME + " letters",
          letters + " letters",
          "the file is hostile or damaged: save model.state_dict() in a new file");
    }
    return String.join(".", path());
  }
}
