package org.sweetspot.app;

import java.io.PrintWriter;
import java.io.StringWriter;

/**
 * What the program did with a command line.
 *
 * @param code exit code
 * @param out standard output
 * @param err standard error
 */
record Program(int code, String out, String err) {

  /** Runs it in this process. */
  static Program run(String... arguments) {
    return run(Surroundings.USUAL, arguments);
  }

  /** Runs it in this process with another clock or more watchers. */
  static Program run(Surroundings surroundings, String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code =
        Main.run(surroundings, new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    return new Program(code, out.toString(), err.toString());
  }
}
