package org.sweetspot.control;

import java.nio.file.Path;

/** An experiment was asked to stop; nothing is lost, and the same call goes on with it. */
public final class InterruptedExperimentException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  InterruptedExperimentException(Path folder) {
    super("experiment interrupted; its runs are in " + folder + ", and the same command goes on");
  }
}
