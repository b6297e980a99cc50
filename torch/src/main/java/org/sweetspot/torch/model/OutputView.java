package org.sweetspot.torch.model;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * How what a module puts out becomes rows of what a loss is applied to.
 *
 * @param arrangement of the axes
 * @param link between the outputs and logits
 */
public record OutputView(Arrangement arrangement, Link link) {
  /** Outputs as they are. */
  public static final OutputView PLAIN = new OutputView(Arrangement.ROWS, Link.NONE);

  private static final double SMALLEST_SINGLE = 1e-37;
  private static final double SMALLEST = 1e-300;

  /** Where the outputs of a row lie. */
  public enum Arrangement {
    /** Along the last axis. */
    ROWS,
    /** Along the second axis, as images of class scores have them. */
    CHANNELS,
    /** All outputs of an example are one row. */
    FLAT
  }

  /** What outputs are. */
  public enum Link {
    /** Logits, logarithms of probabilities, or numbers: what the loss takes. */
    NONE,
    /** Probabilities of the classes; their logarithms are logits. */
    SOFTMAX,
    /** Probabilities of labels; log p - log(1 - p) is a logit. */
    SIGMOID
  }

  /** Rows of logits or numbers. */
  public Tensor of(Tensor outputs, long examples) {
    Tensor rows =
        switch (arrangement) {
          case ROWS -> outputs;
          case CHANNELS -> outputs.movedim(1, -1);
          case FLAT -> outputs.reshape(examples, -1);
        };
    return switch (link) {
      case NONE -> rows;
      case SOFTMAX -> log(rows);
      case SIGMOID -> log(rows).sub(log(rows.neg().add(new Scalar(1.0))));
    };
  }

  /** A probability that was rounded to zero counts as the smallest number. */
  private static Tensor log(Tensor p) {
    boolean single = p.scalar_type() != ScalarType.Double;
    return p.clamp_min(new Scalar(single ? SMALLEST_SINGLE : SMALLEST)).log();
  }
}
