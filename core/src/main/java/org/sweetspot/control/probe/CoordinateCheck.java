package org.sweetspot.control.probe;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.sweetspot.api.PublicApi;
import org.sweetspot.matrix.Matrix;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.LayerOutputs;
import org.sweetspot.problem.Problem;
import org.sweetspot.problem.RefusedException;
import org.sweetspot.problem.Split;
import org.sweetspot.recipe.Recipe;
import org.sweetspot.training.Training;

/**
 * How the change of each layer's outputs in the first steps depends on the width.
 *
 * <p>For each width n and each seed a network is trained for a few steps; r(n) is the root mean
 * square, over units and {@value #EXAMPLES} training examples, of the difference between a layer's
 * outputs then and at the start. The exponent a of r ~ n^a is the least-squares slope of log r over
 * log n. Where rates and initial weights fit the width, no layer's exponent differs from 0: every
 * update moves every layer as much at any width. In standard parametrization at one rate outputs
 * move more in wide networks (a near 1 for adaptive rules), so that the best rate falls.
 *
 * <p>Error: standard error of the slope from the residuals, widths times seeds less two of them.
 * Few steps and small widths leave deviations of their own; exponents up to {@value #TOLERANCE} are
 * taken as none. Cost: the steps named, widths x seeds times, and two forward passes each.
 *
 * <p>Source: Yang et al., "Tuning large neural networks via zero-shot hyperparameter transfer",
 * NeurIPS 2021, appendix D.1.
 *
 * @param layers in the order of the network
 */
@PublicApi
public record CoordinateCheck(List<Layer> layers) {
  private static final int EXAMPLES = 64;
  private static final double TOLERANCE = 0.2;

  /**
   * One layer.
   *
   * @param name of its weights
   * @param exponent of the width
   * @param error standard error of the exponent
   */
  public record Layer(String name, double exponent, double error) {
    /** Whether the exponent is larger than the tolerance by two standard errors or more. */
    public boolean drifts() {
      return Math.abs(exponent) - 2 * error > TOLERANCE;
    }

    /** Whether the exponent is smaller than the tolerance within two standard errors. */
    public boolean stays() {
      return Math.abs(exponent) + 2 * error <= 2 * TOLERANCE;
    }
  }

  /** What the exponents say. */
  public enum Answer {
    /** Every layer stays. */
    HOLDS,
    /** A layer drifts. */
    DOES_NOT,
    /** No layer drifts, but the errors are too large to say that all stay. */
    CANNOT_TELL
  }

  /** Copies the list. */
  public CoordinateCheck {
    layers = List.copyOf(layers);
  }

  /** Whether updates are of the same size at every width. */
  public Answer answer() {
    if (layers.stream().anyMatch(Layer::drifts)) {
      return Answer.DOES_NOT;
    }
    return layers.stream().allMatch(Layer::stays) ? Answer.HOLDS : Answer.CANNOT_TELL;
  }

  /** The layer whose exponent is largest in size. */
  public Layer worst() {
    return layers.stream()
        .reduce((a, b) -> Math.abs(b.exponent()) > Math.abs(a.exponent()) ? b : a)
        .orElseThrow();
  }

  /**
   * Checks recipes that differ in width alone.
   *
   * @param recipes at least three, of different first hidden widths
   * @param steps updates before outputs are compared; at most those of the budget
   * @param seeds networks of each width, at least one
   * @param open a new network of a recipe, with its seed
   * @throws RefusedException if the network does not show its layers
   */
  public static CoordinateCheck of(
      List<Recipe> recipes, int steps, int seeds, Function<Recipe, Problem> open) {
    SortedMap<Integer, List<double[]>> points = new TreeMap<>();
    SortedMap<Integer, String> names = new TreeMap<>();
    for (Recipe recipe : recipes) {
      double width = Math.log(recipe.model().widths().get(0));
      for (int seed = 0; seed < seeds; seed++) {
        Recipe seeded = recipe.withSeed(recipe.seed() + seed);
        try (Problem problem = open.apply(seeded)) {
          changes(seeded, problem, steps)
              .forEach(
                  (group, size) -> {
                    names.put(group, problem.space().groups().get(group).name());
                    points
                        .computeIfAbsent(group, any -> new ArrayList<>())
                        .add(new double[] {width, Math.log(size)});
                  });
        }
      }
    }
    return new CoordinateCheck(
        points.entrySet().stream()
            .map(entry -> layer(String.valueOf(names.get(entry.getKey())), entry.getValue()))
            .toList());
  }

  private static SortedMap<Integer, Double> changes(Recipe recipe, Problem problem, int steps) {
    LayerOutputs layers =
        problem
            .ability(LayerOutputs.class)
            .orElseThrow(
                () ->
                    new RefusedException(
                        "coordinate check",
                        "a network that shows its layers",
                        "one that does not",
                        "use a model that a recipe names, such as an mlp"));
    Batch batch = Batch.range(Split.TRAIN, 0, Math.min(EXAMPLES, problem.size(Split.TRAIN)));
    SortedMap<Integer, Matrix> before = layers.layerOutputs(batch);
    try (Training training = Training.start(recipe, problem)) {
      for (int step = 0; step < steps; step++) {
        training.advance();
      }
    }
    SortedMap<Integer, Double> changes = new TreeMap<>();
    layers
        .layerOutputs(batch)
        .forEach(
            (group, after) ->
                changes.put(group, distance(Objects.requireNonNull(before.get(group)), after)));
    return changes;
  }

  private static double distance(Matrix before, Matrix after) {
    double[] a = before.entries();
    double[] b = after.entries();
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (a[i] - b[i]) * (a[i] - b[i]);
    }
    return Math.sqrt(sum / a.length);
  }

  /** The slope of a straight line through points and its standard error. */
  static Layer layer(String name, List<double[]> points) {
    double x = points.stream().mapToDouble(point -> point[0]).average().orElseThrow();
    double y = points.stream().mapToDouble(point -> point[1]).average().orElseThrow();
    double xx = points.stream().mapToDouble(p -> (p[0] - x) * (p[0] - x)).sum();
    double xy = points.stream().mapToDouble(p -> (p[0] - x) * (p[1] - y)).sum();
    if (!(xx > 0) || points.size() < 3) {
      throw new IllegalArgumentException(
          "coordinate check: expected at least three networks of different widths, got "
              + points.size());
    }
    double slope = xy / xx;
    double rest =
        points.stream().mapToDouble(p -> Math.pow(p[1] - y - slope * (p[0] - x), 2)).sum();
    return new Layer(name, slope, Math.sqrt(rest / (points.size() - 2) / xx));
  }
}
