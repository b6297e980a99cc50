package org.sweetspot.problem;

import org.sweetspot.matrix.Matrix;

/** What a classifier's last layer sees and does, or why that can't be told. */
public sealed interface LastLayer {
  /**
   * Logits are z = W h + b, to rounding, up to a number that all classes of a row share.
   *
   * @param features h, rows of logits x width
   * @param weight W, classes x width
   * @param bias b, 1 x classes; zeros where the layer has none
   */
  record Seen(Matrix features, Matrix weight, Matrix bias) implements LastLayer {
    /** Checks that the shapes fit. */
    public Seen {
      if (features.columns() != weight.columns() || bias.columns() != weight.rows()) {
        throw new IllegalArgumentException(
            "last layer: expected features, weight and bias that fit, got widths "
                + features.columns()
                + " and "
                + weight.columns()
                + ", classes "
                + weight.rows()
                + " and "
                + bias.columns());
      }
    }
  }

  /**
   * Features of another place in the network than its last layer, which was asked for: no weights
   * give the logits from them.
   *
   * @param features rows of logits x width
   * @param place its name in the network
   */
  record Inner(Matrix features, String place) implements LastLayer {}

  /**
   * The outputs are not an affine function of features that the problem can show.
   *
   * @param reason in words
   */
  record Hidden(String reason) implements LastLayer {}
}
