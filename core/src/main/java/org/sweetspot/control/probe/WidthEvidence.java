package org.sweetspot.control.probe;

import java.util.Optional;
import org.sweetspot.api.PublicApi;

/**
 * What small widths say about rates and initial weights by layer.
 *
 * @param standard the coordinates' exponents as the recipe is
 * @param maximal the same in maximal-update parametrization
 * @param transfer the best rate at two widths in maximal-update parametrization
 */
@PublicApi
public record WidthEvidence(
    CoordinateCheck standard, CoordinateCheck maximal, TransferCheck transfer) {
  /** The best factor on the rate where the transfer holds; empty where it tells nothing. */
  public Optional<Double> rateFactor() {
    return transfer.holds() ? Optional.of(transfer.best()) : Optional.empty();
  }
}
