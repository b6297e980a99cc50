package org.sweetspot.weights.packed;

/**
 * Whole numbers of a few bits, packed densely into words: number i of a row begins at bit i bits,
 * counted from the lowest bit of the row's first word, and may go on in the next word.
 */
final class Bits {
  private static final float[] E2M1 = {0, 0.5f, 1, 1.5f, 2, 3, 4, 6};

  private Bits() {}

  /**
   * Rows x count numbers.
   *
   * @param words rows x words of a row, as whole numbers, signed or not
   * @param width bits of a word
   * @param bits of a number, at most the width
   * @param count numbers of a row, which its words hold
   */
  static int[] unpack(double[] words, int rows, int width, int bits, int count) {
    int each = words.length / rows;
    int[] numbers = new int[Math.multiplyExact(rows, count)];
    for (int row = 0; row < rows; row++) {
      for (int i = 0; i < count; i++) {
        numbers[row * count + i] = number(words, row * each, 1, width, bits, i);
      }
    }
    return numbers;
  }

  /** Count x columns numbers of words of 32 bits that go on down the columns. */
  static int[] unpackDown(double[] words, int columns, int bits, int count) {
    int[] numbers = new int[Math.multiplyExact(columns, count)];
    for (int i = 0; i < count; i++) {
      for (int column = 0; column < columns; column++) {
        numbers[i * columns + column] = number(words, column, columns, Integer.SIZE, bits, i);
      }
    }
    return numbers;
  }

  private static int number(double[] words, int first, int apart, int width, int bits, int i) {
    int place = i * bits / width;
    int offset = i * bits % width;
    long value = word(words[first + place * apart], width) >>> offset;
    if (offset + bits > width) {
      value |= word(words[first + (place + 1) * apart], width) << (width - offset);
    }
    return (int) (value & ((1L << bits) - 1));
  }

  private static long word(double number, int width) {
    return (long) number & ((1L << width) - 1);
  }

  /** The number of E2M1 (a sign, two bits of exponent, one of mantissa) with these four bits. */
  static float e2m1(int code) {
    return (code & 8) == 0 ? E2M1[code & 7] : -E2M1[code & 7];
  }
}
