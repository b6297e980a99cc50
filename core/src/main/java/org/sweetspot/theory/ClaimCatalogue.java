package org.sweetspot.theory;

import java.util.List;
import java.util.Optional;

/**
 * Claims in an order.
 *
 * @param claims each with a name of its own
 */
public record ClaimCatalogue(List<Claim> claims) {
  /** Copies the list. */
  public ClaimCatalogue {
    claims = List.copyOf(claims);
    if (claims.stream().map(claim -> claim.card().id()).distinct().count() < claims.size()) {
      throw new IllegalArgumentException(
          "claims: expected a name of its own for each, got "
              + claims.stream().map(claim -> claim.card().id()).toList());
    }
  }

  /** The claim of that name. */
  public Optional<Claim> find(String id) {
    return claims.stream().filter(claim -> claim.card().id().equals(id)).findFirst();
  }
}
