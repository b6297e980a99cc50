package org.sweetspot.control;

import java.util.List;
import org.sweetspot.control.prediction.Forecast;

/** Is told what an experiment does, for a progress display. */
public interface ExperimentObserver {
  /** Tells nobody. */
  ExperimentObserver SILENT = (task, done, expected) -> {};

  /**
   * Before each task, and as it goes on.
   *
   * @param task in words, for instance "changed, seed 3"
   * @param done work done so far, in examples trained on
   * @param expected work of the whole experiment as far as it is known, in the same unit; grows
   *     when a correction makes later arms longer
   */
  void begins(String task, double done, double expected);

  /** What is stated of an arm before its runs, or those but the first, are trained. */
  default void predicts(List<Forecast> forecasts) {}
}
