package org.sweetspot.generalization.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.sweetspot.random.RandomStream;
import org.sweetspot.random.Seed;

class SelectionTest {
  private static StudyTable table() {
    RandomStream stream = new Seed(5).stream("test/selection");
    List<StudyRun> runs = new ArrayList<>();
    for (int i = 0; i < 54; i++) {
      double error = 0.1 + 0.02 * stream.nextGaussian();
      SortedMap<String, Double> measures = new TreeMap<>();
      measures.put("inverse", -error + 0.001 * stream.nextGaussian());
      measures.put("noise-1", stream.nextGaussian());
      measures.put("noise-2", stream.nextGaussian());
      runs.add(
          new StudyRun(
              "r" + i, List.of(i / 18, i / 6 % 3, i / 3 % 2), i % 3, error, error, measures));
    }
    return new StudyTable(
        List.of(
            new StudyAxis("a", List.of("1", "2", "3")),
            new StudyAxis("b", List.of("1", "2", "3")),
            new StudyAxis("c", List.of("1", "2"))),
        runs,
        54,
        1000);
  }

  @Test
  void aMeasureThatKnowsTheErrorChoosesTheBestRun() {
    StudyTable table = table();
    Selection chosen = Selection.of(table, List.of("noise-1", "inverse", "noise-2")).orElseThrow();
    assertThat(chosen.measure()).isEqualTo("inverse");
    assertThat(chosen.smallest()).isFalse();
    assertThat(chosen.tells()).isTrue();
    assertThat(chosen.slices()).isEqualTo(8);
    assertThat(chosen.expected()).isLessThan(0.005);
    assertThat(chosen.chance()).isBetween(0.02, 0.06);
    double least = Arrays.stream(table.testErrors()).min().orElseThrow();
    assertThat(table.runs().get(chosen.run()).testError()).isLessThan(least + 0.005);
  }

  @Test
  void noiseCannotTell() {
    assertThat(Selection.of(table(), List.of("noise-1", "noise-2")).map(Selection::tells))
        .isNotEqualTo(Optional.of(true));
  }

  @Test
  void withoutMeasuresThereIsNoChoice() {
    assertThat(Selection.of(table(), List.of())).isEmpty();
  }
}
