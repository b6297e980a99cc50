package org.sweetspot.app;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.sweetspot.problem.Problem;
import org.sweetspot.training.Observer;
import org.sweetspot.training.StepReport;

/**
 * The program, which in the update that is its first argument writes one byte to standard output
 * and waits until it is killed or told to end. What the program prints goes to standard error.
 */
final class StoppingProgram {
  /** What it writes. */
  static final int REACHED = '!';

  private StoppingProgram() {}

  /** Update 0 is never reached. */
  public static void main(String[] arguments) {
    long last = Long.parseLong(arguments[0]);
    Observer stopping =
        new Observer() {
          @Override
          public void stepped(Problem problem, StepReport report) {
            if (report.step() == last) {
              System.out.write(REACHED);
              System.out.flush();
              awaitInterruption();
            }
          }
        };
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    int code =
        Main.run(
            new Surroundings(System::nanoTime, List.of(stopping)),
            err,
            err,
            Arrays.copyOfRange(arguments, 1, arguments.length));
    Interruption.leave(code);
  }

  /** Until the thread that a signal starts has asked the run to stop, and waits for it. */
  private static void awaitInterruption() {
    while (Thread.getAllStackTraces().keySet().stream().noneMatch(StoppingProgram::waits)) {
      Thread.onSpinWait();
    }
  }

  private static boolean waits(Thread thread) {
    return thread.getName().equals("interruption")
        && thread.getState() == Thread.State.TIMED_WAITING;
  }
}
