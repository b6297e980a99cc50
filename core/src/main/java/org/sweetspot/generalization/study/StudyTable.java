package org.sweetspot.generalization.study;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The finished runs of a grid. Cells may be missing.
 *
 * @param axes at least one
 * @param runs each at its place
 * @param expected how many runs the whole grid has
 * @param testExamples that the test errors were counted on
 */
public record StudyTable(
    List<StudyAxis> axes, List<StudyRun> runs, int expected, int testExamples) {
  /** Copies the lists and checks the places. */
  public StudyTable {
    axes = List.copyOf(axes);
    runs = List.copyOf(runs);
    for (StudyRun run : runs) {
      boolean fits = run.place().size() == axes.size();
      for (int a = 0; fits && a < axes.size(); a++) {
        int at = run.place().get(a);
        fits = at >= 0 && at < axes.get(a).values().size();
      }
      if (!fits) {
        throw new IllegalArgumentException(
            "study: expected a place on each of " + axes.size() + " axes, got " + run.place());
      }
    }
    if (runs.size() > expected || testExamples < 1) {
      throw new IllegalArgumentException(
          "study: expected at most as many runs as the grid has and test examples, got "
              + runs.size()
              + " of "
              + expected
              + ", "
              + testExamples);
    }
  }

  /** How many runs there are. */
  public int size() {
    return runs.size();
  }

  /** Names of the measures that at least one run has. */
  public SortedSet<String> measures() {
    SortedSet<String> names = new TreeSet<>();
    runs.forEach(run -> names.addAll(run.measures().keySet()));
    return names;
  }

  /** A measure of every run; NaN where a run has none. */
  public double[] measure(String name) {
    return runs.stream()
        .mapToDouble(run -> run.measures().getOrDefault(name, Double.NaN))
        .toArray();
  }

  /** The gap of every run. */
  public double[] gaps() {
    return runs.stream().mapToDouble(StudyRun::gap).toArray();
  }

  /** The test error of every run. */
  public double[] testErrors() {
    return runs.stream().mapToDouble(StudyRun::testError).toArray();
  }

  /** Index of a run's value on an axis. */
  public int value(int run, int axis) {
    return runs.get(run).place().get(axis);
  }

  /**
   * Runs that agree on some axes, as lists of indices in the order of the runs.
   *
   * @param fixed whether a group agrees on each axis
   * @param bySeed whether it agrees on the seed too
   */
  public List<int[]> groups(boolean[] fixed, boolean bySeed) {
    Map<List<Long>, List<Integer>> groups = new LinkedHashMap<>();
    for (int i = 0; i < runs.size(); i++) {
      List<Long> key = new ArrayList<>();
      for (int a = 0; a < axes.size(); a++) {
        key.add(fixed[a] ? (long) value(i, a) : -1);
      }
      key.add(bySeed ? runs.get(i).seed() : -1);
      groups.computeIfAbsent(key, unused -> new ArrayList<>()).add(i);
    }
    return groups.values().stream()
        .map(group -> group.stream().mapToInt(Integer::intValue).toArray())
        .toList();
  }

  /** Runs of equal configuration, whatever their seeds. */
  public List<int[]> configurations() {
    boolean[] all = new boolean[axes.size()];
    Arrays.fill(all, true);
    return groups(all, false);
  }
}
