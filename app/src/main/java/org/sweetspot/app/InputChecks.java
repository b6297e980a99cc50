package org.sweetspot.app;

import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sweetspot.problem.RefusedException;

/**
 * Calls that check what the user asked for. A {@link RefusedException} is the user's mistake, and
 * so are the complaints "what: expected ..., got ...; remedy" of those who judge input; anything
 * else, an argument that the program itself got wrong included, stays a failure of the program.
 */
final class InputChecks {
  private static final Pattern COMPLAINT =
      Pattern.compile("(?s)(.+?): expected (.+), got (.+?)(?:; (.+))?");

  /** Where models, engines and changes are checked against what the user gave. */
  private static final List<String> JUDGES =
      List.of(
          "org.sweetspot.torch.model.",
          "org.sweetspot.torch.script.",
          "org.sweetspot.torch.TorchEngine",
          "org.sweetspot.torch.TorchData",
          "org.sweetspot.data.",
          "org.sweetspot.recipe.",
          "org.sweetspot.control.BatchChange",
          "org.sweetspot.control.ControlExperiment",
          "org.sweetspot.measure.MeasureSettings",
          "org.sweetspot.vector.ChosenGroups",
          "org.sweetspot.weights.");

  private InputChecks() {}

  /** An argument that only the program itself can have got wrong stays the program's failure. */
  private static boolean judgesInput(IllegalArgumentException refused) {
    StackTraceElement[] trace = refused.getStackTrace();
    return trace.length > 0 && JUDGES.stream().anyMatch(trace[0].getClassName()::startsWith);
  }

  static <T> T of(Supplier<T> call) {
    try {
      return call.get();
    } catch (RefusedException refused) {
      throw refused;
    } catch (IllegalArgumentException refused) {
      if (!judgesInput(refused)) {
        throw refused;
      }
      Matcher parts = COMPLAINT.matcher(String.valueOf(refused.getMessage()));
      if (!parts.matches()) {
        throw refused;
      }
      String remedy = parts.group(4) == null ? "change the recipe there" : parts.group(4);
      UserException mistake =
          new UserException(parts.group(1), parts.group(2), parts.group(3), remedy);
      mistake.initCause(refused);
      throw mistake;
    }
  }
}
