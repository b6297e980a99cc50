package org.sweetspot.generalization.study;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A grid of runs: a recipe, what is replaced in it for all, values for each axis, seeds.
 *
 * @param recipe the recipe's file
 * @param set replacements for every run, each {@code key=value}
 * @param axes hyperparameters, at least one
 * @param seeds at least one, each once
 * @param measures ids of the measures to take; empty for the usual ones of a study
 */
public record Grid(
    Path recipe, List<String> set, List<StudyAxis> axes, List<Long> seeds, List<String> measures) {
  /** Copies the lists. */
  public Grid {
    set = List.copyOf(set);
    axes = List.copyOf(axes);
    seeds = List.copyOf(seeds);
    measures = List.copyOf(measures);
  }

  /**
   * One run of the grid.
   *
   * @param name of its folder
   * @param place index of its value on each axis
   * @param seed of the run
   * @param overrides of the recipe, each {@code key=value}
   */
  public record Cell(String name, List<Integer> place, long seed, List<String> overrides) {
    /** Copies the lists. */
    public Cell {
      place = List.copyOf(place);
      overrides = List.copyOf(overrides);
    }
  }

  /** All runs, the last axis and then the seeds changing fastest. */
  public List<Cell> cells() {
    List<List<Integer>> places = List.of(List.of());
    for (StudyAxis axis : axes) {
      List<List<Integer>> longer = new ArrayList<>();
      for (List<Integer> place : places) {
        for (int value = 0; value < axis.values().size(); value++) {
          List<Integer> one = new ArrayList<>(place);
          one.add(value);
          longer.add(one);
        }
      }
      places = longer;
    }
    List<Cell> cells = new ArrayList<>();
    for (List<Integer> place : places) {
      for (long seed : seeds) {
        cells.add(cell(place, seed));
      }
    }
    return cells;
  }

  private Cell cell(List<Integer> place, long seed) {
    List<String> overrides = new ArrayList<>(set);
    StringBuilder name = new StringBuilder("run");
    for (int a = 0; a < axes.size(); a++) {
      overrides.add(axes.get(a).name() + "=" + axes.get(a).values().get(place.get(a)));
      name.append('-').append(place.get(a) + 1);
    }
    overrides.add("seed=" + seed);
    return new Cell(name.append("-seed").append(seed).toString(), place, seed, overrides);
  }
}
