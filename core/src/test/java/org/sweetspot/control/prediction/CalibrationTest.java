package org.sweetspot.control.prediction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.sweetspot.random.RandomStream;
import org.sweetspot.random.Seed;

class CalibrationTest {
  private static final String[] ASPECTS = {"batch", "budget", "width"};

  /** Outcomes 0.7 times the reading plus noise whose size grows with the aspect. */
  private static List<LedgerEntry> simulated(RandomStream stream, int baselines, int each) {
    List<LedgerEntry> entries = new ArrayList<>();
    for (int b = 0; b < baselines; b++) {
      for (int i = 0; i < each; i++) {
        int aspect = stream.nextInt(ASPECTS.length);
        double x = Math.abs(stream.nextGaussian());
        double noise = (0.1 + 0.2 * aspect) * stream.nextGaussian();
        entries.add(entry("b" + b, ASPECTS[aspect], x, 0.7 * x + noise));
      }
    }
    return entries;
  }

  private static LedgerEntry entry(String baseline, String aspect, double x, double outcome) {
    return new LedgerEntry(
        baseline, aspect, "", Quantity.LOSS, readings(x), 0.05, Double.POSITIVE_INFINITY, outcome);
  }

  private static Map<Predictor, Double> readings(double x) {
    return Map.of(Predictor.CURVE, x, Predictor.FIRST_RUN, x);
  }

  @Test
  void intervalsHoldNineOfTenAndSkillShows() {
    RandomStream stream = new Seed(5).stream("simulated");
    List<LedgerEntry> ledger = simulated(stream, 30, 6);
    List<LedgerEntry> fresh = simulated(stream, 100, 6);
    Judgement first =
        Judgement.of(new Calibration(Predictor.FIRST_RUN, Quantity.LOSS, ledger), fresh);
    Judgement none =
        Judgement.of(new Calibration(Predictor.NO_CHANGE, Quantity.LOSS, ledger), fresh);
    // 600 outcomes, a ledger of 180: standard errors of about 0.012 and 0.02.
    assertThat(first.coverage()).isCloseTo(0.9, within(0.06));
    assertThat(none.coverage()).isCloseTo(0.9, within(0.06));
    assertThat(first.logScore()).isLessThan(none.logScore());
    assertThat(first.tAgainst(none)).isGreaterThan(3);
    assertThat(none.tAgainst(first)).isLessThan(-3);
  }

  @Test
  void sidesAreCountedWhereTheOutcomeIsClear() {
    List<LedgerEntry> ledger = simulated(new Seed(8).stream("signs"), 30, 6);
    Calibration calibration = new Calibration(Predictor.FIRST_RUN, Quantity.LOSS, ledger);
    // By hand: Student's factor at 90% and 7 degrees of freedom is 1.895, the spread 0.05.
    List<LedgerEntry> fresh =
        List.of(
            entry("x", ASPECTS[0], 2, 1.5),
            entry("x", ASPECTS[0], 2, -0.096),
            entry("x", ASPECTS[0], 2, 0.094),
            entry("x", ASPECTS[0], 2, -0.094));
    Judgement judged = Judgement.of(calibration, fresh);
    assertThat(judged.clear()).isEqualTo(2);
    assertThat(judged.signs()).isEqualTo(1);
    Judgement none =
        Judgement.of(new Calibration(Predictor.NO_CHANGE, Quantity.LOSS, ledger), fresh);
    assertThat(none.signs()).isZero();
  }

