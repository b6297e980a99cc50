package org.sweetspot.app;

import java.io.PrintWriter;
import org.sweetspot.monitor.MonitorView;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What every verb that works for longer than a moment says, and how much of it. */
final class OutputOptions {
  private static final int COLUMNS = 100;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec verb;

  @Option(
      names = {"-q", "--quiet"},
      description = "No progress and no explanations: errors only.")
  private boolean quiet;

  /** Where results go; prints nothing if the user wants it quiet. */
  PrintWriter out() {
    return quiet ? new PrintWriter(java.io.Writer.nullWriter()) : verb.commandLine().getOut();
  }

  /** Where failures go. */
  PrintWriter err() {
    return verb.commandLine().getErr();
  }

  /** What watches a training: a live view on standard error, or nothing if it shall be quiet. */
  MonitorView live() {
    return quiet
        ? MonitorView.NONE
        : new LiveView(verb.commandLine().getErr(), isTerminal(), width(), System::nanoTime);
  }

  /** Whether a person looks at a terminal; the launcher says so. */
  boolean isTerminal() {
    return Boolean.getBoolean("sweetspot.terminal");
  }

  /** Columns of the terminal, as far as it tells. */
  int width() {
    String columns = System.getenv("COLUMNS");
    return columns != null && columns.matches("[1-9][0-9]{1,3}")
        ? Integer.parseInt(columns)
        : COLUMNS;
  }

  /** Shows how far a work of that name is, on standard error. */
  Progress progress(String name) {
    if (quiet) {
      return Progress.SILENT;
    }
    return new ForwardProgress(
        isTerminal()
            ? new BarProgress(name, verb.commandLine().getErr())
            : new LineProgress(name, verb.commandLine().getErr(), System::nanoTime));
  }
}
