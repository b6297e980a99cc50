package org.sweetspot.bridge.wire;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** A question in the making: its operation, and a body that grows up to the size of a frame. */
public final class Request {
  private static final int HEADER = 8;

  private final Operation operation;
  private ByteBuffer bytes = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);

  private Request(Operation operation) {
    this.operation = operation;
    bytes.position(HEADER);
  }

  /** With an empty body. */
  public static Request of(Operation operation) {
    return new Request(operation);
  }

  Operation operation() {
    return operation;
  }

  /** Adds a number of one byte. */
  public Request small(int value) {
    room(1).put((byte) value);
    return this;
  }

  /** Adds a number of four bytes. */
  public Request number(int value) {
    room(Integer.BYTES).putInt(value);
    return this;
  }

  /** Adds a number of eight bytes. */
  public Request large(long value) {
    room(Long.BYTES).putLong(value);
    return this;
  }

  /** Adds a real number in double precision. */
  public Request real(double value) {
    room(Double.BYTES).putDouble(value);
    return this;
  }

  /** Adds how many numbers there are, and the numbers. */
  public Request numbers(int... values) {
    number(values.length);
    room(values.length * (long) Integer.BYTES).asIntBuffer().put(values);
    bytes.position(bytes.position() + values.length * Integer.BYTES);
    return this;
  }

  /** Adds how many real numbers there are, and the numbers. */
  public Request reals(double... values) {
    number(values.length);
    room(values.length * (long) Double.BYTES).asDoubleBuffer().put(values);
    bytes.position(bytes.position() + values.length * Double.BYTES);
    return this;
  }

  /** Adds a text: its length in bytes, and UTF-8. */
  public Request text(String text) {
    byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
    number(encoded.length);
    room(encoded.length).put(encoded);
    return this;
  }

  /** Adds all that remains in a buffer as it is, and leaves the buffer's position. */
  public Request raw(ByteBuffer part) {
    room(part.remaining()).put(part.duplicate());
    return this;
  }

  /** The frame, ready to be sent. */
  ByteBuffer frame(int flags) {
    bytes.putInt(0, bytes.position() - Integer.BYTES);
    bytes.putShort(4, (short) operation.code());
    bytes.putShort(6, (short) flags);
    return bytes.duplicate().flip();
  }

  private ByteBuffer room(long more) {
    long needed = bytes.position() + more;
    if (needed > Connection.LARGEST_FRAME) {
      throw new IllegalArgumentException(
          "request "
              + operation
              + ": expected at most "
              + Connection.LARGEST_FRAME
              + " bytes, got "
              + needed
              + "; ask in parts");
    }
    if (needed > bytes.capacity()) {
      long grown = Math.min(Math.max(needed, 2L * bytes.capacity()), Connection.LARGEST_FRAME);
      bytes = ByteBuffer.allocate((int) grown).order(ByteOrder.LITTLE_ENDIAN).put(bytes.flip());
    }
    return bytes;
  }
}
