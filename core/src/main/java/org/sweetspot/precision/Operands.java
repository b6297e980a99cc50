package org.sweetspot.precision;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.sweetspot.api.PublicApi;

/**
 * Which operand of a layer's three products is quantized, and how.
 *
 * @param quantizers one for each operand that is quantized
 * @param attention the same of products of activations with each other: the left one stands for the
 *     input, the right one for the weight
 * @param kept names of weights, and of products without weights, that are left in full precision;
 *     empty for none
 * @param real the format that the engine computes the products in; empty where it computes them in
 *     float32, of operands that are rounded to their formats
 */
@PublicApi
public record Operands(
    Map<Operand, Quantizer> quantizers,
    Map<Operand, Quantizer> attention,
    Optional<Pattern> kept,
    Optional<RealFormat> real) {
  /** Of products that are computed in float32, those of attention as those of layers. */
  public Operands(Map<Operand, Quantizer> quantizers, Optional<Pattern> kept) {
    this(quantizers, quantizers, kept, Optional.empty());
  }

  /** Copies the maps. */
  public Operands {
    quantizers = copy(quantizers, real);
    attention = copy(attention, real);
  }

  private static Map<Operand, Quantizer> copy(
      Map<Operand, Quantizer> quantizers, Optional<RealFormat> real) {
    if (real.isPresent() && quantizers.size() < Operand.values().length) {
      throw new IllegalArgumentException(
          "products in real "
              + real.get()
              + ": expected a quantizer for each of the six operands, got "
              + quantizers.keySet());
    }
    Map<Operand, Quantizer> copy = new EnumMap<>(Operand.class);
    copy.putAll(quantizers);
    return Collections.unmodifiableMap(copy);
  }

  /** The quantizer of an operand; none where it stays as it is. */
  public Optional<Quantizer> of(Operand operand) {
    return Optional.ofNullable(quantizers.get(operand));
  }

  /** The quantizer of an operand of a product of two activations; none where it stays as it is. */
  public Optional<Quantizer> ofAttention(Operand operand) {
    return Optional.ofNullable(attention.get(operand));
  }

  /** The same choices with other quantizers, in all products. */
  public Operands with(Map<Operand, Quantizer> others) {
    return new Operands(others, others, kept, real);
  }

  /** Whether the layer of a weight, or a product, of this name stays in full precision. */
  public boolean keeps(String name) {
    return kept.isPresent() && kept.get().matcher(name).find();
  }
}
