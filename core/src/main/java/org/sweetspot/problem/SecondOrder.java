package org.sweetspot.problem;

import java.util.Optional;

/** A problem that can multiply vectors by the Hessian of its loss. */
public interface SecondOrder {
  /**
   * The graph of the gradient on one batch, kept so that each further Hessian product costs only a
   * second backward pass. The graph holds the activations of the whole batch until it is closed,
   * and speaks of the weights as they were when it was made.
   *
   * @param mode {@link Mode#PROBE} or {@link Mode#EVALUATE}; {@link Mode#TRAIN} would move the
   *     running statistics by being measured
   */
  KeptGraph keepGraph(Batch batch, Mode mode);

  /** Whether kept graphs give {@link KeptGraph#gaussNewton()} in a mode. */
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
   * About how many bytes a kept graph of so many examples holds; 0 where it holds next to nothing,
   * which is so unless an engine says otherwise.
   */
  default long graphBytes(int examples) {
    return 0;
  }
}
