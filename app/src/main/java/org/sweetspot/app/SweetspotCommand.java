package org.sweetspot.app;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The root of the command line: explains the verbs. */
@Command(
    name = "sweetspot",
    description = "Identify, understand and control the hidden bias of training.",
    mixinStandardHelpOptions = true,
    version = "sweetspot 0.1.0")
final class SweetspotCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a verb is missing");
  }
}
