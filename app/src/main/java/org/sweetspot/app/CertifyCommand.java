package org.sweetspot.app;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.sweetspot.generalization.bound.BoundAnswer;
import org.sweetspot.generalization.bound.BoundCatalogue;
import org.sweetspot.generalization.bound.Evidence;
import org.sweetspot.generalization.bound.HeldOutErrors;
import org.sweetspot.report.BoundsJson;
import org.sweetspot.report.BoundsText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sweetspot certify}: which error can be guaranteed. */
@Command(
    name = "certify",
    mixinStandardHelpOptions = true,
    description = {
      "Say which error on new examples can be guaranteed, with which confidence and under which",
      "assumptions: from the errors on held-out examples that nothing was chosen by.",
      "'sweetspot bounds' lists the rules."
    },
    footer = {"", "Example: sweetspot certify --errors 73 --of 10000"})
final class CertifyCommand implements Callable<Integer> {
  @Mixin private OutputOptions output;
  @Mixin private ResultOptions results;

  @Option(
      names = "--errors",
      paramLabel = "K",
      description = "How many held-out examples were wrong; with --of.")
  private @Nullable Integer errors;

  @Option(
      names = "--of",
      paramLabel = "N",
      description = "How many held-out examples there were; with --errors.")
  private @Nullable Integer of;

  @Option(
      names = "--delta",
      paramLabel = "D",
      description = "The probability at which a bound may fail; 0.05 if not given.")
  private double delta = 0.05;

  @Override
  public Integer call() throws IOException {
    results.check();
    if (!(delta > 0 && delta < 1)) {
      throw new UserException(
          "--delta", "above 0 and below 1", delta, "leave it out for a confidence of 95%");
    }
    HeldOutErrors held = counts();
    List<BoundAnswer> answers =
        BoundCatalogue.SHIPPED.apply(Evidence.NONE.with(HeldOutErrors.class, held), delta);
    String name = held.errors() + " errors of " + held.of();
    output.out().print(BoundsText.of(name, delta, held.rate(), answers, output.width()));
    output.out().flush();
    results.write(BoundsJson.certificate(name, delta, held.rate(), answers));
    return 0;
  }

  private HeldOutErrors counts() {
    if (errors == null || of == null) {
      throw new UserException(
          "certify",
          "errors and the number of examples",
          errors == null ? (of == null ? "neither" : "--of alone") : "--errors alone",
          "give --errors K --of N");
    }
    if (of < 1 || errors < 0 || errors > of) {
      throw new UserException(
          "--errors " + errors + " --of " + of,
          "from 0 to as many errors as examples, of at least 1 example",
          errors + " of " + of,
          "count the wrong answers on held-out examples");
    }
    return new HeldOutErrors(errors, of);
  }
}
