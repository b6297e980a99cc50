package org.sweetspot.diagnosis.launch;

/**
 * Something in which two launches differ.
 *
 * @param kind what it is
 * @param name which one, for instance a setting of the optimizer
 * @param first in the first record
 * @param second in the second
 */
public record Factor(Kind kind, String name, String first, String second) {
  /** What can differ, what shapes the step most directly first. */
  public enum Kind {
    /** Other parameters: nothing else compares. */
    MODEL,
    /** Layers, or their settings, where the parameters are the same. */
    LAYERS,
    /** The weights before the first update. */
    START,
    /** Weights of rows within an accumulated update. */
    WEIGHTING,
    /** Other examples in the updates. */
    ORDER,
    /** The same examples on another scale, or shifted. */
    INPUTS,
    /** Examples of an update. */
    EXAMPLES,
    /** Tokens of an update. */
    TOKENS,
    /** The function that is minimized. */
    LOSS,
    /** Examples that batch normalization sees at once. */
    STATISTICS,
    /** The learning rate. */
    RATE,
    /** Weight decay. */
    DECAY,
    /** The optimizer or another of its settings. */
    OPTIMIZER,
    /** Clipping of the gradient. */
    CLIPPING,
    /** Number format of weights or of the forward pass. */
    PRECISION,
    /** Dropout, or the mode that turns it on. */
    DROPOUT,
    /** The scale of the loss in what is minimized. */
    LOSS_SCALE,
    /** Batches that an update is accumulated from. */
    ACCUMULATION,
    /** Random numbers alone. */
    SEED
  }
}
