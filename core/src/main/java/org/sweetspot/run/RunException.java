package org.sweetspot.run;

import java.io.IOException;
import java.nio.file.Path;
import org.sweetspot.format.ForeignText;

/** A run that can't be carried out or read, and what to do about it. */
public final class RunException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Says what is wrong. */
  public RunException(String what, String expected, String got, String remedy) {
    super(message(what, expected, got, remedy));
  }

  private RunException(String message, IOException cause) {
    super(message, cause);
  }

  /** A file that could not be written. */
  static RunException writing(Path file, IOException cause) {
    return new RunException(
        message(
            file.toString(),
            "to be able to write there",
            described(cause),
            "make room on the disk, or allow writing, and start again: a run goes on from its"
                + " last checkpoint"),
        cause);
  }

  /** A file that could not be read. */
  static RunException reading(Path file, IOException cause) {
    return new RunException(
        message(
            file.toString(),
            "to be able to read it",
            described(cause),
            "check that the folder is a run's, and finished where its result is asked for"),
        cause);
  }

  private static String described(IOException cause) {
    return cause.getClass().getSimpleName() + ": " + cause.getMessage();
  }

  private static String message(String what, String expected, String got, String remedy) {
    return ForeignText.shown(what + ": expected " + expected + ", got " + got)
        + "\n  fix: "
        + ForeignText.shown(remedy);
  }
}
