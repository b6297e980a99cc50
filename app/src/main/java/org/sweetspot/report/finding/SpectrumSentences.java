package org.sweetspot.report.finding;

import org.sweetspot.measure.spectrum.SpectrumFinding;

/** What spectra of the weights show, in words. */
final class SpectrumSentences {
  private static final String COMPARED =
      "Mean %.3g, where random weights of the same shapes show %.3g and the same weights shuffled"
          + " %.3g";

  private SpectrumSentences() {}

  static String of(SpectrumFinding verdict) {
    return switch (verdict) {
      case NO_CONTROL -> "No layer has a control, so that nothing can be said of what was learned.";
      case AS_RANDOM ->
          "No layer differs from random weights of its shape: these numbers show nothing of what"
              + " was learned.";
      case NONE_READABLE -> "No layer's number is of a size to be read.";
      case MANY_AS_RANDOM ->
          COMPARED
              + ", but %d of %d layers cannot be told from one of the two: the mean shows nothing.";
      case MEAN -> COMPARED + ": %s.";
      case MEAN_OF_SOME -> COMPARED + ": %s (in %d of %d layers).";
      case TAILS_HEAVIER ->
          "the tails are heavier than chance makes them; whether they are power laws at all,"
              + " power-law-p says";
      case TAILS_LIGHTER -> "the tails are lighter than chance makes them";
      case BELOW_CHANCE -> "smaller than chance makes it";
      case ABOVE_CHANCE -> "larger than chance makes it";
      case FEW_DIRECTIONS -> "a few directions have become strong, as where features are learned";
      case SPREAD_EVENLY ->
          "the strength is spread more evenly than chance would, as orthogonal weights have it";
      case WEAKER -> "the layers are weaker than the controls";
      case STRONGER -> "the layers are stronger than the controls";
      case NO_STRONG_DIRECTION ->
          "no direction is as strong as chance would make one, as in orthogonal weights";
      case STRONG_DIRECTIONS ->
          "the strongest directions are stronger than chance makes them, as where features are"
              + " learned";
      case BULK_WEAKER ->
          "the bulk below the spikes is weaker than all weights together, which the spikes explain";
      case BULK_BROADER -> "the bulk is broader than random weights of that strength would have it";
      case BETWEEN_CONTROLS ->
          "between the two, so that the mean shows nothing though layers differ";
      case SPIKES_AS_RANDOM ->
          "No layer differs from random weights of its shape: the spikes show nothing.";
      case SPIKES -> "%.0f directions in all stand out of what random weights would show.";
      case SPIKES_IN_SOME ->
          "%.0f directions in all stand out of what random weights would show, though not in every"
              + " layer.";
      case CUTOFFS ->
          "The power laws hold from %.3g to %.3g on, layer by layer; that alone shows nothing:"
              + " power-law-tail says how many eigenvalues lie above.";
      case TAILS_SHORT ->
          "No layer has %d eigenvalues in its tail: none can be told to be a power law, and the"
              + " exponents say little.";
      case TAILS_LONG ->
          "%d of %d layers have at least %d eigenvalues in their tails; the exponents of the others"
              + " say little.";
      case WORST_DISTANCE ->
          "At worst, in %s, the fitted law misses the share of eigenvalues below a value by %.1f"
              + " points; whether chance alone does that, power-law-p says.";
      case NO_DISTANCE -> "No distance is finite.";
      case RIVAL_UNDECIDED ->
          "In no layer do the eigenvalues decide between a power law and %s: that the tails are"
              + " power laws is not shown.";
      case RIVALS ->
          "Of the tails of %d layers the power law fits better in %d, the %s in %d; in %d that"
              + " cannot be told.";
      case EXPONENT_MEANS_LITTLE -> "Where it is %s the exponent means little.";
      case EXPONENTS_READABLE -> "The exponents may be read there.";
      case TAILS_HEAVY ->
          "Tails beyond exponential are heavy; power-law-lognormal asks for other heavy ones.";
      case NONE_REFUTED ->
          "In none of %d layers a power law is implausible (p below 0.1); that it is not refuted"
              + " does not make it true: few values refute little.";
      case NONE_REFUTED_SOME_OPEN ->
          "In none of %d layers a power law is implausible (p below 0.1), in %d that cannot be"
              + " told; that it is not refuted does not make it true: few values refute little.";
      case REFUTED ->
          "In %d of %d layers a power law is implausible (p below 0.1): do not read their"
              + " exponents.";
      case REFUTED_SOME_OPEN ->
          "In %d of %d layers a power law is implausible (p below 0.1), in %d that cannot be told:"
              + " do not read their exponents.";
      case NO_INTERVAL -> "No layer has an interval.";
      case WIDEST_INTERVAL -> "The exponent is known worst in %s: between %.3g and %.3g.";
      case ONE_LAYER -> "There is one layer only.";
      case INTERVALS_OVERLAP ->
          "All intervals overlap, so that the layers' exponents are not shown to differ.";
      case INTERVALS_APART -> "Not all intervals overlap: the exponents of some layers differ.";
    };
  }
}
