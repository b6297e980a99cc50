package org.sweetspot.control.probe;

import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.sweetspot.api.PublicApi;
import org.sweetspot.recipe.Recipe;

/**
 * Whether the learning rate that is best at one width is best at another: recipes that differ in
 * width alone are trained at each rate of a grid.
 *
 * <p>It holds where the best rates lie no more than one step of the grid apart and inside it; at an
 * end of the grid the best rate may lie beyond, and nothing can be told. Error: the step of the
 * grid. Cost: one training for each width, rate and seed.
 *
 * <p>Source: Yang et al., "Tuning large neural networks via zero-shot hyperparameter transfer",
 * NeurIPS 2021, section 3.
 *
 * @param factors of the rates on that of the recipes, ascending
 * @param widths that were tried, in their order
 */
@PublicApi
public record TransferCheck(List<Double> factors, List<Width> widths) {
  /**
   * One width.
   *
   * @param width of the first hidden layer
   * @param scores of the rates, larger is better; not finite where training diverged
   */
  public record Width(int width, List<Double> scores) {
    /** Copies the list. */
    public Width {
      scores = List.copyOf(scores);
    }

    /** Index of the best rate; the smaller of equally good ones. */
    public int best() {
      return IntStream.range(0, scores.size())
          .reduce((a, b) -> rank(scores.get(b)) > rank(scores.get(a)) ? b : a)
          .orElseThrow();
    }

    private static double rank(double score) {
      return Double.isFinite(score) ? score : Double.NEGATIVE_INFINITY;
    }
  }

  /** Checks that there are rates and widths to compare. */
  public TransferCheck {
    factors = List.copyOf(factors);
    widths = List.copyOf(widths);
    if (factors.size() < 3 || widths.size() < 2) {
      throw new IllegalArgumentException(
          "transfer check: expected at least three rates and two widths, got "
              + factors.size()
              + " and "
              + widths.size());
    }
  }

  /**
   * Tries every rate at every width.
   *
   * @param recipes that differ in width alone, at the rate that the factors multiply
   * @param score of a recipe once trained, larger is better
   */
  public static TransferCheck of(
      List<Recipe> recipes, List<Double> factors, ToDoubleFunction<Recipe> score) {
    return new TransferCheck(
        factors,
        recipes.stream()
            .map(
                recipe ->
                    new Width(
                        recipe.model().widths().get(0),
                        factors.stream()
                            .map(factor -> recipe.training().optimizer().rate() * factor)
                            .map(rate -> score.applyAsDouble(recipe.withRate(rate)))
                            .toList()))
            .toList());
  }

  /** The best factor at the last width. */
  public double best() {
    return factors.get(widths.get(widths.size() - 1).best());
  }

  /** Whether a best rate lies at an end of the grid. */
  public boolean isOpen() {
    return widths.stream()
        .anyMatch(width -> width.best() == 0 || width.best() == factors.size() - 1);
  }

  /** Whether the best rates are inside the grid and at most one step apart. */
  public boolean holds() {
    int least = widths.stream().mapToInt(Width::best).min().orElseThrow();
    int most = widths.stream().mapToInt(Width::best).max().orElseThrow();
    return !isOpen() && most - least <= 1;
  }
}
