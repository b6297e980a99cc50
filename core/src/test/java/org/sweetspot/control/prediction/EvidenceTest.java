package org.sweetspot.control.prediction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sweetspot.format.FormatException;
import org.sweetspot.problem.Split;
import org.sweetspot.training.Evaluation;

class EvidenceTest {
  @TempDir Path folder;

  private static Evaluation at(long step, double accuracy, double loss) {
    Evaluation.Score score = new Evaluation.Score(loss, accuracy);
    return new Evaluation(step, step, Map.of(Split.VALIDATION, score, Split.TEST, score));
  }

  private static List<Evaluation> run(double end, double loss) {
    return List.of(at(10, 0.5, 4 * loss), at(100, 0.8, 2 * loss), at(1000, end, loss));
  }

  private static Evidence evidence() {
    return new Evidence(List.of(run(0.9, 0.4), run(0.92, 0.44)), 300, 600, 10);
  }

  @Test
  void scalesAreInverted() {
    for (double accuracy : new double[] {0, 0.1, 0.5, 0.93, 1}) {
      double scaled = Quantity.ACCURACY.scaled(accuracy, 600);
      assertThat(Quantity.ACCURACY.value(scaled, 600)).isCloseTo(accuracy, within(1e-9));
    }
    assertThat(Quantity.ACCURACY.scaled(0.9, 600)).isCloseTo(Math.log(60.5 / 540.5), within(1e-12));
    assertThat(Quantity.LOSS.value(Quantity.LOSS.scaled(0.3, 1), 1)).isCloseTo(0.3, within(1e-12));
    assertThat(Quantity.LOSS.scaled(Double.NaN, 1)).isEqualTo(Math.log(1000));
  }

  @Test
  void theCurveIsReadAtTheShareOfUpdatesInLogarithms() {
    List<List<Evaluation>> after = List.of(run(0.8, 0.8), run(0.7, 1));
    LedgerEntry tenth = evidence().entry("b", "budget", "budget=10%", Quantity.LOSS, 0.1, after);
    assertThat(tenth.curve()).isCloseTo(Math.log(2), within(1e-9));
    // Half way between the evaluations at 100 and 1,000 updates in logarithms.
    LedgerEntry between = evidence().entry("b", "budget", "", Quantity.LOSS, Math.sqrt(0.1), after);
    assertThat(between.curve()).isCloseTo(Math.log(2) / 2, within(1e-9));
    // Before the first evaluation the slope goes on.
    LedgerEntry before = evidence().entry("b", "budget", "", Quantity.LOSS, 0.001, after);
    assertThat(before.curve()).isCloseTo(3 * Math.log(2), within(1e-9));
    assertThat(evidence().entry("b", "width", "", Quantity.LOSS, 1, after).curve()).isZero();
  }

  @Test
  void theFirstRunIsThePilotAndTheOthersAreTheOutcome() {
    List<List<Evaluation>> after = List.of(run(0.8, 0.8), run(0.7, 0.9), run(0.7, 1.1));
    LedgerEntry entry = evidence().entry("b", "width", "", Quantity.LOSS, 1, after);
    assertThat(entry.pilot()).isCloseTo(Math.log(0.8 / 0.42), within(1e-9));
    assertThat(entry.outcome()).isCloseTo(Math.log(1.0 / 0.42), within(1e-9));
    double deviation = Math.abs(Math.log(0.44 / 0.4)) / Math.sqrt(2);
    assertThat(entry.seed()).isCloseTo(deviation * Math.sqrt(0.5 + 0.5), within(1e-9));
    assertThat(entry.most()).isInfinite();
    LedgerEntry one = evidence().entry("b", "width", "", Quantity.ACCURACY, 1, after.subList(0, 1));
    assertThat(one.outcome()).isNaN();
    assertThat(one.most())
        .isCloseTo(
            Quantity.ACCURACY.scaled(0.1, 600) - Quantity.ACCURACY.scaled(0.91, 600), within(1e-9));
  }

  @Test
  void aLedgerIsReadAsItWasWrittenAndALineThatWasCutIsLeftOut() throws IOException {
    Path file = folder.resolve("new/ledger.jsonl");
    assertThat(Ledger.read(file)).isEmpty();
    List<List<Evaluation>> after = List.of(run(0.8, 0.8), run(0.7, 0.9));
    LedgerEntry loss = evidence().entry("b", "width", "width=x2", Quantity.LOSS, 1, after);
    LedgerEntry accuracy = evidence().entry("b", "data", "data=\"5\"", Quantity.ACCURACY, 1, after);
    Ledger.append(file, List.of(loss));
    Files.writeString(file, "{\"schema\":1,\"baseli", StandardOpenOption.APPEND);
    Ledger.append(file, List.of(accuracy));
    assertThat(Ledger.read(file)).containsExactly(loss, accuracy);
    Files.writeString(file, "{\"schema\":9}\n", StandardOpenOption.APPEND);
    assertThatThrownBy(() -> Ledger.read(file))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("schema 9");
  }

  @Test
  void theShippedLedgerIsLargeEnough() {
    List<LedgerEntry> shipped = Ledger.shipped();
    assertThat(shipped.stream().map(LedgerEntry::baseline).distinct().count())
        .isGreaterThanOrEqualTo(25);
    for (Quantity quantity : Quantity.values()) {
      assertThat(shipped.stream().filter(entry -> entry.quantity() == quantity).count())
          .isGreaterThanOrEqualTo(150);
    }
    for (String aspect : List.of("batch", "budget", "data", "optimizer", "width", "budget+batch")) {
      assertThat(shipped).anyMatch(entry -> entry.aspect().equals(aspect) || aspect.contains("+"));
    }
  }
}
