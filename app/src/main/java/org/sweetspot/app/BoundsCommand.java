package org.sweetspot.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.sweetspot.generalization.bound.BoundCard;
import org.sweetspot.generalization.bound.BoundCatalogue;
import org.sweetspot.generalization.bound.BoundRule;
import org.sweetspot.report.BoundsJson;
import org.sweetspot.report.BoundsText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code sweetspot bounds}: what {@code certify} can say, and what each number is worth. */
@Command(
    name = "bounds",
    mixinStandardHelpOptions = true,
    description = "List the bounds: what each bounds and assumes, and whether it is a guarantee.",
    footer = {"", "Example: sweetspot bounds --json bounds.json"})
final class BoundsCommand implements Callable<Integer> {
  private static final int WIDTH = 100;

  @Spec private CommandSpec spec;

  @Mixin private JsonOption json;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    List<BoundCard> cards = BoundCatalogue.SHIPPED.rules().stream().map(BoundRule::card).toList();
    for (BoundCard card : cards) {
      out.print(BoundsText.card(card, WIDTH));
      out.println();
    }
    json.write(() -> BoundsJson.list(cards), out);
    return 0;
  }
}
