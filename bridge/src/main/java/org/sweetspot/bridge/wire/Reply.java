package org.sweetspot.bridge.wire;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** The body of an answer, read from its beginning; what is not there is nonsense, not a crash. */
public final class Reply {
  private final Operation operation;
  private final ByteBuffer body;

  Reply(Operation operation, ByteBuffer body) {
    this.operation = operation;
    this.body = body.order(ByteOrder.LITTLE_ENDIAN);
  }

  /** A number of one byte, 0 to 255. */
  public int small() {
    return has(1).get() & 0xff;
  }

  /** A number of four bytes that must lie in a range. */
  public int number(int least, int most) {
    int value = has(Integer.BYTES).getInt();
    if (value < least || value > most) {
      throw nonsense("a number from " + least + " to " + most, value);
    }
    return value;
  }

  /** A real number in double precision. */
  public double real() {
    return has(Double.BYTES).getDouble();
  }

  /** So many real numbers. */
  public double[] reals(int count) {
    double[] values = new double[count(count, Double.BYTES)];
    body.asDoubleBuffer().get(values);
    body.position(body.position() + count * Double.BYTES);
    return values;
  }

  /** So many numbers of four bytes. */
  public int[] numbers(int count) {
    int[] values = new int[count(count, Integer.BYTES)];
    body.asIntBuffer().get(values);
    body.position(body.position() + count * Integer.BYTES);
    return values;
  }

  /** A text: its length in bytes, and UTF-8. */
  public String text() {
    int length = number(0, body.capacity());
    has(length);
    ByteBuffer part = body.slice().limit(length);
    body.position(body.position() + length);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(part).toString();
    } catch (CharacterCodingException broken) {
      throw nonsense("text in UTF-8", String.valueOf(broken.getMessage()));
    }
  }

  /** Moves so many bytes, as they are, into a buffer. */
  public void raw(int count, ByteBuffer into) {
    has(count);
    into.put(body.slice().limit(count));
    body.position(body.position() + count);
  }

  /** Says that nothing more is expected. */
  public void end() {
    if (body.hasRemaining()) {
      throw nonsense("the end", body.remaining() + " more bytes");
    }
  }

  private int count(int count, int each) {
    if (count < 0 || (long) count * each > body.remaining()) {
      throw nonsense(count + " numbers", body.remaining() + " bytes");
    }
    return count;
  }

  private ByteBuffer has(int bytes) {
    if (bytes < 0 || body.remaining() < bytes) {
      throw nonsense(bytes + " more bytes", body.remaining());
    }
    return body;
  }

  private BridgeException nonsense(String expected, Object got) {
    return BridgeException.nonsense("answer to " + operation, expected, got);
  }
}
