package org.sweetspot.format;

import java.nio.ByteBuffer;
import org.sweetspot.api.PublicApi;

/** Formats of the numbers in files of weights, by the names that safetensors gives them. */
@PublicApi
public enum NumberType {
  /** Double precision. */
  F64(8),
  /** Single precision. */
  F32(4),
  /** Half precision: 5 bits of exponent. */
  F16(2),
  /** The upper half of single precision. */
  BF16(2),
  /** Eight bits, 4 of them exponent; no infinity. */
  F8_E4M3(1),
  /** Eight bits, 5 of them exponent. */
  F8_E5M2(1),
  /** Whole numbers of 64 bits. */
  I64(8),
  /** Whole numbers of 32 bits. */
  I32(4),
  /** Whole numbers of 16 bits. */
  I16(2),
  /** Whole numbers of 8 bits. */
  I8(1),
  /** Whole numbers of 64 bits, from 0. */
  U64(8),
  /** Whole numbers of 32 bits, from 0. */
  U32(4),
  /** Whole numbers of 16 bits, from 0. */
  U16(2),
  /** Whole numbers of 8 bits, from 0. */
  U8(1),
  /** Truth values, a byte each. */
  BOOL(1);

  private final int bytes;

  NumberType(int bytes) {
    this.bytes = bytes;
  }

  /** Bytes of one number. */
  public int bytes() {
    return bytes;
  }

  /** Whether numbers have fractions. */
  public boolean floating() {
    return switch (this) {
      case F64, F32, F16, BF16, F8_E4M3, F8_E5M2 -> true;
      case I64, I32, I16, I8, U64, U32, U16, U8, BOOL -> false;
    };
  }

  /**
   * The distance from 1 to the next larger number: what rounding a number to this type changes it
   * by at most, twice over, relative to it. Whole numbers are held as exactly as doubles are.
   */
  public double epsilon() {
    return switch (this) {
      case F32 -> 0x1p-23;
      case F16 -> 0x1p-10;
      case BF16 -> 0x1p-7;
      case F8_E4M3 -> 0x1p-3;
      case F8_E5M2 -> 0x1p-2;
      default -> 0x1p-52;
    };
  }

  /** The number at a byte of a buffer, in the buffer's order; exact below 2^53. */
  public double get(ByteBuffer buffer, int at) {
    return switch (this) {
      case F64 -> buffer.getDouble(at);
      case F32 -> buffer.getFloat(at);
      case F16 -> small(buffer.getShort(at) & 0xffff, 5, 10, true);
      case BF16 -> Float.intBitsToFloat(buffer.getShort(at) << 16);
      case F8_E4M3 -> small(buffer.get(at) & 0xff, 4, 3, false);
      case F8_E5M2 -> small(buffer.get(at) & 0xff, 5, 2, true);
      case I64 -> buffer.getLong(at);
      case I32 -> buffer.getInt(at);
      case I16 -> buffer.getShort(at);
      case I8 -> buffer.get(at);
      case U64 -> unsigned(buffer.getLong(at));
      case U32 -> buffer.getInt(at) & 0xffffffffL;
      case U16 -> buffer.getShort(at) & 0xffff;
      case U8 -> buffer.get(at) & 0xff;
      case BOOL -> buffer.get(at) == 0 ? 0 : 1;
    };
  }

  private static double unsigned(long bits) {
    return bits >= 0 ? bits : ((bits >>> 1) | (bits & 1)) * 2.0;
  }

  /** Sign, exponent, fraction; with or without infinities among the largest exponents. */
  private static double small(int bits, int exponentBits, int fractionBits, boolean infinite) {
    int largest = (1 << exponentBits) - 1;
    int exponent = (bits >>> fractionBits) & largest;
    int fraction = bits & ((1 << fractionBits) - 1);
    double sign = bits >>> (exponentBits + fractionBits) == 0 ? 1 : -1;
    int bias = largest >>> 1;
    if (infinite && exponent == largest) {
      return fraction == 0 ? sign * Double.POSITIVE_INFINITY : Double.NaN;
    }
    if (!infinite && exponent == largest && fraction == (1 << fractionBits) - 1) {
      return Double.NaN;
    }
    double unit = Math.scalb(1.0, -fractionBits);
    return exponent == 0
        ? sign * Math.scalb(fraction * unit, 1 - bias)
        : sign * Math.scalb(1 + fraction * unit, exponent - bias);
  }
}
