package org.sweetspot.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.sweetspot.control.Arm;
import org.sweetspot.control.ArmRun;
import org.sweetspot.problem.Split;
import org.sweetspot.training.Evaluation;

/** What is drawn over the course of training: one split's loss or accuracy. */
record Curve(Split split, Metric metric) {
  /** Loss or accuracy. */
  enum Metric {
    /** In per cent. */
    ACCURACY,
    /** As the recipe's loss counts. */
    LOSS
  }

  /** The mean over seeds and the seeds' range at one evaluation. */
  record Band(double step, double epoch, double mean, double low, double high) {}

  /** All four. */
  static List<Curve> all() {
    return List.of(
        new Curve(Split.TEST, Metric.ACCURACY),
        new Curve(Split.TEST, Metric.LOSS),
        new Curve(Split.TRAIN, Metric.ACCURACY),
        new Curve(Split.TRAIN, Metric.LOSS));
  }

  /** For instance test-accuracy. */
  String key() {
    return split.name().toLowerCase(java.util.Locale.ROOT)
        + (metric == Metric.ACCURACY ? "-accuracy" : "-loss");
  }

  /** The axis title. */
  String title() {
    String of = split == Split.TEST ? "Test" : "Training";
    return metric == Metric.ACCURACY ? of + " accuracy, %" : of + " loss";
  }

  /** Its value in an evaluation, NaN where it was not taken. */
  double of(Evaluation evaluation) {
    Evaluation.Score score = evaluation.scores().get(split);
    if (score == null) {
      return Double.NaN;
    }
    return metric == Metric.ACCURACY ? 100 * score.accuracy() : score.loss();
  }

  /**
   * Mean, least and greatest value over the runs that did not diverge, at the steps where every one
   * of them has a finite value: a mean over changing runs would jump.
   */
  List<Band> bands(Arm arm) {
    List<ArmRun> runs = arm.runs().stream().filter(run -> !run.diverged()).toList();
    Map<Long, List<Evaluation>> bySteps = new TreeMap<>();
    for (ArmRun run : runs) {
      for (Evaluation evaluation : run.curve()) {
        if (Double.isFinite(of(evaluation))) {
          bySteps.computeIfAbsent(evaluation.step(), step -> new ArrayList<>()).add(evaluation);
        }
      }
    }
    List<Band> bands = new ArrayList<>();
    bySteps.forEach(
        (step, evaluations) -> {
          if (evaluations.size() == runs.size()) {
            var values = evaluations.stream().mapToDouble(this::of).summaryStatistics();
            bands.add(
                new Band(
                    step,
                    evaluations.get(0).epoch(),
                    values.getAverage(),
                    values.getMin(),
                    values.getMax()));
          }
        });
    return thinned(bands, 300);
  }

  /** At most so many, evenly picked, first and last among them. */
  static <T> List<T> thinned(List<T> all, int most) {
    if (all.size() <= most) {
      return all;
    }
    List<T> few = new ArrayList<>(most);
    for (int i = 0; i < most; i++) {
      few.add(all.get((int) Math.round(i * (all.size() - 1.0) / (most - 1))));
    }
    return few;
  }
}
