package org.sweetspot.app;

import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;

/** The program {@code sweetspot}: reads the command line, runs the verb, gives the exit code. */
public final class Main {
  private Main() {}

  /** Runs the program and ends the JVM with its exit code. */
  public static void main(String[] arguments) {
    PrintWriter out =
        new PrintWriter(
            new PlainWriter(new OutputStreamWriter(System.out, StandardCharsets.UTF_8)), true);
    OutputStreamWriter errors = new OutputStreamWriter(System.err, StandardCharsets.UTF_8);
    // On a terminal it is redrawn in place; what comes from files is made plain before.
    PrintWriter err =
        new PrintWriter(
            Boolean.getBoolean("sweetspot.terminal") ? errors : new PlainWriter(errors), true);
    int code = run(out, err, arguments);
    out.flush();
    err.flush();
    Interruption.leave(code);
  }

  /**
   * Runs the program without ending the JVM.
   *
   * @return 0 done, 1 the program's failure, 2 the user's input, 130 asked to stop
   */
  public static int run(PrintWriter out, PrintWriter err, String... arguments) {
    return run(Surroundings.USUAL, out, err, arguments);
  }

  static int run(Surroundings surroundings, PrintWriter out, PrintWriter err, String... arguments) {
    Failures failures = new Failures();
    try {
      return new CommandLine(new SweetspotCommand(), surroundings)
          .setOut(out)
          .setErr(err)
          .setCaseInsensitiveEnumValuesAllowed(true)
          .setUsageHelpAutoWidth(true)
          .setParameterExceptionHandler(failures)
          .setExecutionExceptionHandler(failures)
          .execute(arguments);
    } catch (Error failure) {
      // The last place where anything is caught: a message and a code, whatever it was.
      return Failures.unexpected(failure, err);
    }
  }
}
