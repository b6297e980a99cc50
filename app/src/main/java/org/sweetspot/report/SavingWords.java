package org.sweetspot.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.sweetspot.control.Arm;
import org.sweetspot.control.ControlResult;
import org.sweetspot.control.change.Arithmetic;

/** What formats and sparsity would save on hardware that has them, beside what they cost here. */
final class SavingWords {
  private SavingWords() {}

  /** One sentence or more for each arm whose arithmetic is not the baseline's; none for others. */
  static List<String> of(ControlResult result) {
    List<String> sentences = new ArrayList<>();
    Arm baseline = result.arm(Arm.BASELINE);
    add(sentences, baseline, result.arm(Arm.CHANGED), "with the change");
    if (!result.kept().isEmpty()) {
      add(sentences, baseline, result.arm(Arm.CONTROLLED), "with the plan");
    }
    return sentences;
  }

  private static void add(List<String> sentences, Arm baseline, Arm arm, String which) {
    Arithmetic plain = baseline.arithmetic();
    Arithmetic other = arm.arithmetic();
    boolean simulated =
        !arm.recipe().training().precision().equals(baseline.recipe().training().precision())
            || !arm.recipe().training().sparsity().equals(baseline.recipe().training().sparsity());
    if (plain == null || other == null || !simulated) {
      return;
    }
    double examples =
        (double) arm.recipe().training().batch() / baseline.recipe().training().batch();
    sentences.add(
        "Formats and sparsity are simulated in float32. On hardware that has them an update "
            + which
            + " would move "
            + Numbers.wholePercent(other.bits() / plain.bits() / examples)
            + " of the baseline's bits for each example and make "
            + Numbers.wholePercent(other.total() / plain.total() / examples)
            + " of its multiplications: "
            + types(other)
            + ". Here a run takes "
            + Numbers.fixed(arm.seconds() / baseline.seconds(), 1)
            + " times as long as the baseline's.");
  }

  private static String types(Arithmetic arithmetic) {
    double total = arithmetic.total();
    return arithmetic.multiplications().entrySet().stream()
        .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
        .map(type -> Numbers.wholePercent(type.getValue() / total) + " " + type.getKey())
        .collect(Collectors.joining(", "));
  }
}
