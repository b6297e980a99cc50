package org.sweetspot.command;

import java.util.List;
import java.util.stream.Collectors;
import org.sweetspot.format.ForeignText;

/** A command that did not leave a run, with the last lines that it wrote. */
public final class CommandException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  CommandException(
      String what, String expected, String got, String remedy, List<String> lastLines) {
    super(
        ForeignText.shown(what + ": expected " + expected + ", got " + got)
            + "\n  fix: "
            + ForeignText.shown(remedy)
            + (lastLines.isEmpty() ? "\n  it wrote nothing" : "\n  its last lines:\n")
            + lastLines.stream()
                .map(line -> "    " + ForeignText.shown(line))
                .collect(Collectors.joining("\n")));
  }
}
