package org.sweetspot.measure;

import java.util.List;

/**
 * One thing that an answer says.
 *
 * @param verdict which of the things that can be said it is
 * @param particulars numbers and names that it is said with, in the verdict's order; a fact among
 *     them is a part of this one
 */
public record Fact(Verdict verdict, List<Object> particulars) {
  /** Checks what stands in the place of particulars. */
  public Fact {
    particulars = List.copyOf(particulars);
    for (Object one : particulars) {
      if (!(one instanceof Number || one instanceof String || one instanceof Fact)) {
        throw new IllegalArgumentException(
            "particulars of "
                + verdict.name()
                + ": expected numbers, names or facts, got "
                + one.getClass().getSimpleName());
      }
    }
  }

  /** A verdict with its particulars. */
  public static Fact of(Verdict verdict, Object... particulars) {
    return new Fact(verdict, List.of(particulars));
  }
}
