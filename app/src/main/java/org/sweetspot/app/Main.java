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
    System.exit(code);
  }

  /**
   * Runs the program without ending the JVM.
   *
   * @return 0 done, 1 the program's failure, 2 the user's input
   */
  public static int run(PrintWriter out, PrintWriter err, String... arguments) {
    return new CommandLine(new SweetspotCommand())
        .setOut(out)
        .setErr(err)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setAbbreviatedSubcommandsAllowed(false)
        .execute(arguments);
  }
}
