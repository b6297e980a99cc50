package org.sweetspot.monitor;

import java.util.Optional;
import org.sweetspot.training.StepReport;

/**
 * One question asked again and again while a training runs. It reads weights and draws from streams
 * of its own; it changes nothing that the training sees. It keeps what makes its next reading
 * cheaper until it is closed. Not safe for use by several threads.
 */
public interface Monitor extends AutoCloseable {
  /** Short and lasting, in kebab-case. */
  String id();

  /** The question in plain words. */
  String question();

  /** How the numbers are computed, what their errors mean, on which examples. */
  String conventions(TrainingView watched);

  /**
   * What a reading should cost before one was timed, in gradients over one batch of the training
   * ({@link TrainingView#gradients}); 0 for what takes no gradient.
   *
   * @param first whether it is the first reading, with nothing known from one before
   */
  default double gradients(TrainingView watched, boolean first) {
    return 0;
  }

  /**
   * Takes a reading after an update.
   *
   * @return the figures; empty where the next update must be seen too: it is then asked again right
   *     after that
   * @throws org.sweetspot.measure.NotApplicableException if it has no meaning for this training
   * @throws ArithmeticException if something is not finite at this step
   */
  Optional<MonitorSample> read(TrainingView watched, StepReport report);

  /** Frees what it kept. */
  @Override
  default void close() {}
}
