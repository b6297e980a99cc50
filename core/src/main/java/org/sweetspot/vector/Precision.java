package org.sweetspot.vector;

/** The number format in which a vector's entries are kept. */
public enum Precision {
  /** IEEE 754 single precision. */
  FLOAT(4),
  /** IEEE 754 double precision. */
  DOUBLE(8);

  private final int bytes;

  Precision(int bytes) {
    this.bytes = bytes;
  }

  /** Bytes per entry. */
  public int bytes() {
    return bytes;
  }
}
