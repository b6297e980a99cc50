package org.sweetspot.precision;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Quantizers by name: a format, then words joined by +, in any order: {@code nvfp4}, {@code
 * nvfp4+stochastic}, {@code int4+sawb}, {@code log4+stochastic+draws=2}, {@code
 * nvfp4+stochastic+rotated}. {@code float32} is no quantizer.
 */
public final class Quantizers {
  /** The name for none. */
  public static final String NONE = "float32";

  private static final String LEVELS = "log-levels-";
  private static final int ROTATION = 16;
  private static final Map<String, String> SHORT =
      Map.of("fp8", "e4m3", "fp4", "e2m1", "luq", "log4+stochastic");
  private static final Map<String, NumberFormat> FORMATS =
      byName(
          IntegerFormat.INT8,
          IntegerFormat.INT4,
          FloatFormat.E4M3,
          FloatFormat.E5M2,
          FloatFormat.E2M1,
          FloatFormat.E1M2,
          LogarithmicFormat.LOG4,
          FloatFormat.BFLOAT16,
          FloatFormat.HALF);

  private Quantizers() {}

  /** The formats of single numbers. */
  public static List<NumberFormat> formats() {
    return List.copyOf(FORMATS.values());
  }

  /** The formats of blocks. */
  public static List<BlockFormat> blocks() {
    return List.of(BlockFormat.MXFP8, BlockFormat.MXFP4, BlockFormat.NVFP4);
  }

  /** The quantizer of that name; none for {@link #NONE}. */
  public static Optional<Quantizer> named(String name) {
    if (name.equals(NONE)) {
      return Optional.empty();
    }
    List<String> words = new ArrayList<>();
    for (String word : name.split("\\+", -1)) {
      words.addAll(List.of(SHORT.getOrDefault(word, word).split("\\+")));
    }
    String format = words.remove(0);
    Rounding rounding =
        take(words, Stream.of(Rounding.values()), Rounding::word).orElse(Rounding.NEAREST);
    boolean rotated = words.remove(RotatedQuantizer.WORD);
    int draws = draws(words);
    Quantizer quantizer =
        blocks().stream()
            .filter(known -> known.name().equals(format))
            .findFirst()
            .map(known -> block(known, rounding, words))
            .orElseGet(() -> scaled(format(format, name), rounding, words));
    if (!words.isEmpty()) {
      throw unknown("word " + words.get(0) + " of quantizer " + name);
    }
    Quantizer turned = rotated ? new RotatedQuantizer(quantizer, ROTATION) : quantizer;
    return Optional.of(draws > 1 ? new AveragedQuantizer(turned, draws) : turned);
  }

  private static Quantizer block(BlockFormat format, Rounding rounding, List<String> words) {
    return new BlockQuantizer(
        format,
        rounding,
        take(words, Stream.of(ScaleRounding.values()), ScaleRounding::word)
            .orElse(ScaleRounding.UP));
  }

  private static Quantizer scaled(NumberFormat format, Rounding rounding, List<String> words) {
    return new ScaledQuantizer(
        format,
        rounding,
        take(words, Stream.of(Clipping.values()), Clipping::word).orElse(Clipping.usual(format)));
  }

  private static NumberFormat format(String word, String name) {
    if (word.matches(LEVELS + "\\d{1,2}")) {
      return new LogarithmicFormat(Integer.parseInt(word.substring(LEVELS.length())));
    }
    NumberFormat format = FORMATS.get(word);
    if (format == null) {
      throw unknown("format " + word + " of quantizer " + name);
    }
    return format;
  }

  private static int draws(List<String> words) {
    for (String word : words) {
      if (word.matches(AveragedQuantizer.WORD + "\\d{1,3}")) {
        words.remove(word);
        return Integer.parseInt(word.substring(AveragedQuantizer.WORD.length()));
      }
    }
    return 1;
  }

  private static <T> Optional<T> take(
      List<String> words, Stream<T> choices, Function<T, String> word) {
    Optional<T> found = choices.filter(choice -> words.contains(word.apply(choice))).findFirst();
    found.ifPresent(choice -> words.remove(word.apply(choice)));
    return found;
  }

  private static IllegalArgumentException unknown(String what) {
    return new IllegalArgumentException(
        what
            + ": expected a format ("
            + String.join(", ", FORMATS.keySet())
            + ", log-levels-N, mxfp8, mxfp4, nvfp4, float32), then any of +stochastic, +rotated,"
            + " +draws=N, +scales-nearest for blocks, +mse, +sawb, +aciq-laplace, +aciq-gauss for"
            + " the others");
  }

  private static Map<String, NumberFormat> byName(NumberFormat... formats) {
    Map<String, NumberFormat> map = new LinkedHashMap<>();
    for (NumberFormat format : formats) {
      map.put(format.name(), format);
    }
    return map;
  }
}
