package org.sweetspot.control;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.sweetspot.problem.Split;
import org.sweetspot.training.Evaluation;

/** Runs with given accuracies. */
final class SampleRuns {
  private SampleRuns() {}

  /** One run a seed, with these accuracies on validation and test data, in per cent. */
  static List<ArmRun> of(double... accuracies) {
    List<ArmRun> runs = new ArrayList<>();
    for (double accuracy : accuracies) {
      runs.add(run(runs.size() + 1, accuracy, accuracy, 0.1, false));
    }
    return runs;
  }

  static ArmRun run(long seed, double validation, double test, double loss, boolean diverged) {
    return run(seed, validation, test, loss, diverged, List.of());
  }

  /** A run whose validation accuracy, in per cent, was this at each tenth of its 100 steps. */
  static ArmRun curve(long seed, double... accuracies) {
    List<Evaluation> curve = new ArrayList<>();
    for (double accuracy : accuracies) {
      Evaluation.Score score = new Evaluation.Score(1, accuracy / 100);
      curve.add(
          new Evaluation(10L * (curve.size() + 1), curve.size(), Map.of(Split.VALIDATION, score)));
    }
    double end = accuracies[accuracies.length - 1];
    return run(seed, end, end, 0.1, false, curve);
  }

  private static ArmRun run(
      long seed,
      double validation,
      double test,
      double loss,
      boolean diverged,
      List<Evaluation> curve) {
    return new ArmRun(
        seed, loss, 1, validation / 100, test / 100, 1, 100, 1600, 1, diverged, curve);
  }
}
