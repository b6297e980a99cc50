package org.sweetspot.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.sweetspot.control.change.Aspect;
import org.sweetspot.control.correction.Card;
import org.sweetspot.control.correction.Correction;
import org.sweetspot.control.correction.CorrectionCatalogue;
import org.sweetspot.report.CorrectionsJson;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code sweetspot corrections}: what {@code control} can try, and what it did so far. */
@Command(
    name = "corrections",
    mixinStandardHelpOptions = true,
    description = "List the corrections: what each does, when it is tried, what it did so far.",
    footer = {"", "Example: sweetspot corrections"})
final class CorrectionsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private JsonOption json;

  @Override
  public Integer call() throws IOException {
    CorrectionCatalogue catalogue = CorrectionCatalogue.SHIPPED;
    PrintWriter out = spec.commandLine().getOut();
    print(catalogue, out);
    json.write(() -> CorrectionsJson.write(catalogue.corrections()), out);
    return 0;
  }

  /** Each correction with its card. */
  static void print(CorrectionCatalogue catalogue, PrintWriter out) {
    for (Correction correction : catalogue.corrections()) {
      Card card = correction.card();
      out.println(card.id() + ": " + card.title());
      out.println("    answers  " + aspects(correction));
      out.println("    what     " + card.what());
      out.println("    when     " + card.when());
      out.println("    cost     " + card.cost());
      out.println("    evidence " + card.evidence());
      if (!card.source().isEmpty()) {
        out.println("    source   " + card.source());
      }
      out.println();
    }
  }

  private static String aspects(Correction correction) {
    return correction.answers().stream()
        .sorted()
        .map(Aspect::words)
        .collect(Collectors.joining(", "));
  }
}
