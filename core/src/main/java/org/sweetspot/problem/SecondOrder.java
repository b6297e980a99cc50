package org.sweetspot.problem;

import java.util.Optional;

/** A problem that can multiply vectors by the Hessian of its loss. */
public interface SecondOrder {
  /**
   * The gradient on one batch, linearized, so that each further Hessian product costs only a second
   * backward pass. It holds the activations of the whole batch until it is closed, and speaks of
   * the weights as they were when it was made.
   *
   * @param mode {@link Mode#PROBE} or {@link Mode#EVALUATE}; {@link Mode#TRAIN} would move the
   *     running statistics by being measured
   */
  Linearization linearize(Batch batch, Mode mode);

  /** Whether linearizations give {@link Linearization#gaussNewton()} in a mode. */
  default boolean graphsGiveGaussNewton(Mode mode) {
    return false;
  }

  /**
   * How products are found where it is not by differentiating twice, with their error; empty
   * otherwise.
   */
  default Optional<String> remark() {
    return Optional.empty();
  }

  /**
   * About how many bytes a linearization of so many examples holds; 0 where it holds next to
   * nothing, which is so unless an engine says otherwise.
   */
  default long graphBytes(int examples) {
    return 0;
  }
}
