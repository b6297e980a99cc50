package org.sweetspot.precision;

/** How one number is stored: codes of a few bits and what each stands for. */
public sealed interface NumberFormat permits FloatFormat, IntegerFormat, LogarithmicFormat {
  /** As it is written in recipes. */
  String name();

  /** Bits of a code. */
  int bits();

  /** The magnitudes that are held. */
  Grid grid();

  /** What a code stands for. */
  float decode(int code);

  /** The code of the nearest number, of two the even one; too large ones become the largest. */
  int encode(float value);

  /** How many codes there are. */
  default int codes() {
    return 1 << bits();
  }

  /** A code's own bits, refused if there are more. */
  default int checked(int code) {
    if (code < 0 || code >= codes()) {
      throw new IllegalArgumentException(
          "code of " + name() + ": expected 0 to " + (codes() - 1) + ", got " + code);
    }
    return code;
  }
}
