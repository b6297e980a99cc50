package org.sweetspot.measure.spectrum;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import org.sweetspot.measure.Answer;
import org.sweetspot.measure.NullControl;
import org.sweetspot.measure.Sentence;

/**
 * Compares numbers by layer with those of random weights of the same shapes. A layer whose number
 * one of the two does not tell from chance shows nothing.
 *
 * @param trained numbers of the weights as they are
 * @param gaussian of Gaussian weights of the same shapes
 * @param shuffled of the same weights shuffled
 * @param rule how far apart two numbers must be to count as different, in words
 * @param left layers that means leave out
 */
record NullComparison(
    SortedMap<String, Double> trained,
    SortedMap<String, Double> gaussian,
    SortedMap<String, Double> shuffled,
    String rule,
    Set<String> left) {
  static final String GAUSSIAN = "Gaussian weights of the same shape";
  static final String SHUFFLED = "the same weights shuffled";

  /** How far apart two numbers must be to count as different. */
  @FunctionalInterface
  interface Tolerance {
    double of(String layer);
  }

  Answer beside(Answer answer, Tolerance tolerance) {
    List<NullControl> nulls = new ArrayList<>();
    List<String> same = new ArrayList<>();
    double[] sums = new double[3];
    int counted = 0;
    int compared = 0;
    for (Map.Entry<String, Double> entry : trained.entrySet()) {
      String layer = entry.getKey();
      Double normal = gaussian.get(layer);
      Double mixed = shuffled.get(layer);
      if (normal == null || mixed == null) {
        continue;
      }
      compared++;
      double near = tolerance.of(layer);
      boolean beyondNormal = Math.abs(entry.getValue() - normal) > near;
      boolean beyondMixed = Math.abs(entry.getValue() - mixed) > near;
      nulls.add(new NullControl(layer, GAUSSIAN, normal, 0, beyondNormal));
      nulls.add(new NullControl(layer, SHUFFLED, mixed, 0, beyondMixed));
      if (!(beyondNormal && beyondMixed)) {
        same.add(layer);
      }
      if (!left.contains(layer)) {
        counted++;
        sums[0] += entry.getValue();
        sums[1] += normal;
        sums[2] += mixed;
      }
    }
    if (compared == 0) {
      return answer.withControl("no layer has a control", List.of());
    }
    String means =
        counted == 0
            ? ""
            : Sentence.of(
                "mean %.4g; Gaussian weights of the same shapes %.4g; the same weights shuffled"
                    + " %.4g; ",
                sums[0] / counted, sums[1] / counted, sums[2] / counted);
    return answer.withControl(means + verdict(same, compared) + " (" + rule + ")", nulls);
  }

  private static String verdict(List<String> same, int compared) {
    if (same.isEmpty()) {
      return "every layer differs from both controls";
    }
    if (same.size() == compared) {
      return "shows nothing: no layer differs from both controls";
    }
    return "shows nothing for "
        + same.size()
        + " of "
        + compared
        + " layers ("
        + String.join(", ", same.subList(0, Math.min(3, same.size())))
        + (same.size() > 3 ? ", ..." : "")
        + ")";
  }

  /** By layer that has controls, whether both tell its number from chance. */
  static Map<String, Boolean> tells(List<NullControl> nulls) {
    Map<String, Boolean> tells = new LinkedHashMap<>();
    nulls.forEach(control -> tells.merge(control.part(), control.tells(), Boolean::logicalAnd));
    return tells;
  }
}
