package org.sweetspot.generalization.compression;

import org.sweetspot.problem.Problem;
import org.sweetspot.vector.ArrayVector;

/** A problem whose weights follow from other numbers, which stand at zero before training. */
interface Reparametrized extends Problem {
  @Override
  ArrayVector parameters();

  /** Puts the network of these numbers into the problem inside. */
  void place(double[] at);
}
