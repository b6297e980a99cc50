package org.sweetspot.generalization.study;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A finished run of a grid.
 *
 * @param name for people
 * @param place index of its value on each axis
 * @param seed of the run
 * @param gap test error minus training error
 * @param testError share of wrong answers, or the loss where there are none
 * @param measures numbers by name; those that could not be taken are left out
 * @param lifetimes of the components of its trajectory, ascending, evenly thinned; possibly none
 */
public record StudyRun(
    String name,
    List<Integer> place,
    long seed,
    double gap,
    double testError,
    SortedMap<String, Double> measures,
    List<Double> lifetimes) {
  /** The measure that is a bound: the exact one from the validation split, at 95%. */
  public static final String HELD_OUT_BOUND = "test-set-bound";

  /** The probability with which that bound may fail. */
  public static final double HELD_OUT_DELTA = 0.05;

  /** A run whose trajectory was not looked at. */
  public StudyRun(
      String name,
      List<Integer> place,
      long seed,
      double gap,
      double testError,
      SortedMap<String, Double> measures) {
    this(name, place, seed, gap, testError, measures, List.of());
  }

  /** Copies the collections. */
  public StudyRun {
    place = List.copyOf(place);
    lifetimes = List.copyOf(lifetimes);
    measures = Collections.unmodifiableSortedMap(new TreeMap<>(measures));
    if (!Double.isFinite(gap) || !Double.isFinite(testError)) {
      throw new IllegalArgumentException(
          "run of a study: expected a finite gap and test error, got " + gap + ", " + testError);
    }
  }
}
