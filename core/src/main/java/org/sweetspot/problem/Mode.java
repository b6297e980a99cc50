package org.sweetspot.problem;

/** How layers that behave differently in training and in use behave in one call. */
public enum Mode {
  /** Batch normalization uses the batch's statistics and updates its running ones. */
  TRAIN,
  /** Batch normalization uses the batch's statistics and leaves its running ones alone. */
  PROBE,
  /** Batch normalization uses its running statistics: the network as it is used. */
  EVALUATE;

  /** How conventions name it. */
  public String words() {
    return this == EVALUATE ? "mode evaluate" : "mode train";
  }
}
