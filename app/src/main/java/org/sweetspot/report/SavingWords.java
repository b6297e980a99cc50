package org.sweetspot.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.sweetspot.control.Arm;
import org.sweetspot.control.ArmRun;
import org.sweetspot.control.ControlResult;
import org.sweetspot.control.change.Arithmetic;
import org.sweetspot.precision.RealFormat;
import org.sweetspot.recipe.TrainingRecipe;

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
    TrainingRecipe plain = baseline.recipe().training();
    TrainingRecipe other = arm.recipe().training();
    boolean formats = !other.precision().equals(plain.precision());
    boolean sparse = !other.sparsity().equals(plain.sparsity());
    Optional<RealFormat> real = other.precision().kind().real();
    if (formats && real.isPresent()) {
      sentences.add(measured(baseline, arm, real.get(), which));
    }
    Arithmetic before = baseline.arithmetic();
    Arithmetic after = arm.arithmetic();
    if (before == null || after == null || !(formats || sparse)) {
      return;
    }
    String simulated = real.isEmpty() ? "Formats and sparsity are" : "Sparsity is";
    sentences.add(
        (real.isEmpty() || sparse ? simulated + " simulated in float32. " : "")
            + "On hardware that has them an update "
            + which
            + saved(baseline, arm, before, after));
  }

  /** What an update in a real format took, beside the baseline's. */
  private static String measured(Arm baseline, Arm arm, RealFormat format, String which) {
    return "Products "
        + which
        + " are computed in real "
        + format
        + " by the engine, not simulated: an update takes "
        + Numbers.fixed(1000 * update(arm), 2)
        + " ms, "
        + Numbers.fixed(update(arm) / update(baseline), 2)
        + " times the baseline's "
        + Numbers.fixed(1000 * update(baseline), 2)
        + " ms.";
  }

  /** Mean seconds of an update, of all runs. */
  private static double update(Arm arm) {
    double steps = arm.runs().stream().mapToDouble(ArmRun::steps).sum();
    return arm.runs().stream().mapToDouble(ArmRun::seconds).sum() / steps;
  }

  private static String saved(Arm baseline, Arm arm, Arithmetic plain, Arithmetic other) {
    double examples =
        (double) arm.recipe().training().batch() / baseline.recipe().training().batch();
    return " would move "
        + Numbers.wholePercent(other.bits() / plain.bits() / examples)
        + " of the baseline's bits for each example and make "
        + Numbers.wholePercent(other.total() / plain.total() / examples)
        + " of its multiplications: "
        + types(other)
        + ". Here a run takes "
        + Numbers.fixed(arm.seconds() / baseline.seconds(), 1)
        + " times as long as the baseline's.";
  }

  private static String types(Arithmetic arithmetic) {
    double total = arithmetic.total();
    return arithmetic.multiplications().entrySet().stream()
        .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
        .map(type -> Numbers.wholePercent(type.getValue() / total) + " " + type.getKey())
        .collect(Collectors.joining(", "));
  }
}
