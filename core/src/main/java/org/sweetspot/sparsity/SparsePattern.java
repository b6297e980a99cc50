package org.sweetspot.sparsity;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sweetspot.api.PublicApi;

/**
 * N of every M numbers are kept.
 *
 * @param kept N, at least 1
 * @param of M, above N and at most 64
 */
@PublicApi
public record SparsePattern(int kept, int of) {
  private static final Pattern FORM = Pattern.compile("(\\d{1,2}):(\\d{1,2})");
  private static final int LARGEST = 64;

  /** Checks that something is kept and something is not. */
  public SparsePattern {
    if (kept < 1 || of <= kept || of > LARGEST) {
      throw new IllegalArgumentException(
          "sparsity: expected N:M with 1 <= N < M <= " + LARGEST + ", got " + kept + ":" + of);
    }
  }

  /** Reads "2:4". */
  public static SparsePattern of(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw new IllegalArgumentException("sparsity: expected N:M, for instance 2:4, got " + text);
    }
    return new SparsePattern(Integer.parseInt(form.group(1)), Integer.parseInt(form.group(2)));
  }

  @Override
  public String toString() {
    return kept + ":" + of;
  }
}