  @Test
  void aReadingWithoutSkillDoesNotBeatTheMean() {
    RandomStream stream = new Seed(6).stream("useless");
    List<LedgerEntry> ledger = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      ledger.add(
          entry("b" + i / 5, ASPECTS[i % 3], stream.nextGaussian(), 1 + stream.nextGaussian()));
    }
    List<LedgerEntry> train = ledger.subList(0, 100);
    List<LedgerEntry> fresh = ledger.subList(100, 200);
    Judgement first =
        Judgement.of(new Calibration(Predictor.FIRST_RUN, Quantity.LOSS, train), fresh);
    Judgement mean = Judgement.of(new Calibration(Predictor.MEAN, Quantity.LOSS, train), fresh);
    assertThat(first.tAgainst(mean)).isLessThan(1.4);
  }

  @Test
  void anAspectWithoutEntriesHasNoClaimAndFewEntriesAreCalledSo() {
    List<LedgerEntry> ledger = simulated(new Seed(7).stream("few"), 2, 5);
    Calibration few = new Calibration(Predictor.FIRST_RUN, Quantity.LOSS, ledger);
    assertThat(few.predict(entry("x", ledger.get(0).aspect(), 1, 0)).kind())
        .isEqualTo(Band.Kind.FEW_ENTRIES);
    assertThat(few.predict(entry("x", "optimizer", 1, 0)).kind()).isEqualTo(Band.Kind.NO_CLAIM);
    List<LedgerEntry> many = new ArrayList<>();
    for (int i = 0; i < 25; i++) {
      many.add(entry("b" + i, "batch", i, i));
    }
    many.add(entry("b", "decay", 1, 1));
    Calibration mixed = new Calibration(Predictor.FIRST_RUN, Quantity.LOSS, many);
    assertThat(mixed.predict(entry("x", "batch", 1, 0)).kind()).isEqualTo(Band.Kind.CALIBRATED);
    Band rare = mixed.predict(entry("x", "decay", 1, 0));
    assertThat(rare.kind()).isEqualTo(Band.Kind.FEW_ENTRIES);
    assertThat(rare.entries()).isEqualTo(1);
    Calibration none = new Calibration(Predictor.FIRST_RUN, Quantity.LOSS, List.of());
    Band band = none.predict(entry("x", "batch", 1, 0));
    assertThat(band.kind()).isEqualTo(Band.Kind.NO_CLAIM);
    assertThat(band.value()).isCloseTo(0.8, within(1e-9));
  }

  @Test
  void noBandIsNarrowerThanTheSeedsNorBeyondGuessing() {
    List<LedgerEntry> ledger = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      ledger.add(entry("b" + i, "batch", 1, 0.7)); // Without any error.
    }
    Calibration exact = new Calibration(Predictor.FIRST_RUN, Quantity.LOSS, ledger);
    LedgerEntry wide = new LedgerEntry("x", "batch", "", Quantity.LOSS, readings(1), 0.5, 0.9, 0);
    Band band = exact.predict(wide);
    assertThat(band.value() - band.low()).isGreaterThanOrEqualTo(0.8 * 0.5 - 1e-9);
    assertThat(band.high()).isLessThanOrEqualTo(0.9 + 1e-9);
  }

  @Test
  void theScoreIsTheWidthAndTwentyTimesTheMiss() {
    Band band = new Band(0, -1, 2, Band.Kind.CALIBRATED, 30);
    assertThat(band.score(0, 0.9)).isCloseTo(3, within(1e-12));
    assertThat(band.score(2.5, 0.9)).isCloseTo(3 + 20 * 0.5, within(1e-9));
    assertThat(band.score(-1.1, 0.9)).isCloseTo(3 + 20 * 0.1, within(1e-9));
    assertThat(band.holds(2)).isTrue();
    assertThat(band.holds(2.1)).isFalse();
  }

  @Test
  void linesAreLeastSquaresWhereTheyAreManyAndThePriorWhereTheyAreNone() {
    List<LedgerEntry> many = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      many.add(entry("b" + i, "batch", i / 100.0, 0.4 * i / 100.0 + 0.2));
    }
    Lines lines = new Lines(Predictor.FIRST_RUN, many);
    assertThat(lines.predict(entry("x", "batch", 2, 0))).isCloseTo(1.0, within(0.02));
    assertThat(new Lines(Predictor.FIRST_RUN, List.of()).predict(entry("x", "batch", 2, 0)))
        .isCloseTo(1.6, within(1e-12));
    assertThat(new Lines(Predictor.NO_CHANGE, many).predict(entry("x", "batch", 2, 0))).isZero();
    double mean = many.stream().mapToDouble(LedgerEntry::outcome).average().orElseThrow();
    assertThat(new Lines(Predictor.MEAN, many).predict(entry("x", "batch", 2, 0)))
        .isCloseTo(mean, within(0.03));
  }

  @Test
  void columnsAreSolvedLikeByHand() {
    double[][] rows = {{1, 0, 1}, {0, 2, 1}, {1, 1, 0}, {2, 0, 1}};
    double[] truth = {0.5, 2, 1};
    double[] right = new double[4];
    for (int i = 0; i < 4; i++) {
      for (int j = 0; j < 3; j++) {
        right[i] += rows[i][j] * truth[j];
      }
    }
    assertThat(Columns.solve(rows, right, 7)).containsExactly(truth, within(1e-6));
    assertThat(Columns.solve(rows, right, 2)[1])
        .isCloseTo((2 * right[1] + right[2]) / 5, within(1e-6));
  }
}
