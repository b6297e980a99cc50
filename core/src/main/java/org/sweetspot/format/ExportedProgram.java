package org.sweetspot.format;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The weights of a torch.export archive (.pt2): an entry for each tensor and a JSON text that says
 * how each lies in it. The program itself is not looked at.
 *
 * <p>Source: torch/export/pt2_archive (PyTorch 2.9 on), torch/_export/serde/schema.py.
 */
public final class ExportedProgram {
  private static final String CONFIG = "_weights_config.json";
  private static final String WEIGHTS = "data/weights/";
  private static final int MOST_BYTES = 1 << 28;
  private static final String DAMAGED = "the file is damaged: write or copy it anew";
  // torch/_export/serde/schema.py, ScalarType.
  private static final Map<Integer, NumberType> TYPES =
      Map.ofEntries(
          Map.entry(1, NumberType.U8),
          Map.entry(2, NumberType.I8),
          Map.entry(3, NumberType.I16),
          Map.entry(4, NumberType.I32),
          Map.entry(5, NumberType.I64),
          Map.entry(6, NumberType.F16),
          Map.entry(7, NumberType.F32),
          Map.entry(8, NumberType.F64),
          Map.entry(12, NumberType.BOOL),
          Map.entry(13, NumberType.BF16),
          Map.entry(28, NumberType.U16),
          Map.entry(29, NumberType.F8_E4M3),
          Map.entry(30, NumberType.F8_E5M2));

  private ExportedProgram() {}

  /** Whether an archive with entries of these names is one. */
  public static boolean fits(List<String> names) {
    return names.stream().anyMatch(ExportedProgram::config);
  }

  private static boolean config(String name) {
    return name.endsWith(CONFIG) && name.contains(WEIGHTS);
  }

  /**
   * Reads names, types, shapes and places; numbers are read when they are asked for.
   *
   * @throws FormatException if the file isn't one
   */
  public static FileTensors open(Path file) throws IOException {
    try (ZipArchive archive = ZipArchive.open(file)) {
      List<StoredTensor> tensors = new ArrayList<>();
      Map<String, String> unread = new LinkedHashMap<>();
      List<String> configs =
          archive.names().stream().filter(ExportedProgram::config).sorted().toList();
      Set<String> names = new HashSet<>();
      ByteOrder order = order(archive);
      for (String config : configs) {
        String folder = config.substring(0, config.lastIndexOf('/') + 1);
        String model = config.substring(folder.length(), config.length() - CONFIG.length());
        for (Map.Entry<String, JsonNode> one : entries(archive, config).properties()) {
          String name = configs.size() == 1 ? one.getKey() : model + "/" + one.getKey();
          if (!names.add(name)) {
            throw new FormatException(file.toString(), "each name once", name + " twice", DAMAGED);
          }
          Optional<String> reason =
              add(file, archive, folder, name, order, one.getValue(), tensors);
          reason.ifPresent(why -> unread.put(name, why));
        }
      }
      return new FileTensors(tensors, unread);
    }
  }

  private static ByteOrder order(ZipArchive archive) throws IOException {
    for (String name : archive.names()) {
      if (name.endsWith("/byteorder")) {
        return new String(archive.bytes(name, 64), java.nio.charset.StandardCharsets.US_ASCII)
                .startsWith("big")
            ? ByteOrder.BIG_ENDIAN
            : ByteOrder.LITTLE_ENDIAN;
      }
    }
    return ByteOrder.LITTLE_ENDIAN;
  }

  private static JsonNode entries(ZipArchive archive, String config) throws IOException {
    try {
      JsonNode entries =
          JsonMapper.shared().readTree(archive.bytes(config, MOST_BYTES)).path("config");
      if (!entries.isObject()) {
        throw new FormatException(
            archive.place(config), "an object config", entries.getNodeType().toString(), DAMAGED);
      }
      return entries;
    } catch (JacksonException broken) {
      throw new FormatException(
          archive.place(config), "a JSON object", broken.getOriginalMessage(), DAMAGED);
    }
  }

  /** Adds a tensor, or gives the reason why it cannot be read. */
  private static Optional<String> add(
      Path file,
      ZipArchive archive,
      String folder,
      String name,
      ByteOrder order,
      JsonNode told,
      List<StoredTensor> tensors)
      throws IOException {
    String place = file + ", tensor " + name;
    JsonNode meta = told.path("tensor_meta");
    NumberType type = TYPES.get(meta.path("dtype").asInt(-1));
    if (told.path("use_pickle").asBoolean(false)) {
      return Optional.of("pickled, no plain numbers");
    }
    if (type == null) {
      return Optional.of("numbers of torch.export's type " + meta.path("dtype").asInt(-1));
    }
    if (!told.path("path_name").isString()) {
      throw new FormatException(place, "the name of an entry", "none", DAMAGED);
    }
    String entry = folder + told.path("path_name").asString("");
    long bytes = archive.requireSize(entry);
    TorchTensor tensor =
        new TorchTensor(
                new TorchTensor.Storage(entry, bytes),
                type,
                whole(place, meta.path("storage_offset")),
                wholes(place, meta.path("sizes")),
                wholes(place, meta.path("strides")))
            .checked(place);
    StoredTensor.Part part =
        told.path("is_param").asBoolean(true)
            ? StoredTensor.Part.PARAMETER
            : StoredTensor.Part.BUFFER;
    tensors.add(new Stored(file, name, tensor, order, part));
    return Optional.empty();
  }

  private static List<Long> wholes(String place, JsonNode list) throws FormatException {
    List<Long> wholes = new ArrayList<>();
    for (JsonNode one : list.values()) {
      wholes.add(whole(place, one));
    }
    return wholes;
  }

  private static long whole(String place, JsonNode told) throws FormatException {
    JsonNode number = told.isObject() ? told.path("as_int") : told;
    if (!number.canConvertToLong() || number.asLong() < 0) {
      throw new FormatException(
          place, "whole numbers as extents, strides and offset", told.toString(), DAMAGED);
    }
    return number.asLong();
  }

  private record Stored(Path file, String name, TorchTensor tensor, ByteOrder order, Part part)
      implements StoredTensor {
    @Override
    public NumberType type() {
      return tensor.type();
    }

    @Override
    public List<Long> shape() {
      return tensor.shape();
    }

    @Override
    public List<String> path() {
      return List.of(name.split("\\.", -1));
    }

    @Override
    public Optional<Object> numbers() {
      return Optional.of(tensor);
    }

    @Override
    public double[] read() throws IOException {
      String place = file + ", tensor " + name;
      long count = NumberReader.count(place, shape());
      if (count == 0) {
        return new double[0];
      }
      boolean whole = tensor.contiguous();
      try (ZipArchive archive = ZipArchive.open(file);
          InputStream input = archive.stream(tensor.storage().key())) {
        input.skipNBytes(tensor.offset() * type().bytes());
        double[] numbers =
            NumberReader.read(place, input, type(), order, whole ? count : tensor.span());
        if (whole) {
          return numbers;
        }
        double[] entries = NumberReader.allocate(place, count);
        tensor.gather(numbers, entries);
        return entries;
      } catch (EOFException | java.util.zip.ZipException broken) {
        throw new FormatException(
            place, count + " numbers", String.valueOf(broken.getMessage()), DAMAGED);
      }
    }
  }
}
