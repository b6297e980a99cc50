package org.sweetspot.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.sweetspot.monitor.Watched.Clock;
import org.sweetspot.monitor.Watched.Costly;
import org.sweetspot.problem.Problem;
import org.sweetspot.random.Seed;
import org.sweetspot.training.Clouds;

class MonitoringTest {
  private final Clock clock = new Clock();

  private MonitorReport train(int steps, double overhead, Monitor... monitors) {
    try (Problem problem = Clouds.problem(30)) {
      return Watched.train(problem, steps, 0.01, overhead, clock, List.of(monitors));
    }
  }

  @Test
  void theBudgetIsMetAndSharedSoThatCheapOnesReadMoreOften() {
    Costly cheap = new Costly("cheap", clock, 1e-4, 0);
    Costly middle = new Costly("middle", clock, 0.005, 0.5);
    Costly dear = new Costly("dear", clock, 0.05, 5);
    // 20 seconds of training, 5 percent: one second for all.
    MonitorReport report = train(2000, 0.05, dear, cheap, middle);
    assertThat(report.training()).isBetween(19.98, 20.02);
    assertThat(report.overhead()).isBetween(0.045, 0.05);
    // Due a thousand times; while the whole is overdrawn it waits for the others.
    assertThat(cheap.calls).isGreaterThan(700).isLessThanOrEqualTo(1000);
    // Cheap ones need a tenth of the second; the others share the rest.
    assertThat(middle.calls * 0.005).isBetween(0.35, 0.55);
    assertThat(dear.calls * 0.05).isBetween(0.3, 0.55);
  }

  @Test
  void whatCannotBeAffordedIsNotBegun() {
    Costly cheap = new Costly("cheap", clock, 1e-4, 0);
    Costly huge = new Costly("huge", clock, 5, 500);
    MonitorReport report = train(500, 0.05, cheap, huge);
    assertThat(huge.calls).isZero();
    assertThat(cheap.calls).isGreaterThan(200);
    assertThat(report.overhead()).isLessThan(0.05);
    assertThat(report.monitors().get(1).note()).contains("not affordable");
  }

  @Test
  void aFirstCallThatIsDearerThanGuessedIsPaidBack() {
    // Guessed at less than 0.1, costs 0.9 at first and 0.3 later.
    Costly wrong = new Costly("wrong", clock, 0.3, 1);
    MonitorReport report = train(10_000, 0.05, wrong);
    assertThat(wrong.calls).isBetween(8, 16);
    assertThat(report.overhead()).isLessThanOrEqualTo(0.05);
  }

  @Test
  void whatHasNoMeaningIsSwitchedOffWithItsReason() {
    Costly none = new Costly("meaningless", clock, 1e-3, 0);
    Costly cheap = new Costly("cheap", clock, 1e-4, 0);
    MonitorReport report = train(300, 0.05, none, cheap);
    assertThat(none.calls).isEqualTo(1);
    assertThat(report.monitors().get(0).note()).isEqualTo("not applicable: nothing to see here");
    assertThat(report.monitors().get(0).readings()).isZero();
    assertThat(report.monitors().get(1).readings()).isEqualTo(cheap.calls);
  }

  @Test
  void monitoringDoesNotMoveTheTraining() {
    double[] without;
    try (Problem problem = Clouds.problem(30)) {
      Watched.train(problem, 3000, 0.01, 1, clock, List.of());
      without = problem.parameters().toArray();
    }
    try (Problem problem = Clouds.problem(30)) {
      // Real monitors cost no time of this clock, so that each is asked at every step it may be.
      MonitorReport report = Watched.train(problem, 3000, 0.01, 1, clock, MonitorCatalogue.all());
      assertThat(problem.parameters().toArray()).containsExactly(without);
      for (MonitorReport.Line line : report.monitors()) {
        if (line.id().equals("effective-rate")) {
          assertThat(line.note()).contains("without normalization");
        } else if (line.id().equals("distance")) {
          assertThat(line.note()).contains("initial weights");
        } else if (line.id().equals("rounding") || line.id().equals("code-flips")) {
          assertThat(line.note()).contains("training.precision");
        } else if (line.id().equals("mask-overlap")) {
          assertThat(line.note()).contains("training.sparsity");
        } else {
          assertThat(line.readings()).as(line.id()).isGreaterThan(100);
        }
      }
    }
  }

  @Test
  void aShareOutsideItsRangeIsRefused() {
    for (double share : new double[] {0, -0.1, 1.5, Double.NaN}) {
      assertThatThrownBy(
              () ->
                  new Monitoring(
                      List.of(), share, Watched.recipe(5), new Seed(1), MonitorView.NONE))
          .hasMessageContaining("overhead: expected above 0");
    }
    assertThatThrownBy(() -> MonitorCatalogue.choose(List.of("sharpnes")))
        .hasMessageContaining("sharpness");
  }
}
