package org.sweetspot.recipe;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Finds the word that was meant: a key of a recipe, an option, a verb, the name of a measure. */
public final class Spelling {
  /** What other programs call the keys of a recipe. */
  private static final Map<String, String> SYNONYMS =
      Map.of(
          "lr", "rate",
          "bs", "batch",
          "epochs", "budget",
          "steps", "budget",
          "wd", "weight-decay",
          "type", "kind",
          "dataset", "data",
          "scheduler", "schedule",
          "dtype", "precision",
          "adam", "adamw");

  private Spelling() {}

  /**
   * The valid word nearest to the given one, whatever its case and the signs between its parts;
   * none where none is near, or where the given one is longer than any name. What other programs
   * call a key of a recipe counts as that key where it is valid.
   */
  public static Optional<String> nearest(String word, Collection<String> valid) {
    String plain = word.toLowerCase(Locale.ROOT).replace('_', '-').replace(' ', '-');
    String synonym = SYNONYMS.getOrDefault(plain, plain);
    if (valid.contains(synonym)) {
      return Optional.of(synonym);
    }
    String joined = plain.replace("-", "");
    int allowed = 1 + Math.min(plain.length(), 60) / 4;
    Optional<String> close =
        plain.length() > 60
            ? Optional.empty()
            : valid.stream()
                .filter(candidate -> distance(joined, candidate.replace("-", "")) <= allowed)
                .filter(candidate -> distance(joined, candidate.replace("-", "")) < joined.length())
                .min(
                    Comparator.comparingInt(
                        candidate -> distance(joined, candidate.replace("-", ""))));
    if (close.isPresent()) {
      return close;
    }
    List<String> parts = List.of(plain.split("-", -1));
    return valid.stream().filter(parts::contains).findFirst();
  }

  /** Letters to insert, delete, replace or swap with their neighbour (optimal alignment). */
  static int distance(String a, String b) {
    int[][] cost = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          cost[i][j] = i + j;
          continue;
        }
        int replaced = cost[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        cost[i][j] = Math.min(replaced, 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
        }
      }
    }
    return cost[a.length()][b.length()];
  }
}
