package org.sweetspot.recipe;

import java.util.List;

/** Checks lists of layer sizes. */
final class Widths {
  private Widths() {}

  static List<Integer> checked(String key, List<Integer> widths) {
    List<Integer> copy = List.copyOf(widths);
    Require.that(copy.stream().allMatch(width -> width >= 1), key, "sizes of at least 1", copy);
    return copy;
  }
}
