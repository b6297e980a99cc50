package org.sweetspot.measure.spectrum;

import org.sweetspot.measure.Verdict;

/** What spectra of the weights can show. */
public enum SpectrumFinding implements Verdict {
  /** No layer has a control. */
  NO_CONTROL,
  /** No layer differs from random weights. */
  AS_RANDOM,
  /** No number is of a size to be read. */
  NONE_READABLE,
  /** Most layers do not differ: three means, layers that do not, layers. */
  MANY_AS_RANDOM,
  /** Layers differ: mean, mean of random weights, of the same weights shuffled, what that means. */
  MEAN,
  /** Most layers differ: the same, layers that do, layers. */
  MEAN_OF_SOME,
  /** Heavier tails than chance. */
  TAILS_HEAVIER,
  /** Lighter tails than chance. */
  TAILS_LIGHTER,
  /** Smaller than chance. */
  BELOW_CHANCE,
  /** Larger than chance. */
  ABOVE_CHANCE,
  /** A few directions have become strong. */
  FEW_DIRECTIONS,
  /** Spread more evenly than chance. */
  SPREAD_EVENLY,
  /** Weaker than the controls. */
  WEAKER,
  /** Stronger than the controls. */
  STRONGER,
  /** No strong direction. */
  NO_STRONG_DIRECTION,
  /** Strong directions. */
  STRONG_DIRECTIONS,
  /** A weaker bulk. */
  BULK_WEAKER,
  /** A broader bulk. */
  BULK_BROADER,
  /** Between both controls. */
  BETWEEN_CONTROLS,
  /** No layer's spikes differ from random weights. */
  SPIKES_AS_RANDOM,
  /** Directions beyond random weights. */
  SPIKES,
  /** The same, not in every layer. */
  SPIKES_IN_SOME,
  /** From which eigenvalue on: smallest, largest of the layers. */
  CUTOFFS,
  /** No tail is long enough: the length needed. */
  TAILS_SHORT,
  /** Layers with long tails, layers, the length needed. */
  TAILS_LONG,
  /** The worst fit: layer, points. */
  WORST_DISTANCE,
  /** No distance is finite. */
  NO_DISTANCE,
  /** No layer decides between power law and another law: its name. */
  RIVAL_UNDECIDED,
  /** Layers, those of the power law, the other law's name, its layers, undecided ones. */
  RIVALS,
  /** The other law fits better somewhere: its name. */
  EXPONENT_MEANS_LITTLE,
  /** It does not, of the log-normal. */
  EXPONENTS_READABLE,
  /** It does not, of the exponential. */
  TAILS_HEAVY,
  /** No power law is implausible: layers. */
  NONE_REFUTED,
  /** None is, and some are open: layers, open ones. */
  NONE_REFUTED_SOME_OPEN,
  /** Some are: how many, of how many layers. */
  REFUTED,
  /** The same, and some are open: how many, of how many layers, open ones. */
  REFUTED_SOME_OPEN,
  /** No layer has an interval. */
  NO_INTERVAL,
  /** The widest interval: layer, from, to. */
  WIDEST_INTERVAL,
  /** There is one layer. */
  ONE_LAYER,
  /** All intervals overlap. */
  INTERVALS_OVERLAP,
  /** Not all do. */
  INTERVALS_APART
}
