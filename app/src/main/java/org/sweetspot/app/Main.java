package org.sweetspot.app;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;

/** The program {@code sweetspot}: reads the command line, runs the verb, gives the exit code. */
public final class Main {
  private Main() {}

  /** Runs the program and ends the JVM with its exit code. */
  public static void main(String[] arguments) {
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    int code = run(out, err, arguments);
    out.flush();
    err.flush();
    Interruption.leave(code);
  }

  /**
   * Runs the program without ending the JVM.
   *
   * @return 0 done, 1 the program's failure, 2 the user's input, 130 interrupted
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
    } catch (OutOfMemoryError | LinkageError failure) {
      return Failures.unexpected(failure, err);
    }
  }
}
