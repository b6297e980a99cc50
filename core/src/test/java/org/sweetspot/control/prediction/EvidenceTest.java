package org.sweetspot.control.prediction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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
    LedgerEntry tenth = evidence().entry("b", "budget", "budget=10%", Quantity.LOSS, 0.1, after, 2);
    assertThat(tenth.reading(Predictor.CURVE)).isCloseTo(Math.log(2), within(1e-9));
    // Half way between the evaluations at 100 and 1,000 updates in logarithms.
    LedgerEntry between =
        evidence().entry("b", "budget", "", Quantity.LOSS, Math.sqrt(0.1), after, 2);
    assertThat(between.reading(Predictor.CURVE)).isCloseTo(Math.log(2) / 2, within(1e-9));
    // Before the first evaluation the slope goes on.
    LedgerEntry before = evidence().entry("b", "budget", "", Quantity.LOSS, 0.001, after, 2);
    assertThat(before.reading(Predictor.CURVE)).isCloseTo(3 * Math.log(2), within(1e-9));
    assertThat(
            evidence().entry("b", "width", "", Quantity.LOSS, 1, after, 2).reading(Predictor.CURVE))
        .isZero();
  }

  @Test
  void theFirstRunIsThePilotAndTheOthersAreTheOutcome() {
    List<List<Evaluation>> after = List.of(run(0.8, 0.8), run(0.7, 0.9), run(0.7, 1.1));
    LedgerEntry entry = evidence().entry("b", "width", "", Quantity.LOSS, 1, after, 2);
    assertThat(entry.reading(Predictor.FIRST_RUN)).isCloseTo(Math.log(0.8 / 0.42), within(1e-9));
    assertThat(entry.outcome()).isCloseTo(Math.log(1.0 / 0.42), within(1e-9));
    double deviation = Math.abs(Math.log(0.44 / 0.4)) / Math.sqrt(2);
    assertThat(entry.seed()).isCloseTo(deviation * Math.sqrt(0.5 + 0.5), within(1e-9));
    assertThat(entry.most()).isInfinite();
    LedgerEntry one =
        evidence().entry("b", "width", "", Quantity.ACCURACY, 1, after.subList(0, 1), 2);
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
    LedgerEntry loss = evidence().entry("b", "width", "width=x2", Quantity.LOSS, 1, after, 2);
    LedgerEntry accuracy =
        evidence().entry("b", "data", "data=\"5\"", Quantity.ACCURACY, 1, after, 2);
    Ledger.add(file, List.of(loss));
    Files.writeString(file, "{\"schema\":1,\"baseli", StandardOpenOption.APPEND);
    Ledger.add(file, List.of(accuracy));
    assertThat(Ledger.read(file)).containsExactly(loss, accuracy);
    String whole = Files.readString(file);
    Ledger.add(file, List.of(loss, accuracy));
    assertThat(Files.readString(file)).isEqualTo(whole);
    Files.writeString(file, whole.strip());
    assertThat(Ledger.read(file)).containsExactly(loss, accuracy);
    Files.writeString(file, "no entry\n" + whole);
    assertThatThrownBy(() -> Ledger.add(file, List.of()))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("line 1: no entry");
    Files.writeString(file, whole + "{\"schema\":9}\n");
    assertThatThrownBy(() -> Ledger.read(file))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("schema 9");
  }

  @Test
  void threadsAddToOneFileWithoutLosingAnything() throws Exception {
    Path file = folder.resolve("shared.jsonl");
    List<List<Evaluation>> after = List.of(run(0.8, 0.8), run(0.7, 0.9));
    List<Callable<Object>> tasks = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      LedgerEntry entry = evidence().entry("b" + i % 20, "width", "", Quantity.LOSS, 1, after, 2);
      tasks.add(
          () -> {
            Ledger.add(file, List.of(entry));
            return entry;
          });
    }
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      for (Future<Object> done : threads.invokeAll(tasks)) {
        done.get();
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(Ledger.read(file)).hasSize(20).doesNotHaveDuplicates();
  }

  @Test
  void beforeTheFirstRunThereIsACurveOnly() {
    LedgerEntry entry = evidence().entry("b", "budget", "", Quantity.LOSS, 0.1, List.of(), 4);
    assertThat(entry.has(Predictor.FIRST_RUN)).isFalse();
    assertThat(entry.isComplete()).isFalse();
    List<List<Evaluation>> after = List.of(run(0.8, 0.8), run(0.7, 0.9));
    LedgerEntry later = evidence().entry("b", "budget", "", Quantity.LOSS, 0.1, after, 4);
    assertThat(later.reading(Predictor.CURVE)).isEqualTo(entry.reading(Predictor.CURVE));
    assertThat(later.seed()).isEqualTo(entry.seed());
    assertThat(later.isComplete()).isTrue();
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
    assertThat(shipped)
        .extracting(LedgerEntry::aspect)
        .contains("batch", "budget", "data", "optimizer", "width", "batch+budget");
    assertThat(shipped).allMatch(LedgerEntry::isComplete);
  }
}
