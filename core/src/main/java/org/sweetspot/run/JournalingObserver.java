package org.sweetspot.run;

import org.sweetspot.training.Observer;
import org.sweetspot.training.Training;

/** An observer whose findings are kept in the run's folder. */
public interface JournalingObserver extends Observer {
  /**
   * Before {@link #started}.
   *
   * @param journal open until after {@link #ended}
   * @param training to read the optimizer's state from; it must not be advanced
   */
  void opened(Journal journal, Training training);
}
