package org.sweetspot.recipe;

import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.sweetspot.sparsity.SparsePattern;

/**
 * N of every M weights of linear layers and convolutions are kept along the inputs, the largest;
 * gradients are taken with the others zero and move all of them ("straight through"), so that a
 * weight can come back. What is evaluated and kept at the end has the zeros.
 *
 * @param kind which are kept
 * @param pattern N:M
 * @param every so many updates the mask is chosen anew
 * @param decay pull on the weights that are zero: decay * weight is added to their gradient
 *     (SR-STE, Zhou 2021)
 * @param keep a regular expression: weights whose name it finds stay dense; none
 */
public record SparsityRecipe(
    Kind kind,
    @Default(value = "2:4", written = false) String pattern,
    @Default(value = "1", written = false) int every,
    @Default(value = "0.0002", written = false) double decay,
    @Default(value = "none", written = false) String keep) {
  /** Dense weights. */
  public static final SparsityRecipe NONE = of(Kind.NONE, "2:4");

  /** Which weights are kept. */
  public enum Kind {
    /** All: dense weights. */
    NONE,
    /** The largest of each group along the inputs. */
    MAGNITUDE,
    /** The same along the outputs too, so that the transpose is as sparse. */
    TRANSPOSABLE
  }

  /** Checks the numbers. */
  public SparsityRecipe {
    Require.that(every >= 1, "every", "1 update or more", every);
    Require.that(Double.isFinite(decay) && decay >= 0, "decay", "0 or more", decay);
    try {
      SparsePattern.of(pattern);
    } catch (IllegalArgumentException wrong) {
      throw new InvalidValueException("pattern", "N:M such as 2:4", pattern);
    }
    try {
      Pattern.compile(keep);
    } catch (PatternSyntaxException broken) {
      throw new InvalidValueException("keep", "a regular expression or none", keep);
    }
  }

  /** A usual choice. */
  public static SparsityRecipe of(Kind kind, String pattern) {
    return new SparsityRecipe(kind, pattern, 1, 0.0002, "none");
  }

  /** N:M; empty for dense weights. */
  public Optional<SparsePattern> sparse() {
    return kind == Kind.NONE ? Optional.empty() : Optional.of(SparsePattern.of(pattern));
  }

  /** Whether a weight of this name stays dense. */
  public boolean keeps(String name) {
    return !keep.equals("none") && Pattern.compile(keep).matcher(name).find();
  }
}
