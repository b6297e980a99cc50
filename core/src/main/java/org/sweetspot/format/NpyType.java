package org.sweetspot.format;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The type of the numbers in an npy file.
 *
 * @param kind f (float), i (signed), u (unsigned) or b (truth value); U or S for texts
 * @param bytes of a number: 2, 4 or 8 for f, 1 to 8 for i and u, 1 for b; of a text all of it
 * @param order of the bytes
 */
public record NpyType(char kind, int bytes, ByteOrder order) {
  private static final Pattern TEXT = Pattern.compile("'([<>|=])([US])([0-9]{1,4})'");
  private static final Pattern SIMPLE = Pattern.compile("'([<>|=])([fiub])([1248])'");

  static NpyType parse(String name, String text) throws FormatException {
    Matcher parts = SIMPLE.matcher(text);
    boolean known =
        parts.matches()
            && switch (parts.group(2).charAt(0)) {
              case 'f' -> !parts.group(3).equals("1");
              case 'b' -> parts.group(3).equals("1");
              default -> true;
            };
    if (!known) {
      boolean numbers = text.matches("'[<>|=][cfiu].*");
      throw new UnreadNumbersException(
          name + ", dtype",
          "float16, float32, float64, integers or bool",
          text + (numbers ? "" : ", which are no numbers"),
          numbers
              ? "write it to a new file, with .astype('float32'), or .astype('int64') for labels"
              : "write the arrays of numbers alone to a new file");
    }
    ByteOrder order = order(parts);
    return new NpyType(parts.group(2).charAt(0), Integer.parseInt(parts.group(3)), order);
  }

  /** The same, for texts too. */
  static NpyType parseText(String name, String text) throws FormatException {
    Matcher parts = TEXT.matcher(text);
    if (!parts.matches() || parts.group(3).matches("0+")) {
      return parse(name, text);
    }
    char kind = parts.group(2).charAt(0);
    int length = Integer.parseInt(parts.group(3));
    return new NpyType(kind, kind == 'U' ? 4 * length : length, order(parts));
  }

  /** Whether it is one of texts, and none of numbers. */
  boolean isText() {
    return kind == 'U' || kind == 'S';
  }

  private static ByteOrder order(Matcher parts) {
    return switch (parts.group(1)) {
      case ">" -> ByteOrder.BIG_ENDIAN;
      case "<" -> ByteOrder.LITTLE_ENDIAN;
      default -> ByteOrder.nativeOrder();
    };
  }

  /** The same type as other files call it. */
  NumberType number() {
    return switch (kind) {
      case 'f' -> bytes == 2 ? NumberType.F16 : bytes == 4 ? NumberType.F32 : NumberType.F64;
      case 'b' -> NumberType.BOOL;
      default -> NumberType.valueOf((kind == 'i' ? "I" : "U") + 8 * bytes);
    };
  }

  /**
   * The numbers from the beginning of a buffer in this order on, as {@link #get} gives each.
   *
   * @param target takes them from its beginning on
   * @param count how many
   */
  public void get(ByteBuffer buffer, double[] target, int count) {
    if (kind == 'f' && bytes == Double.BYTES) {
      buffer.duplicate().order(order).position(0).asDoubleBuffer().get(target, 0, count);
      return;
    }
    for (int i = 0; i < count; i++) {
      target[i] = get(buffer, i);
    }
  }

  /** The number at a position of a buffer in this order; exact below 2^53. */
  public double get(ByteBuffer buffer, int index) {
    int at = index * bytes;
    boolean signed = kind == 'i';
    if (kind == 'f') {
      return switch (bytes) {
        case 2 -> NumberType.F16.get(buffer, at);
        case 4 -> buffer.getFloat(at);
        default -> buffer.getDouble(at);
      };
    }
    return switch (bytes) {
      case 1 -> signed ? buffer.get(at) : buffer.get(at) & 0xff;
      case 2 -> signed ? buffer.getShort(at) : buffer.getShort(at) & 0xffff;
      case 4 -> signed ? buffer.getInt(at) : buffer.getInt(at) & 0xffffffffL;
      default -> signed ? buffer.getLong(at) : unsigned(buffer.getLong(at));
    };
  }

  private static double unsigned(long bits) {
    return bits >= 0 ? bits : ((bits >>> 1) | (bits & 1)) * 2.0;
  }
}
