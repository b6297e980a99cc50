package org.sweetspot.format;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a PyTorch file may name: tensors, storages, ordered maps, types. Everything else becomes an
 * {@link InertObject}; nothing is ever run.
 */
final class TorchWorld implements Pickle.World {
  private static final Set<String> REBUILT =
      Set.of(
          "torch._utils._rebuild_tensor",
          "torch._utils._rebuild_tensor_v2",
          "torch._utils._rebuild_tensor_v3",
          "torch._utils._rebuild_qtensor",
          "torch._utils._rebuild_parameter",
          "torch._utils._rebuild_parameter_with_state");

  /** Modules that files of weights have no use for, and attacks have. */
  private static final Set<String> ATTACKING =
      Set.of(
          "os",
          "posix",
          "nt",
          "subprocess",
          "sys",
          "socket",
          "shutil",
          "pty",
          "runpy",
          "ctypes",
          "importlib",
          "webbrowser",
          "commands",
          "multiprocessing",
          "torch.hub");

  private static final Set<String> RUNNING =
      Set.of(
          "eval",
          "exec",
          "execfile",
          "compile",
          "open",
          "__import__",
          "input",
          "breakpoint",
          "exit");

  /** Something named that stands for itself. */
  record Named(String name) {}

  /** A storage as the pickle names it; the type is {@link TorchTypes#UNKNOWN} if it isn't read. */
  private record TypedStorage(TorchTypes.Type type, TorchTensor.Storage storage) {}

  private final String place;

  TorchWorld(String place) {
    this.place = place;
  }

  @Override
  public Object global(String module, String name) throws FormatException {
    boolean builtin = module.equals("builtins") || module.equals("__builtin__");
    if (ATTACKING.contains(module) || (builtin && RUNNING.contains(name))) {
      throw new FormatException(
          place,
          "tensors, numbers, texts, lists, maps and classes that only hold them",
          "a call of " + module + "." + name.replaceAll("[^\\x20-\\x7e]", "?"),
          "Python would run it when it loads the file: don't load it there, and get the weights"
              + " from a source that you trust");
    }
    if (module.equals("torch") || module.equals("torch.storage")) {
      TorchTypes.Type type = TorchTypes.of(name);
      if (type != null) {
        return type;
      }
    }
    return new Named(module + "." + name);
  }

  @Override
  public Object call(Object callable, List<Object> arguments) throws FormatException {
    if (!(callable instanceof Named named)) {
      return new InertObject("an object that was made before", arguments);
    }
    return switch (named.name) {
      case "collections.OrderedDict" -> ordered(arguments);
      case "torch._utils._rebuild_tensor", "torch._utils._rebuild_tensor_v2" ->
          tensor(arguments, ((TypedStorage) arguments.get(0)).type);
      case "torch._utils._rebuild_tensor_v3" ->
          arguments.get(6) instanceof TorchTypes.Type type
              ? tensor(arguments, type)
              : new TorchGap("numbers of a type that isn't read");
      case "torch._utils._rebuild_qtensor" -> quantized(arguments);
      case "torch._utils._rebuild_sparse_tensor", "torch._utils._rebuild_sparse_csr_tensor" ->
          new TorchGap("sparse: save tensor.to_dense() in a new file to measure it");
      case "torch._utils._rebuild_meta_tensor_no_storage" ->
          new TorchGap("on the device meta, without numbers");
      case "torch._utils._rebuild_nested_tensor" -> new TorchGap("a nested tensor");
      case "torch._utils._rebuild_parameter",
          "torch._utils._rebuild_parameter_with_state",
          "torch.jit._pickle.restore_type_tag",
          "torch.jit._pickle.build_boollist",
          "torch.jit._pickle.build_doublelist",
          "torch.jit._pickle.build_intlist",
          "torch.jit._pickle.build_tensorlist",
          "torch.Size" ->
          arguments.get(0);
      case "torch._tensor._rebuild_from_type_v2" -> subclass(arguments);
      case "torch._utils._rebuild_wrapper_subclass" -> wrapper(arguments.get(0));
      case "_codecs.encode" ->
          arguments.get(0) instanceof String text
              ? text.getBytes(StandardCharsets.ISO_8859_1)
              : Pickle.Nothing.NONE;
      default -> new InertObject(named.name, arguments);
    };
  }

