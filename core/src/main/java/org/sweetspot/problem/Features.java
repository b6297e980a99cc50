package org.sweetspot.problem;

/** A classifier that shows what its last layer sees, as it is used ({@link Mode#EVALUATE}). */
public interface Features {
  /**
   * Features, weight and bias of the last layer on a batch; features in double precision, rows in
   * the order of {@link Outputs#predictions}. Cost: one forward pass; for modules whose inside
   * can't be seen, as many backward passes through the last layer as rows over classes.
   */
  LastLayer lastLayer(Batch batch);
}
