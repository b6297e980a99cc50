package org.sweetspot.app;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.sweetspot.theory.paper.Papers;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code sweetspot papers [ID]}: claims of papers beside what comes out here. */
@Command(
    name = "papers",
    mixinStandardHelpOptions = true,
    description = {
      "Claims of papers on implicit bias that two cores can test: list them, or run them: holds"
          + " here,",
      "does not hold here, or cannot tell here, with the later criticism (docs/papers.md)."
    },
    footer = {"", "Example: sweetspot papers sgd-stability --json claim.json"})
final class PapersCommand implements Callable<Integer> {
  @Mixin private ClaimRuns runs;

  @Parameters(arity = "0..*", paramLabel = "ID", description = "The claims to run.")
  private List<String> names = new ArrayList<>();

  @Override
  public Integer call() throws IOException {
    runs.run("papers", "Claims of papers", Papers.SHIPPED, names);
    return 0;
  }
}
