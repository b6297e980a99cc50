package org.sweetspot.app;

import java.io.PrintWriter;
import org.sweetspot.measure.Card;
import org.sweetspot.measure.Measure;
import org.sweetspot.measure.profile.MeasureCatalogue;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code sweetspot measures}: what can be measured. */
@Command(
    name = "measures",
    mixinStandardHelpOptions = true,
    description = "List the measures: the question each answers, what it needs, how to read it.",
    footer = {"", "Example: sweetspot measures"})
final class MeasuresCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    PrintWriter out = spec.commandLine().getOut();
    for (Measure measure : new MeasureCatalogue().all()) {
      Card card = measure.card();
      out.println(card.id() + (card.unit().isEmpty() ? "" : " [" + card.unit() + "]"));
      out.println("    " + card.question());
      out.println("    needs   " + card.needs());
      out.println("    reading " + card.reading());
      out.println("    source  " + card.source());
      out.println();
    }
  }
}
