package org.sweetspot.problem;

import java.util.Optional;
import org.sweetspot.vector.ParameterSpace;
import org.sweetspot.vector.ParameterVector;

/**
 * A model, its data and its loss. The weights live where the engine keeps them; nobody copies them.
 *
 * <p>Every loss is the mean over the examples of the batch (for language models: over the tokens).
 */
public interface Problem extends AutoCloseable {
  /** The space of the trained parameters. */
  default ParameterSpace space() {
    return parameters().space();
  }

  /** The current weights, live: writing to this vector moves the model. Owned by the problem. */
  ParameterVector parameters();

  /**
   * What the model keeps but does not train, such as running statistics; live, owned by the
   * problem, possibly of dimension zero.
   */
  ParameterVector buffers();

  /** Number of examples in a split; zero if there is none. */
  int size(Split split);

  /**
   * Whether in this mode an example's outputs depend on the rest of its batch, so that its loss and
   * its gradient are not its own: batch normalization while training, and some modules always.
   */
  default boolean mixesExamples(Mode mode) {
    return false;
  }

  /**
   * Whether a training mode can give other outputs or another loss than {@link Mode#EVALUATE}:
   * batch normalization, dropout, label smoothing.
   */
  default boolean modesDiffer() {
    return mixesExamples(Mode.PROBE) && !mixesExamples(Mode.EVALUATE);
  }

  /** Why nothing can be said in a mode, and what would change that; empty where it can. */
  default Optional<String> whyNot(Mode mode) {
    return Optional.empty();
  }

  /**
   * What the problem can do beyond loss and gradient, if it can: ask this, not the problem's type.
   *
   * @param type an interface such as {@link SecondOrder}
   */
  default <A> Optional<A> ability(Class<A> type) {
    return type.isInstance(this) ? Optional.of(type.cast(this)) : Optional.empty();
  }

  /** Why an ability is missing that problems of this kind otherwise have; empty if that is all. */
  default Optional<String> whyNot(Class<?> ability) {
    return Optional.empty();
  }

  /** Mean loss over the batch at the current weights. Cost: one forward pass. */
  double loss(Batch batch, Mode mode);

  /**
   * Mean loss over the batch, and its gradient.
   *
   * @param into receives the gradient; its old entries are ignored
   * @return the loss. Cost: one gradient.
   */
  double gradient(Batch batch, Mode mode, ParameterVector into);

  /** Frees the model and its data. */
  @Override
  void close();
}
