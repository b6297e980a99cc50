package org.sweetspot.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ForwardProgressTest {
  @Test
  void progressNeverRunsBackwardsNorBeyondItsEnd() {
    List<Double> shown = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    Progress inner =
        new Progress() {
          @Override
          public void at(double share, String note) {
            shown.add(share);
            notes.add(note);
          }

          @Override
          public void say(String line) {}

          @Override
          public void close() {
            notes.add("closed");
          }
        };
    try (Progress progress = new ForwardProgress(inner)) {
      double[] shares = {0, 0.2, 0.1, Double.NaN, 0.5, 0.4, 1.5, 0.9};
      for (int i = 0; i < shares.length; i++) {
        progress.at(shares[i], "task " + i);
      }
    }
    assertThat(shown).containsExactly(0.0, 0.2, 0.2, 0.2, 0.5, 0.5, 1.0, 1.0);
    assertThat(notes).startsWith("task 0").endsWith("task 7", "closed");
  }
}
