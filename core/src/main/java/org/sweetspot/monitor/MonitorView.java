package org.sweetspot.monitor;

import org.sweetspot.training.Evaluation;
import org.sweetspot.training.StepReport;

/** Is told what monitors find, for instance to show it; the time it takes counts as theirs. */
public interface MonitorView {
  /** Nobody looks. */
  MonitorView NONE = new MonitorView() {};

  /** After an update and its readings. */
  default void stepped(StepReport report) {}

  /** After an evaluation. */
  default void evaluated(Evaluation evaluation) {}

  /** A monitor found something. */
  default void read(String monitor, long step, MonitorSample reading) {}

  /** Nothing follows. */
  default void ended() {}
}
