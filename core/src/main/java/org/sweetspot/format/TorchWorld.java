package org.sweetspot.format;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a PyTorch file may name: tensors, storages, ordered maps, types. Everything else fails. */
final class TorchWorld implements Pickle.World {
  private static final Map<String, NumberType> STORAGES =
      Map.of(
          "DoubleStorage", NumberType.F64,
          "FloatStorage", NumberType.F32,
          "HalfStorage", NumberType.F16,
          "BFloat16Storage", NumberType.BF16,
          "LongStorage", NumberType.I64,
          "IntStorage", NumberType.I32,
          "ShortStorage", NumberType.I16,
          "CharStorage", NumberType.I8,
          "ByteStorage", NumberType.U8,
          "BoolStorage", NumberType.BOOL);
  private static final Map<String, NumberType> TYPES =
      Map.ofEntries(
          Map.entry("float64", NumberType.F64),
          Map.entry("float32", NumberType.F32),
          Map.entry("float16", NumberType.F16),
          Map.entry("bfloat16", NumberType.BF16),
          Map.entry("float8_e4m3fn", NumberType.F8_E4M3),
          Map.entry("float8_e5m2", NumberType.F8_E5M2),
          Map.entry("int64", NumberType.I64),
          Map.entry("int32", NumberType.I32),
          Map.entry("int16", NumberType.I16),
          Map.entry("int8", NumberType.I8),
          Map.entry("uint64", NumberType.U64),
          Map.entry("uint32", NumberType.U32),
          Map.entry("uint16", NumberType.U16),
          Map.entry("uint8", NumberType.U8),
          Map.entry("bool", NumberType.BOOL));
  private static final Set<String> CALLABLES =
      Set.of(
          "collections.OrderedDict",
          "torch._utils._rebuild_tensor",
          "torch._utils._rebuild_tensor_v2",
          "torch._utils._rebuild_tensor_v3",
          "torch._utils._rebuild_parameter",
          "torch._utils._rebuild_parameter_with_state",
          "torch._tensor._rebuild_from_type_v2",
          "torch.jit._pickle.build_boollist",
          "torch.jit._pickle.build_doublelist",
          "torch.jit._pickle.build_intlist",
          "torch.jit._pickle.build_tensorlist",
          "torch.jit._pickle.restore_type_tag",
          "torch.Size",
          "torch.device");
  private static final Set<String> CLASSES = Set.of("torch.nn.parameter.Parameter", "torch.Tensor");
  private static final String SCRIPT = "__torch__.";

  /** Something named that stands for itself. */
  private record Named(String name) {}

  /** An instance of a scripted module's class: its attributes, nothing of its code. */
  private record Module(Map<Object, Object> attributes) {}

  private final String place;

  TorchWorld(String place) {
    this.place = place;
  }

  @Override
  public Object global(String module, String name) throws FormatException {
    String full = module + "." + name;
    if (module.equals("torch") && STORAGES.containsKey(name)) {
      return STORAGES.get(name);
    }
    if (module.equals("torch") && TYPES.containsKey(name)) {
      return TYPES.get(name);
    }
    if (full.equals("torch.storage.UntypedStorage") || full.equals("torch.UntypedStorage")) {
      return NumberType.U8;
    }
    if (CALLABLES.contains(full) || CLASSES.contains(full) || full.startsWith(SCRIPT)) {
      return new Named(full);
    }
    String shown = full.replaceAll("[^\\x20-\\x7e]", "?");
    throw new FormatException(
        place,
        "tensors, numbers, texts, lists and maps only",
        "the refused global " + (shown.length() > 200 ? shown.substring(0, 200) : shown),
        "save the parameters alone: torch.save(model.state_dict(), path)");
  }

  @Override
  public Object call(Object callable, List<Object> arguments) throws FormatException {
    String name = callable instanceof Named named ? named.name : "";
    if (name.startsWith(SCRIPT)) {
      return new Module(new LinkedHashMap<>());
    }
    return switch (name) {
      case "collections.OrderedDict" -> ordered(arguments);
      case "torch._utils._rebuild_tensor", "torch._utils._rebuild_tensor_v2" ->
          tensor(arguments, ((TypedStorage) arguments.get(0)).type);
      case "torch._utils._rebuild_tensor_v3" -> tensor(arguments, (NumberType) arguments.get(6));
      case "torch._utils._rebuild_parameter",
          "torch._utils._rebuild_parameter_with_state",
          "torch.jit._pickle.restore_type_tag" ->
          arguments.get(0);
      case "torch._tensor._rebuild_from_type_v2" -> call(arguments.get(0), list(arguments.get(2)));
      case "torch.jit._pickle.build_boollist",
          "torch.jit._pickle.build_doublelist",
          "torch.jit._pickle.build_intlist",
          "torch.jit._pickle.build_tensorlist",
          "torch.Size" ->
          arguments.get(0);
      case "torch.device" -> Pickle.Nothing.NONE;
      default -> throw damaged("a call of something that was named", "another");
    };
  }

  @Override
  public void fill(Object instance, Object state) throws FormatException {
    if (instance instanceof Module module && state instanceof Map<?, ?> attributes) {
      module.attributes.putAll(attributes);
    } else if (!(instance instanceof Map<?, ?>)) {
      // A map's own attributes hold versions of modules; other instances have none to fill.
      throw damaged("state of a map or of a scripted module", "that of something else");
    }
  }

  @Override
  public Object persistent(Object id) throws FormatException {
    List<Object> parts = list(id);
    if (parts.size() < 5 || !"storage".equals(parts.get(0))) {
      throw damaged("a storage", "another thing outside the pickle");
    }
    NumberType type = (NumberType) parts.get(1);
    long count = (Long) parts.get(4);
    if (count < 0 || count > Long.MAX_VALUE / 16) {
      throw damaged("a storage that fits a file", count + " numbers");
    }
    return new TypedStorage(
        type, new TorchTensor.Storage((String) parts.get(2), count * type.bytes()));
  }

  /** A storage as the pickle names it. */
  private record TypedStorage(NumberType type, TorchTensor.Storage storage) {}

  /** The numbers behind what {@link #persistent} gave. */
  static TorchTensor.Storage storage(Object persistent) {
    return ((TypedStorage) persistent).storage;
  }

  /** The attributes of a scripted module, or the map itself; nothing else has entries. */
  static Map<?, ?> entries(Object object) {
    if (object instanceof Module module) {
      return module.attributes;
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

  private TorchTensor tensor(List<Object> arguments, NumberType type) throws FormatException {
    TypedStorage storage = (TypedStorage) arguments.get(0);
    return new TorchTensor(
            storage.storage,
            type,
            (Long) arguments.get(1),
            wholes(arguments.get(2)),
            wholes(arguments.get(3)))
        .checked(place);
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
        place, expected, got, "the file is damaged: save model.state_dict() anew");
  }
}
