package org.sweetspot.control.correction;

import org.sweetspot.control.change.Aspect;
import org.sweetspot.control.change.Change;
import org.sweetspot.control.probe.Readings;
import org.sweetspot.recipe.OptimizerRecipe;

/**
 * What every correction is computed from.
 *
 * @param change the wanted change
 * @param readings noise and curvature along the baseline
 * @param cost the most that training may cost, in multiples of the baseline's examples
 * @param pilots what a correction may ask for before it proposes anything
 */
public record Situation(Change change, Readings readings, double cost, Pilots pilots) {
  /** Factors nearer to each other than this are not worth telling apart. */
  public static final double DISTINCT = 1.15;

  /** Without pilots. */
  public Situation(Change change, Readings readings, double cost) {
    this(change, readings, cost, Pilots.NONE);
  }

  /** New batch divided by old batch. */
  public double kappa() {
    return change.kappa();
  }

  /** How many old steps one new step is worth at most, from the measured noise. */
  public double gain() {
    return readings.gain(change.baseline().training().batch(), kappa());
  }

  /** The baseline's rule of the update. */
  public OptimizerRecipe optimizer() {
    return change.baseline().training().optimizer();
  }

  /** How many times the rate can grow before the typical curvature makes it unstable. */
  public double headroom() {
    double edge = Readings.edge(optimizer(), readings.typicalCurvature());
    return Double.isNaN(edge) ? Double.POSITIVE_INFINITY : edge / optimizer().rate();
  }

  /** Updates of the baseline for each update of the changed recipe. */
  public double fewerSteps() {
    return (double) change.baselineSteps() / change.changedSteps();
  }

  /** Training examples of the baseline for each of the changed recipe. */
  public double fewerExamples() {
    return (double) change.examples(change.baseline()) / change.examples(change.changed());
  }

  /** The most that training may be made longer, as a multiple of the changed recipe's examples. */
  public double longest() {
    if (change.aspects().contains(Aspect.BUDGET)) {
      return 1; // Who asks for a shorter training does not want a longer one.
    }
    double baseline = change.cost(change.baseline()).examples();
    double changed = change.cost(change.changed()).examples();
    return Math.min(cost * baseline / changed, fewerSteps());
  }

  /** Whether two factors are too near to be told apart. */
  public static boolean near(double a, double b) {
    return distance(a, b) <= Math.log(DISTINCT);
  }

  /** How far two factors lie apart, in logarithms. */
  public static double distance(double a, double b) {
    return Math.abs(Math.log(a) - Math.log(b));
  }
}