  @Override
  public void fill(Object instance, Object state) {
    // A map's own attributes hold versions of modules; tensors and names have none to fill.
    if (instance instanceof InertObject inert) {
      inert.fill(state);
    }
  }

  @Override
  public Object persistent(Object id) throws FormatException {
    List<Object> parts = list(id);
    if (parts.size() < 5 || !"storage".equals(parts.get(0))) {
      throw damaged("a storage", "another thing outside the pickle");
    }
    TorchTypes.Type type =
        parts.get(1) instanceof TorchTypes.Type known ? known : TorchTypes.UNKNOWN;
    long count = (Long) parts.get(4);
    if (count < 0 || count > Long.MAX_VALUE / 16) {
      throw damaged("a storage that fits a file", count + " numbers");
    }
    return new TypedStorage(
        type, new TorchTensor.Storage((String) parts.get(2), count * type.bytes()));
  }

  /** The numbers behind what {@link #persistent} gave. */
  static TorchTensor.Storage storage(Object persistent) {
    return ((TypedStorage) persistent).storage;
  }

  /** What a map holds, or an object that does as a map does; nothing else has entries. */
  static Map<?, ?> entries(Object object) {
    if (object instanceof InertObject inert) {
      return inert.items().isEmpty() ? inert.attributes() : inert.items();
    }
    return object instanceof Map<?, ?> map ? map : Map.of();
  }

  private Map<Object, Object> ordered(List<Object> arguments) throws FormatException {
    Map<Object, Object> map = new LinkedHashMap<>();
    if (!arguments.isEmpty()) {
      for (Object pair : list(arguments.get(0))) {
        if (!(list(pair).get(0) instanceof String key)) {
          throw damaged("texts as keys", "another key");
        }
        map.put(key, list(pair).get(1));
      }
    }
    return map;
  }

  private Object tensor(List<Object> arguments, TorchTypes.Type type) throws FormatException {
    TypedStorage storage = (TypedStorage) arguments.get(0);
    if (type.number().isEmpty()) {
      return new TorchGap("numbers of type " + type.name() + ", which aren't read");
    }
    return new TorchTensor(
            storage.storage,
            type.number().get(),
            (Long) arguments.get(1),
            wholes(arguments.get(2)),
            wholes(arguments.get(3)))
        .checked(place);
  }

  /** (storage, offset, shape, strides, (scheme, scale, zero) or (scheme, scales, zeros, axis)). */
  private Object quantized(List<Object> arguments) throws FormatException {
    Object whole = tensor(arguments, ((TypedStorage) arguments.get(0)).type);
    List<Object> scheme = list(arguments.get(4));
    if (!(whole instanceof TorchTensor numbers)) {
      return whole;
    }
    if (scheme.size() == 3 && scheme.get(1) instanceof Double scale) {
      return new TorchQuantized(numbers, scale, ((Number) scheme.get(2)).doubleValue());
    }
    return scheme.size() == 4
            && scheme.get(1) instanceof TorchTensor scales
            && scheme.get(2) instanceof TorchTensor zeros
        ? TorchQuantized.byChannel(numbers, scales, zeros, (Long) scheme.get(3))
        : new TorchGap("quantized in a way that isn't read: save tensor.dequantize() instead");
  }

  /** (function, class, its arguments, attributes): the function must be one that makes tensors. */
  private Object subclass(List<Object> arguments) throws FormatException {
    return arguments.get(0) instanceof Named function && REBUILT.contains(function.name)
        ? call(function, list(arguments.get(2)))
        : wrapper(arguments.get(1));
  }

  private static TorchGap wrapper(Object type) {
    return new TorchGap(
        "a tensor of the class "
            + (type instanceof Named named ? named.name : "that the file does not name")
            + ", which isn't read");
  }

  private static List<Long> wholes(Object object) {
    List<Long> wholes = new ArrayList<>();
    list(object).forEach(item -> wholes.add((Long) item));
    return wholes;
  }

  @SuppressWarnings("unchecked")
  private static List<Object> list(Object object) {
    return (List<Object>) object;
  }

  private FormatException damaged(String expected, String got) {
    return new FormatException(
        place, expected, got, "the file is damaged: copy it anew, or save it under a new name");
  }
}
