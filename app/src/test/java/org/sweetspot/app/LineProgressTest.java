package org.sweetspot.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LineProgressTest {
  private final StringWriter err = new StringWriter();
  private final AtomicLong clock = new AtomicLong(5_000_000_000L);
  private final LineProgress progress =
      new LineProgress("Training", new PrintWriter(err, true), clock::get);

  @Test
  void shortWorkSaysNothing() {
    at(1.9, 0.99);

    assertThat(err.toString()).isEmpty();
  }

  @Test
  void theTimeLeftFollowsFromTheShareDone() {
    at(4, 0.25);

    assertThat(err.toString()).isEqualTo("Training: 25 % after 4.0 s, about 12 s left (loss 1)\n");
  }

  @Test
  void linesAreTenSecondsApart() {
    at(3, 0.1);
    at(12.9, 0.4);
    at(13, 0.5);

    assertThat(err.toString().lines()).hasSize(2);
  }

  private void at(double seconds, double share) {
    clock.set(5_000_000_000L + Math.round(seconds * 1e9));
    progress.at(share, "loss 1");
  }
}
