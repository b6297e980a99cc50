package org.sweetspot.recipe;

/**
 * A stretch of training with its unit, written {@code 20 epochs}, {@code 500 steps} or {@code 90
 * seconds}.
 *
 * @param amount at least zero; steps are whole
 * @param unit what is counted
 */
public record Span(double amount, Unit unit) {
  /** What a span counts. */
  public enum Unit {
    /** Passes over the training split. */
    EPOCHS,
    /** Updates of the weights. */
    STEPS,
    /** Wall-clock time. */
    SECONDS
  }

  /** Checks the amount. */
  public Span {
    amount = amount + 0.0; // minus zero becomes zero, so that equal spans print alike
    Require.that(Double.isFinite(amount) && amount >= 0, "span", "an amount of at least 0", amount);
    Require.that(
        unit != Unit.STEPS || amount == Math.rint(amount),
        "span",
        "a whole number of steps",
        amount);
  }

  /** So many epochs. */
  public static Span epochs(double amount) {
    return new Span(amount, Unit.EPOCHS);
  }

  /** So many steps. */
  public static Span steps(long amount) {
    return new Span(amount, Unit.STEPS);
  }

  /** So many seconds. */
  public static Span seconds(double amount) {
    return new Span(amount, Unit.SECONDS);
  }

  /** As a recipe writes it. */
  @Override
  public String toString() {
    String number =
        amount == Math.rint(amount) && amount < 1e15
            ? Long.toString((long) amount)
            : Double.toString(amount);
    return number + " " + unit.name().toLowerCase(java.util.Locale.ROOT);
  }
}
