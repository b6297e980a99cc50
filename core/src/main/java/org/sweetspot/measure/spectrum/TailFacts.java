package org.sweetspot.measure.spectrum;

import java.util.Collections;
import java.util.Map;
import org.sweetspot.measure.Finding;
import org.sweetspot.measure.Measurement;

/** How far the tails that were fitted may be believed. */
final class TailFacts {
  /** Above this a ratio may be chance; Clauset, Shalizi and Newman 2009, section 5. */
  private static final double CHANCE = 0.1;

  /** Fewer eigenvalues hardly tell a power law; Clauset, Shalizi and Newman 2009, section 4. */
  private static final int ENOUGH = 50;

  private TailFacts() {}

  static Finding cutoff(Measurement found) {
    return Finding.of(
        SpectrumFinding.CUTOFFS,
        Collections.min(found.parts().values()),
        Collections.max(found.parts().values()));
  }

  static Finding length(Measurement found) {
    int few = (int) found.parts().values().stream().filter(length -> length < ENOUGH).count();
    int all = found.parts().size();
    return few == all
        ? Finding.of(SpectrumFinding.TAILS_SHORT, ENOUGH)
        : Finding.of(SpectrumFinding.TAILS_LONG, all - few, all, ENOUGH);
  }

  static Finding distance(Measurement found) {
    return found
        .largest()
        .map(
            worst ->
                Finding.of(SpectrumFinding.WORST_DISTANCE, worst.getKey(), 100 * worst.getValue()))
        .orElse(Finding.of(SpectrumFinding.NO_DISTANCE));
  }

  static Finding rival(Measurement found, String rival, SpectrumFinding meaning) {
    int law = 0;
    int other = 0;
    int undecided = 0;
    for (Map.Entry<String, Double> part : found.parts().entrySet()) {
      if (part.getKey().endsWith(" ratio")) {
        String layer = part.getKey().substring(0, part.getKey().length() - " ratio".length());
        if (!(found.number(layer + " p") <= CHANCE)) {
          undecided++;
        } else if (part.getValue() > 0) {
          law++;
        } else {
          other++;
        }
      }
    }
    if (law + other == 0) {
      return Finding.of(SpectrumFinding.RIVAL_UNDECIDED, rival);
    }
    Finding layers =
        Finding.of(SpectrumFinding.RIVALS, law + other + undecided, law, rival, other, undecided);
    return other > 0
        ? layers.and(SpectrumFinding.EXPONENT_MEANS_LITTLE, rival)
        : layers.and(meaning);
  }

  /** Of p-values: how many layers' tails are no power laws. */
  static Finding chances(Measurement found) {
    int refused = 0;
    int open = 0;
    for (Map.Entry<String, Double> part : found.parts().entrySet()) {
      double error = 2 * found.margin(part.getKey());
      if (part.getValue() + error < CHANCE) {
        refused++;
      } else if (part.getValue() - error < CHANCE) {
        open++;
      }
    }
    int all = found.parts().size();
    if (refused == 0) {
      return open == 0
          ? Finding.of(SpectrumFinding.NONE_REFUTED, all)
          : Finding.of(SpectrumFinding.NONE_REFUTED_SOME_OPEN, all, open);
    }
    return open == 0
        ? Finding.of(SpectrumFinding.REFUTED, refused, all)
        : Finding.of(SpectrumFinding.REFUTED_SOME_OPEN, refused, all, open);
  }

  /** Of intervals: the widest, and whether the layers are told apart. */
  static Finding intervals(Measurement found) {
    String widest = "";
    double width = -1;
    double highestLow = Double.NEGATIVE_INFINITY;
    double lowestHigh = Double.POSITIVE_INFINITY;
    for (String name : found.parts().keySet()) {
      if (name.endsWith(" low")) {
        String layer = name.substring(0, name.length() - " low".length());
        double low = found.number(name);
        double high = found.number(layer + " high");
        highestLow = Math.max(highestLow, low);
        lowestHigh = Math.min(lowestHigh, high);
        if (high - low > width) {
          width = high - low;
          widest = layer;
        }
      }
    }
    if (width < 0) {
      return Finding.of(SpectrumFinding.NO_INTERVAL);
    }
    return Finding.of(
            SpectrumFinding.WIDEST_INTERVAL,
            widest,
            found.number(widest + " low"),
            found.number(widest + " high"))
        .and(
            found.parts().size() <= 2
                ? SpectrumFinding.ONE_LAYER
                : highestLow <= lowestHigh
                    ? SpectrumFinding.INTERVALS_OVERLAP
                    : SpectrumFinding.INTERVALS_APART);
  }
}
