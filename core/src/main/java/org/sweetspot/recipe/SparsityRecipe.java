package org.sweetspot.recipe;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.sweetspot.precision.Operand;
import org.sweetspot.precision.Operands;
import org.sweetspot.precision.Quantizer;
import org.sweetspot.sparsity.MagnitudeSparsifier;
import org.sweetspot.sparsity.SparsePattern;
import org.sweetspot.sparsity.SparseThenQuantized;
import org.sweetspot.sparsity.UnbiasedSparsifier;

/**
 * N of every M weights of linear layers and convolutions are kept along the inputs, the largest;
 * gradients are taken with the others zero and move all of them ("straight through"), so that a
 * weight can come back. What is evaluated and kept at the end has the zeros. Independently of that,
 * N of every M derivatives at the layers' outputs can be kept in the products of the way back.
 *
 * @param kind which are kept
 * @param pattern N:M
 * @param every so many updates the mask is chosen anew
 * @param decay pull on the weights that are zero: decay * weight is added to their gradient
 *     (SR-STE, Zhou 2021)
 * @param keep a regular expression: weights whose name it finds stay dense; none
 * @param gradients N:M of the derivatives at the outputs of linear layers and convolutions: the
 *     largest, or with +unbiased so that the mean is right; none
 * @param products which products of the way back they are sparse in
 * @param until the share of the budget after which gradients are dense
 */
public record SparsityRecipe(
    Kind kind,
    @Default(value = "2:4", written = false) String pattern,
    @Default(value = "1", written = false) int every,
    @Default(value = "0.0002", written = false) double decay,
    @Default(value = "none", written = false) String keep,
    @Default(value = "none", written = false) String gradients,
    @Default(value = "update", written = false) Products products,
    @Default(value = "1", written = false) double until) {
  private static final String NOTHING = "none";
  private static final String UNBIASED = "+" + UnbiasedSparsifier.WORD;

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

  /** In which products of the way back derivatives are sparse. */
  public enum Products {
    /** In the one that gives the weights' gradient, along examples. */
    UPDATE,
    /** Also in the one back to the inputs, along outputs. */
    BOTH
  }

  /** Of weights alone. */
  public SparsityRecipe(Kind kind, String pattern, int every, double decay, String keep) {
    this(kind, pattern, every, decay, keep, NOTHING, Products.UPDATE, 1);
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
    Require.that(until > 0 && until <= 1, "until", "above 0, at most 1", until);
    try {
      sparsifier(gradients);
    } catch (IllegalArgumentException wrong) {
      throw new InvalidValueException(
          "gradients", "none, N:M such as 1:2, or N:M" + UNBIASED, gradients);
    }
    try {
      Pattern.compile(keep);
    } catch (PatternSyntaxException broken) {
      throw new InvalidValueException("keep", "a regular expression or none", keep);
    }
  }

  /** A usual choice. */
  public static SparsityRecipe of(Kind kind, String pattern) {
    return new SparsityRecipe(kind, pattern, 1, 0.0002, NOTHING);
  }

  /** The same weights with other gradients. */
  public SparsityRecipe withGradients(String value, double share) {
    return new SparsityRecipe(kind, pattern, every, decay, keep, value, products, share);
  }

  /** The same with other layers left dense. */
  public SparsityRecipe withKeep(String names) {
    return new SparsityRecipe(kind, pattern, every, decay, names, gradients, products, until);
  }

  /** N:M; empty for dense weights. */
  public Optional<SparsePattern> sparse() {
    return kind == Kind.NONE ? Optional.empty() : Optional.of(SparsePattern.of(pattern));
  }

  /** What keeps the derivatives that are kept; empty if all are. */
  public Optional<Quantizer> sparseGradients() {
    return sparsifier(gradients);
  }

  /** Whether derivatives are right on average. */
  public boolean isUnbiased() {
    return gradients.endsWith(UNBIASED);
  }

  /**
   * The operands of products with sparse derivatives, in the formats of others. Derivatives inside
   * attention stay dense.
   */
  public Operands operands(Operands others) {
    Map<Operand, Quantizer> all = new EnumMap<>(Operand.class);
    all.putAll(others.quantizers());
    sparseGradients()
        .ifPresent(
            sparse -> {
              for (Operand operand : deltas()) {
                all.merge(
                    operand, sparse, (format, same) -> new SparseThenQuantized(sparse, format));
              }
            });
    Optional<Pattern> dense =
        keep.equals(NOTHING) ? Optional.empty() : Optional.of(Pattern.compile(keep));
    return new Operands(
        all,
        others.attention(),
        others.quantizers().isEmpty() ? dense : others.kept(),
        others.real());
  }

  private List<Operand> deltas() {
    return products == Products.BOTH
        ? List.of(Operand.UPDATE_DELTA, Operand.BACK_DELTA)
        : List.of(Operand.UPDATE_DELTA);
  }

  private static Optional<Quantizer> sparsifier(String name) {
    if (name.equals(NOTHING)) {
      return Optional.empty();
    }
    boolean unbiased = name.endsWith(UNBIASED);
    SparsePattern pattern =
        SparsePattern.of(unbiased ? name.substring(0, name.length() - UNBIASED.length()) : name);
    return Optional.of(
        unbiased ? new UnbiasedSparsifier(pattern) : new MagnitudeSparsifier(pattern));
  }

  /** Whether a weight of this name stays dense. */
  public boolean keeps(String name) {
    return !keep.equals(NOTHING) && Pattern.compile(keep).matcher(name).find();
  }
}
