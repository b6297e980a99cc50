package org.sweetspot.precision;

import org.sweetspot.api.PublicApi;

/**
 * A format that an engine multiplies in by itself, instead of simulating it in float32: operands
 * are held in 16 bits, sums are kept in float32 and rounded once to 16 bits.
 */
@PublicApi
public enum RealFormat {
  /** Eight bits of exponent, seven of mantissa. */
  BFLOAT16("bfloat16"),
  /** IEEE half precision: five and ten. A cast beyond 65,504 gives infinity. */
  HALF("half");

  private final String word;

  RealFormat(String word) {
    this.word = word;
  }

  /** The rounding to the nearest that a cast to it does, where nothing overflows. */
  public Quantizer quantizer() {
    return Quantizers.named(word).orElseThrow();
  }

  /** As the format is called. */
  @Override
  public String toString() {
    return word;
  }
}
