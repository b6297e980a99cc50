package org.sweetspot.app;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import org.sweetspot.recipe.Spelling;

/** Finds the word that was probably meant. */
final class Nearest {
  private Nearest() {}

  /** The valid word that takes the fewest edits, if it takes few for its length. */
  static Optional<String> word(String given, Collection<String> valid) {
    int allowed = 1 + given.length() / 3;
    return valid.stream()
        .filter(candidate -> Spelling.distance(given, candidate) <= allowed)
        .min(Comparator.comparingInt(candidate -> Spelling.distance(given, candidate)));
  }
}
