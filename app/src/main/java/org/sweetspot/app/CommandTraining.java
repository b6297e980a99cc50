package org.sweetspot.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.sweetspot.command.CommandOutcome;
import org.sweetspot.command.CommandRun;
import org.sweetspot.problem.Split;
import org.sweetspot.recipe.Recipe;

/** One run of a recipe whose training is a command of the user's. */
final class CommandTraining {
  private CommandTraining() {}

  /** Carries it out, or reads what it left; answers the exit code. */
  static int run(Recipe recipe, Path folder, OutputOptions output) throws IOException {
    PrintWriter out = output.out();
    CommandRun run = new CommandRun(folder, recipe);
    AtomicBoolean stop = new AtomicBoolean();
    Optional<CommandOutcome> outcome;
    try (Interruption interruption = new Interruption(() -> stop.set(true));
        Progress progress = output.progress("Training")) {
      outcome = run.carryOut(share -> progress.at(share, ""), stop::get);
    }
    if (outcome.isEmpty()) {
      out.println("Stopped; a command begins anew.");
      out.flush();
      return Interruption.CODE;
    }
    out.println("Command:  " + run.command());
    out.println("Record:   " + run.record());
    out.println("Updates:  " + outcome.get().steps());
    for (Split split : Split.values()) {
      outcome
          .get()
          .last(split)
          .ifPresent(
              score ->
                  out.printf(
                      Locale.ROOT,
                      "%-10s loss %.4f, accuracy %.2f%%%n",
                      split.name().toLowerCase(Locale.ROOT),
                      score.loss(),
                      100 * score.accuracy()));
    }
    out.println("sweetspot diagnose " + run.record() + " says what is wrong with it.");
    out.flush();
    return 0;
  }
}
