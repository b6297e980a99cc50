package org.sweetspot.app;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The root of the command line: explains the verbs. */
@Command(
    name = "sweetspot",
    description = "Identify, understand and control the implicit bias of training.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    subcommands = {
      ControlCommand.class,
      TrainCommand.class,
      MeasureCommand.class,
      CompareCommand.class,
      DiagnoseCommand.class,
      StudyCommand.class,
      SelectCommand.class,
      CertifyCommand.class,
      WatchCommand.class,
      MeasuresCommand.class,
      CorrectionsCommand.class,
      PredictionsCommand.class,
      BoundsCommand.class,
      TheoryCommand.class,
      PapersCommand.class,
      ModelsCommand.class,
      DataCommand.class,
      RunsCommand.class,
      DoctorCommand.class,
      ServeCommand.class,
      MonitorsCommand.class,
    },
    synopsisSubcommandLabel = "VERB",
    commandListHeading = "%nVerbs ('sweetspot VERB --help' explains one):%n",
    footer = {
      "",
      "Begin with:",
      "  sweetspot control examples/large-batch.yaml",
      "",
      "Exit codes: 0 done, 1 the program failed, 2 something in the input is not right,",
      "129, 130 or 143 stopped: the terminal was closed, Ctrl-C, or kill. A training then writes a",
      "checkpoint first, and the same command goes on from there.",
      "",
      "A TorchScript module is a program that is run: modules that read or write files, print or",
      "call others are refused, but open none that you do not trust (docs/trust.md)."
    })
final class SweetspotCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Option(
      names = "--verbose",
      scope = ScopeType.INHERIT,
      description = "Show what the libraries log.")
  void setVerbose(boolean on) {
    if (on) {
      System.setProperty(QuietLogging.LEVEL, "DEBUG");
    }
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a verb is missing");
  }
}
