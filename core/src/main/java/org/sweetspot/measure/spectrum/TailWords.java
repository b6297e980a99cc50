package org.sweetspot.measure.spectrum;

import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.Sentence;

/** How far the tails that were fitted may be believed, in plain words. */
final class TailWords {
  /** Above this a ratio may be chance; Clauset, Shalizi and Newman 2009, section 5. */
  private static final double CHANCE = 0.1;

  /** Fewer eigenvalues hardly tell a power law; Clauset, Shalizi and Newman 2009, section 4. */
  private static final int ENOUGH = 50;

  private TailWords() {}

  static String cutoff(Measurement found) {
    return Sentence.of(
        "The power laws hold from %.3g to %.3g on, layer by layer; that alone shows nothing:"
            + " power-law-tail says how many eigenvalues lie above.",
        Collections.min(found.parts().values()), Collections.max(found.parts().values()));
  }

  static String length(Measurement found) {
    long few = found.parts().values().stream().filter(length -> length < ENOUGH).count();
    int all = found.parts().size();
    return few == all
        ? String.format(
            Locale.ROOT,
            "No layer has %d eigenvalues in its tail: none can be told to be a power law, and the"
                + " exponents say little.",
            ENOUGH)
        : String.format(
            Locale.ROOT,
            "%d of %d layers have at least %d eigenvalues in their tails; the exponents of the others"
                + " say little.",
            all - few,
            all,
            ENOUGH);
  }

  static String distance(Measurement found) {
    return found
        .largest()
        .map(
            worst ->
                String.format(
                    Locale.ROOT,
                    "At worst, in %s, the fitted law misses the share of eigenvalues below a value by"
                        + " %.1f points; whether chance alone does that, power-law-p says.",
                    worst.getKey(),
                    100 * worst.getValue()))
        .orElse("No distance is finite.");
  }

  static String rival(Measurement found, String rival, String meaning) {
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
    return law + other == 0
        ? "In no layer do the eigenvalues decide between a power law and "
            + rival
            + ": that the tails are power laws is not shown."
        : String.format(
            Locale.ROOT,
            "Of the tails of %d layers the power law fits better in %d, the %s in %d; in %d that"
                + " cannot be told. %s",
            law + other + undecided,
            law,
            rival,
            other,
            undecided,
            other > 0 ? "Where it is " + rival + " the exponent means little." : meaning);
  }

  /** Of p-values: how many layers' tails are no power laws. */
  static String chances(Measurement found) {
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
    return Sentence.of(
        "In %s of %d layers a power law is implausible (p below 0.1)%s%s",
        refused == 0 ? "none" : Integer.toString(refused),
        found.parts().size(),
        open == 0 ? "" : Sentence.of(", in %d that cannot be told", open),
        refused == 0
            ? "; that it is not refuted does not make it true: few values refute little."
            : ": do not read their exponents.");
  }

  /** Of intervals: the widest, and whether the layers are told apart. */
  static String intervals(Measurement found) {
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
      return "No layer has an interval.";
    }
    return Sentence.of(
            "The exponent is known worst in %s: between %.3g and %.3g. ",
            widest, found.number(widest + " low"), found.number(widest + " high"))
        + (found.parts().size() <= 2
            ? "There is one layer only."
            : highestLow <= lowestHigh
                ? "All intervals overlap, so that the layers' exponents are not shown to differ."
                : "Not all intervals overlap: the exponents of some layers differ.");
  }
}
