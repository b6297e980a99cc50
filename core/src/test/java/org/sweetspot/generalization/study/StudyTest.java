package org.sweetspot.generalization.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.sweetspot.random.RandomStream;
import org.sweetspot.random.Seed;

class StudyTest {
  /**
   * Three axes of three values, three seeds. The gap grows with a and with what no hyperparameter
   * tells; "true" knows both, "rate" follows a alone, "other" follows b, which does nothing.
   */
  private static StudyTable table(double missing) {
    RandomStream stream = new Seed(3).stream("test/study");
    List<StudyRun> runs = new ArrayList<>();
    for (int i = 0; i < 81; i++) {
      int a = i / 27;
      int b = i / 9 % 3;
      int c = i / 3 % 3;
      double hidden = stream.nextGaussian();
      double gap = 0.1 + 0.02 * a + 0.02 * hidden;
      SortedMap<String, Double> measures = new TreeMap<>();
      measures.put("true", gap + 0.002 * stream.nextGaussian());
      measures.put("inverse", -gap + 0.004 * stream.nextGaussian());
      measures.put("rate", a + 0.01 * stream.nextGaussian());
      measures.put("other", b + 0.01 * stream.nextGaussian());
      if (stream.nextDouble() >= missing) {
        runs.add(new StudyRun("r" + i, List.of(a, b, c), i % 3, gap, gap, measures));
      }
    }
    List<String> values = List.of("1", "2", "3");
    return new StudyTable(
        List.of(new StudyAxis("a", values), new StudyAxis("b", values), new StudyAxis("c", values)),
        runs,
        81,
        10_000);
  }

  private static Study study(double missing) {
    return Study.of(table(missing), List.of("rate", "not-measured"), List.of(), new Seed(1));
  }

  @Test
  void whatKnowsTheGapExplainsItAndWhatFollowsOneAxisDoesNot() {
    Study study = study(0);
    assertThat(study.baselines()).containsExactly("rate", Study.NOISE);
    assertThat(study.measures().get(0).id()).isEqualTo("true");
    MeasureStudy known = study.measure("true");
    assertThat(known.finding()).isEqualTo(MeasureStudy.Finding.EXPLAINS);
    assertThat(known.tau().low()).isGreaterThan(0.8);
    assertThat(known.beatsBaselines()).isTrue();
    assertThat(known.partial()).isGreaterThan(0.7);
    assertThat(known.information()).isGreaterThan(0.5);
    assertThat(known.regret().mean()).isLessThan(0.005);
    assertThat(study.measure("inverse").finding()).isEqualTo(MeasureStudy.Finding.EXPLAINS);
    assertThat(study.measure("inverse").tau().high()).isNegative();
    assertThat(study.measure("inverse").signError().mean()).isLessThan(0.1);
    MeasureStudy rate = study.measure("rate");
    assertThat(rate.tau().low()).isPositive();
    assertThat(rate.granulated().byAxis().get("b")).isBetween(-0.3, 0.3);
    assertThat(rate.information()).isLessThan(0.1);
    MeasureStudy other = study.measure("other");
    assertThat(other.finding()).isEqualTo(MeasureStudy.Finding.NOT_SHOWN);
    assertThat(study.measure(Study.NOISE).tau().holdsZero()).isTrue();
  }

  @Test
  void aGridWithHolesSaysTheSameAndThatCellsAreMissing() {
    Study study = study(0.2);
    assertThat(study.table().size()).isBetween(50, 75);
    assertThat(study.measure("true").finding()).isEqualTo(MeasureStudy.Finding.EXPLAINS);
    assertThat(study.measure("true").granulated().dropped()).isPositive();
    assertThat(Verdict.of(study).get(0)).contains("of 81 runs are there");
  }

  /** Of sixty measures that say nothing some have an interval off zero; Holm takes them back. */
  @Test
  void amongManyMeasuresThatSayNothingNoneIsShown() {
    RandomStream stream = new Seed(8).stream("test/nothing");
    StudyTable table = table(0);
    List<StudyRun> runs = new ArrayList<>();
    for (StudyRun run : table.runs()) {
      SortedMap<String, Double> measures = new TreeMap<>(run.measures());
      measures.keySet().removeIf(name -> !name.equals("true"));
      for (int i = 0; i < 60; i++) {
        measures.put("nothing" + i, stream.nextGaussian());
      }
      runs.add(
          new StudyRun(run.name(), run.place(), run.seed(), run.gap(), run.testError(), measures));
    }
    Study study =
        Study.of(new StudyTable(table.axes(), runs, 81, 10_000), List.of(), List.of(), new Seed(1));
    List<MeasureStudy> nothing =
        study.judged().stream().filter(measure -> measure.id().startsWith("nothing")).toList();
    assertThat(nothing).hasSize(60);
    assertThat(nothing.stream().filter(measure -> !measure.tau().holdsZero())).isNotEmpty();
    assertThat(nothing)
        .allMatch(measure -> measure.finding() == MeasureStudy.Finding.NOT_SHOWN)
        .allMatch(measure -> measure.adjusted() >= 0.05);
    assertThat(study.measure("true").adjusted()).isLessThan(1e-6);
    assertThat(study.measure(Study.NOISE).adjusted()).isNaN();
  }

  @Test
  void theVerdictIsInWords() {
    String words = String.join(" ", Verdict.of(study(0)));
    assertThat(words)
        .contains("explained, beyond the baselines")
        .contains("true (0.")
        .contains("best baseline is rate")
        .contains("Cannot be told here")
        .doesNotContain("NaN");
  }

  @Test
  void aStudyRepeatsItself() {
    assertThat(study(0.1).measures()).isEqualTo(study(0.1).measures());
  }

  @Test
  void noMeasureBetterThanABaselineIsSaidSo() {
    StudyTable table = table(0);
    Study study = Study.of(table, List.of("true"), List.of("rate"), new Seed(1));
    assertThat(study.measure("inverse").finding()).isEqualTo(MeasureStudy.Finding.NOT_BETTER);
    assertThat(Verdict.of(study).get(0)).contains("no measure is shown");
    assertThat(study.judged()).extracting(MeasureStudy::id).containsExactly("inverse", "other");
  }
}
