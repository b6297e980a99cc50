package org.sweetspot.format;

import java.util.Map;
import java.util.Optional;

/** Types of numbers by the names that NumPy, JAX and PyTorch give them. */
final class NumberNames {
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

  private NumberNames() {}

  /** The type of that name; empty if it is none that is read. */
  static Optional<NumberType> type(String name) {
    return Optional.ofNullable(TYPES.get(name));
  }
}
