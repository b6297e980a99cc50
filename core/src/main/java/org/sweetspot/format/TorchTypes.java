package org.sweetspot.format;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The types of numbers that PyTorch's files name, as types or by their storages. */
final class TorchTypes {
  /** A storage or a type that a file names and nobody here knows. */
  static final Type UNKNOWN = new Type("unknown", Optional.empty());

  private static final Map<String, Integer> UNREAD_BYTES =
      Map.of(
          "ComplexHalf", 4,
          "ComplexFloat", 8,
          "ComplexDouble", 16,
          "QUInt4x2", 1,
          "QUInt2x4", 1);

  private static final Map<String, NumberType> STORAGES =
      Map.ofEntries(
          Map.entry("DoubleStorage", NumberType.F64),
          Map.entry("FloatStorage", NumberType.F32),
          Map.entry("HalfStorage", NumberType.F16),
          Map.entry("BFloat16Storage", NumberType.BF16),
          Map.entry("LongStorage", NumberType.I64),
          Map.entry("IntStorage", NumberType.I32),
          Map.entry("ShortStorage", NumberType.I16),
          Map.entry("CharStorage", NumberType.I8),
          Map.entry("ByteStorage", NumberType.U8),
          Map.entry("BoolStorage", NumberType.BOOL),
          Map.entry("QInt8Storage", NumberType.I8),
          Map.entry("QUInt8Storage", NumberType.U8),
          Map.entry("QInt32Storage", NumberType.I32),
          Map.entry("UntypedStorage", NumberType.U8));
  private static final Set<String> UNREAD =
      Set.of("complex32", "complex64", "complex128", "bits8", "bits16");

  private TorchTypes() {}

  /**
   * A type of numbers.
   *
   * @param name as PyTorch calls it
   * @param number how it is read, if it is
   */
  record Type(String name, Optional<NumberType> number) {
    /** Bytes of a number; 0 if that isn't known. */
    int bytes() {
      return number.map(NumberType::bytes).orElseGet(() -> UNREAD_BYTES.getOrDefault(name, 0));
    }
  }

  /** The type of that name; null if the name is none of a type. */
  static @Nullable Type of(String name) {
    Optional<NumberType> read =
        NumberNames.type(name).or(() -> Optional.ofNullable(STORAGES.get(name)));
    if (read.isPresent()) {
      return new Type(name, read);
    }
    boolean type =
        UNREAD.contains(name)
            || name.endsWith("Storage")
            || name.startsWith("float8_")
            || name.startsWith("float4_")
            || name.matches("u?int[1-7]|q?u?int(4x2|2x4)");
    return type ? new Type(name.replace("Storage", ""), Optional.empty()) : null;
  }
}
