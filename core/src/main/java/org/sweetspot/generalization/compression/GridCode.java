package org.sweetspot.generalization.compression;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Numbers rounded to multiples of a power of two, and the length of their code.
 *
 * <p>The message: the exponent of the step (one of 32), the largest multiple K by Elias's gamma
 * code, then the multiples from -K to K by an arithmetic code with the adaptive probabilities of
 * Krichevsky and Trofimov, (count + 1/2)/(i + (2K + 1)/2), which needs no table of frequencies. An
 * arithmetic code is at most 2 bits longer than the sum of the logarithms. The decoder must know
 * how many numbers there are. Many zeros cost little: a sparse vector needs no code of its own.
 * Source: Krichevsky and Trofimov 1981; Elias 1975.
 *
 * @param exponent of the step 2^exponent, from -24 to 7
 * @param multiples the rounded numbers over the step
 */
@SuppressWarnings("ArrayRecordComponent") // millions of numbers; never compared
public record GridCode(int exponent, int[] multiples) {
  private static final int LOWEST = -24;
  private static final int EXPONENTS = 32;
  private static final double ARITHMETIC = 2;

  /** Rounds to the nearest multiple. */
  public static GridCode of(double[] numbers, int exponent) {
    if (exponent < LOWEST || exponent >= LOWEST + EXPONENTS) {
      throw new IllegalArgumentException(
          "step of a grid: expected an exponent from -24 to 7, got " + exponent);
    }
    int[] multiples = new int[numbers.length];
    for (int i = 0; i < numbers.length; i++) {
      multiples[i] = Math.toIntExact(Math.round(numbers[i] / Math.scalb(1.0, exponent)));
    }
    return new GridCode(exponent, multiples);
  }

  /** What the decoder gets. */
  public double[] decoded() {
    double[] numbers = new double[multiples.length];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = Math.scalb((double) multiples[i], exponent);
    }
    return numbers;
  }

  /** The length of the message by part, in bits. */
  public Map<String, Double> bits() {
    int largest = 0;
    for (int multiple : multiples) {
      largest = Math.max(largest, Math.abs(multiple));
    }
    int symbols = 2 * largest + 1;
    double[] counts = new double[symbols];
    double sum = 0;
    for (int i = 0; i < multiples.length; i++) {
      int symbol = multiples[i] + largest;
      sum -= Math.log((counts[symbol] + 0.5) / (i + symbols / 2.0));
      counts[symbol]++;
    }
    Map<String, Double> bits = new LinkedHashMap<>();
    bits.put("exponent of the step", Math.log(EXPONENTS) / Math.log(2));
    bits.put("largest multiple", 2 * Math.floor(Math.log(largest + 1.0) / Math.log(2)) + 1);
    bits.put("multiples", sum / Math.log(2) + ARITHMETIC);
    return bits;
  }
}
