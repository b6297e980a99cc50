package org.sweetspot.weights.packed;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sweetspot.format.NumberType;
import org.sweetspot.format.StoredTensor;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * bitsandbytes: X of bytes, two codes of four bits each, the first in the upper half; {@code
 * X.quant_map} with the number of each code, {@code X.absmax} with the largest magnitude of each
 * block, and {@code X.quant_state.bitsandbytes__nf4} (or fp4) with shape and block length as JSON:
 * weight = map[code] absmax. Magnitudes may be quantized themselves (double quantization): then
 * absmax = nested map[code] nested absmax + nested offset.
 */
final class BitsAndBytes implements Packing {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int MOST_BYTES = 1 << 12;
  private static final int CODES = 16;
  private static final int BYTES = 256;

  /** How a tensor was quantized. */
  private record State(List<Long> shape, int block, int nestedBlock, double nestedOffset) {}

  @Override
  public Optional<Unpacked> find(String name, StoredTensor packed, Siblings siblings)
      throws IOException {
    for (String kind : List.of("nf4", "fp4")) {
      String stateName = name + ".quant_state.bitsandbytes__" + kind;
      Optional<StoredTensor> stored = siblings.find(stateName);
      Optional<StoredTensor> map = siblings.find(name + ".quant_map");
      Optional<StoredTensor> largest = siblings.find(name + ".absmax");
      if (stored.isPresent() && map.isPresent() && largest.isPresent()) {
        Optional<State> state = state(stored.get());
        Optional<StoredTensor> nestedMap = siblings.find(name + ".nested_quant_map");
        Optional<StoredTensor> nested = siblings.find(name + ".nested_absmax");
        if (state.isEmpty()
            || nested.isPresent() != nestedMap.isPresent()
            || !holds(packed, map.get(), largest.get(), state.get())
            || (nested.isPresent()
                && nestedMap.isPresent()
                && !holds(
                    largest.get(), nestedMap.get(), nested.get(), state.get().nestedBlock()))) {
          return Optional.empty();
        }
        Set<String> parts =
            new LinkedHashSet<>(List.of(stateName, name + ".quant_map", name + ".absmax"));
        nestedMap.ifPresent(found -> parts.add(name + ".nested_quant_map"));
        nested.ifPresent(found -> parts.add(name + ".nested_absmax"));
        return Optional.of(
            new Unpacked(
                name,
                state.get().shape(),
                () ->
                    numbers(
                        packed.read(),
                        map.get().read(),
                        nested.isPresent() && nestedMap.isPresent()
                            ? magnitudes(
                                largest.get().read(),
                                nestedMap.get().read(),
                                nested.get().read(),
                                state.get())
                            : largest.get().read(),
                        state.get()),
                parts,
                "bitsandbytes, " + kind));
      }
    }
    return Optional.empty();
  }

  private static Optional<State> state(StoredTensor stored) throws IOException {
    if (entries(stored.shape()) > MOST_BYTES) {
      return Optional.empty();
    }
    double[] numbers = stored.read();
    byte[] bytes = new byte[numbers.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (int) numbers[i];
    }
    try {
      JsonNode root = JSON.readTree(new String(bytes, StandardCharsets.UTF_8));
      List<Long> shape = new ArrayList<>();
      root.path("shape").forEach(extent -> shape.add(extent.asLong(-1)));
      int block = root.path("blocksize").asInt(0);
      int nestedBlock = root.path("nested_blocksize").asInt(256);
      boolean sound =
          !shape.isEmpty()
              && shape.stream().allMatch(extent -> extent > 0 && extent < Integer.MAX_VALUE)
              && block > 0
              && nestedBlock > 0;
      return sound
          ? Optional.of(
              new State(shape, block, nestedBlock, root.path("nested_offset").asDouble(0)))
          : Optional.empty();
    } catch (JacksonException broken) {
      return Optional.empty();
    }
  }

  /** Whether bytes, map and magnitudes are as many as the shape asks for. */
  private static boolean holds(
      StoredTensor packed, StoredTensor map, StoredTensor largest, State state) {
    double entries = entries(state.shape());
    return 2 * entries <= Integer.MAX_VALUE
        && packed.type().bytes() == 1
        && entries <= 2 * entries(packed.shape())
        && entries(map.shape()) >= CODES
        && entries <= entries(largest.shape()) * state.block();
  }

  /** The same of magnitudes that are bytes themselves. */
  private static boolean holds(
      StoredTensor codes, StoredTensor map, StoredTensor largest, int block) {
    return codes.type() == NumberType.U8
        && entries(map.shape()) >= BYTES
        && entries(codes.shape()) <= entries(largest.shape()) * block;
  }

  /** As a double, so that no file's extents overflow it. */
  private static double entries(List<Long> shape) {
    return shape.stream().mapToDouble(Long::doubleValue).reduce(1, (a, b) -> a * b);
  }

  private static double[] magnitudes(double[] codes, double[] map, double[] largest, State state) {
    double[] magnitudes = new double[codes.length];
    for (int i = 0; i < codes.length; i++) {
      // Single precision, as the library computes it.
      float scaled = (float) map[(int) codes[i]] * (float) largest[i / state.nestedBlock()];
      magnitudes[i] = scaled + (float) state.nestedOffset();
    }
    return magnitudes;
  }

  private static double[] numbers(double[] bytes, double[] map, double[] largest, State state) {
    int[] codes = Bits.unpack(bytes, bytes.length, Byte.SIZE, 4, 2);
    double[] weight = new double[(int) entries(state.shape())];
    for (int i = 0; i < weight.length; i++) {
      // The upper half comes first.
      weight[i] = map[codes[i ^ 1]] * largest[i / state.block()];
    }
    return weight;
  }
}
