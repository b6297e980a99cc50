package org.sweetspot.app;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.sweetspot.theory.setting.Settings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code sweetspot theory [NAME]}: settings solved on paper beside their simulation. */
@Command(
    name = "theory",
    mixinStandardHelpOptions = true,
    description = {
      "Settings of training that are solved on paper: list them, or run one with the trainer that",
      "trains networks, its prediction beside what came out."
    },
    footer = {"", "Example: sweetspot theory diagonal-network --html theory.html"})
final class TheoryCommand implements Callable<Integer> {
  @Mixin private ClaimRuns runs;

  @Parameters(arity = "0..*", paramLabel = "NAME", description = "The settings to run.")
  private List<String> names = new ArrayList<>();

  @Override
  public Integer call() throws IOException {
    runs.run("theory", "Settings solved on paper", Settings.SHIPPED, names);
    return 0;
  }
}
