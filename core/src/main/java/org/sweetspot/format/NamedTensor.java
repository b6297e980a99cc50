package org.sweetspot.format;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * A tensor with its name, as files keep it.
 *
 * @param name unique in its file
 * @param type number format of the entries
 * @param shape extents, row-major; empty for one number
 * @param bytes the entries, little-endian; its own view of memory that may be shared
 */
public record NamedTensor(String name, Type type, List<Long> shape, ByteBuffer bytes) {
  /** IEEE 754 number formats. */
  public enum Type {
    /** Single precision. */
    F32(4),
    /** Double precision. */
    F64(8);

    private final int bytes;

    Type(int bytes) {
      this.bytes = bytes;
    }

    /** Bytes of one entry. */
    public int bytes() {
      return bytes;
    }
  }

  /** Checks that the bytes fit the shape. */
  public NamedTensor {
    shape = List.copyOf(shape);
    bytes = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
    long size = size(shape);
    if (size != bytes.remaining() / type.bytes() || bytes.remaining() % type.bytes() != 0) {
      throw new IllegalArgumentException(
          "tensor "
              + name
              + ": expected "
              + size
              + " entries of "
              + type.bytes()
              + " bytes for the shape "
              + shape
              + ", got "
              + bytes.remaining()
              + " bytes");
    }
  }

  private static long size(List<Long> shape) {
    long size = 1;
    for (long extent : shape) {
      if (extent < 0) {
        throw new IllegalArgumentException("shape: expected no negative extent, got " + shape);
      }
      size = Math.multiplyExact(size, extent);
    }
    return size;
  }
}
