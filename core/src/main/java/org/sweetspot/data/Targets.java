package org.sweetspot.data;

import java.security.MessageDigest;
import java.util.List;

/**
 * What a model is to answer for the examples of one split. What real targets mean (quantities,
 * probabilities of classes, several labels that are 0 or 1) is decided by the loss.
 */
public sealed interface Targets permits ClassLabels, RealTargets {
  /** Shape of one example's target; empty for a single label or number. */
  List<Integer> shape();

  /** Targets of all examples together. */
  int size();

  /** Outputs that a model needs for each row: classes, or numbers to be answered. */
  int outputs();

  /** Labels or numbers of one example. */
  default int perExample() {
    return InputArray.size(shape());
  }

  /** Adds all of them to a hash, the same on every platform. */
  void addTo(MessageDigest hash);
}
