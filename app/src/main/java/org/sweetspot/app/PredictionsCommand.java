package org.sweetspot.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.sweetspot.control.prediction.Ledger;
import org.sweetspot.control.prediction.LedgerEntry;
import org.sweetspot.control.prediction.Predictor;
import org.sweetspot.control.prediction.Review;
import org.sweetspot.report.PredictionsJson;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code sweetspot predictions}: what was predicted on this machine, and how often it held. */
@Command(
    name = "predictions",
    mixinStandardHelpOptions = true,
    description = {
      "Say how often predictions of control held on this machine, beside two naive predictors.",
      "Each is made again from what was known before it and from all other baselines."
    },
    footer = {"", "Example: sweetspot predictions --json predictions.json"})
final class PredictionsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private JsonOption json;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    List<LedgerEntry> own = MachineLedger.read();
    Review machine = new Review(own, MachineLedger.all());
    Review shipped = new Review(Ledger.shipped(), Ledger.shipped());
    out.println(
        own.isEmpty()
            ? "No prediction has been made on this machine yet (" + MachineLedger.path() + ")."
            : "On this machine (" + MachineLedger.path() + "):");
    if (!own.isEmpty()) {
      print(out, machine);
    }
    out.println("On the ledger that ships with the program:");
    print(out, shipped);
    out.println(
        "Intervals are for 90%. A smaller score is better: the width, and 20 times a miss.");
    json.write(() -> PredictionsJson.write(own.isEmpty() ? shipped : machine), out);
    return 0;
  }

  private static void print(PrintWriter out, Review review) {
    for (Predictor predictor :
        new Predictor[] {
          Predictor.FIRST_RUN, Predictor.CURVE, Predictor.MEAN, Predictor.NO_CHANGE
        }) {
      out.printf(
          Locale.ROOT,
          "  %-26s %3.0f%% of %d intervals held, mean score %.2f%n",
          predictor.words(),
          100 * review.coverage(predictor),
          review.entries().size(),
          review.score(predictor));
    }
  }
}
