package org.sweetspot.app;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds the word that was probably meant. */
final class Nearest {
  private Nearest() {}

  /** The valid word that takes the fewest edits, if it takes few for its length. */
  static Optional<String> word(String given, Collection<String> valid) {
    int allowed = 1 + given.length() / 3;
    return valid.stream()
        .filter(candidate -> edits(given, candidate) <= allowed)
        .min(Comparator.comparingInt(candidate -> edits(given, candidate)));
  }

  /** Letters to insert, delete or replace (Levenshtein), by rows. */
  static int edits(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
