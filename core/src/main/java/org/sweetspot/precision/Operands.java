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
 * @param kept names of weights whose layers are left in full precision; empty for none
 */
@PublicApi
public record Operands(Map<Operand, Quantizer> quantizers, Optional<Pattern> kept) {
  /** Copies the map. */
  public Operands {
    Map<Operand, Quantizer> copy = new EnumMap<>(Operand.class);
    copy.putAll(quantizers);
    quantizers = Collections.unmodifiableMap(copy);
  }

  /** The quantizer of an operand; none where it stays as it is. */
  public Optional<Quantizer> of(Operand operand) {
    return Optional.ofNullable(quantizers.get(operand));
  }

  /** Whether the layer of a weight of this name stays in full precision. */
  public boolean keeps(String name) {
    return kept.isPresent() && kept.get().matcher(name).find();
  }
}
