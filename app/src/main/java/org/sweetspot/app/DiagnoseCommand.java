package org.sweetspot.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.sweetspot.diagnosis.CheckCatalogue;
import org.sweetspot.diagnosis.Diagnosis;
import org.sweetspot.diagnosis.launch.Equivalence;
import org.sweetspot.diagnosis.record.RecordedFolder;
import org.sweetspot.diagnosis.record.RecordedRun;
import org.sweetspot.report.DiagnosisJson;
import org.sweetspot.report.DiagnosisText;
import org.sweetspot.report.EquivalenceWords;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code sweetspot diagnose RUN [RUN]}: what is wrong with a recorded training. */
@Command(
    name = "diagnose",
    mixinStandardHelpOptions = true,
    description = {
      "Say what is wrong with a training that was recorded in Python (docs/recorded-runs.md),",
      "the worst first, each with evidence and remedy; it may still be running.",
      "With two: whether both launches make the same step, and which factor differs."
    },
    footer = {"", "Example: sweetspot diagnose runs/mine --json diagnosis.json"})
final class DiagnoseCommand implements Callable<Integer> {
  @Mixin private OutputOptions output;
  @Mixin private ResultOptions results;

  @Parameters(index = "0", paramLabel = "RUN", description = "The folder of a recorded training.")
  private Path first = Path.of("");

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "RUN",
      description = "Another launch that should make the same steps.")
  private @Nullable Path second;

  @Override
  public Integer call() throws IOException {
    results.check();
    RecordedRun run = new RecordedFolder(first).read();
    Diagnosis diagnosis = Diagnosis.of(run, CheckCatalogue.SHIPPED);
    Equivalence equivalence = null;
    if (second != null) {
      equivalence = Equivalence.of(run, new RecordedFolder(second).read());
      output
          .out()
          .print(
              EquivalenceWords.text(
                  first.toString(), second.toString(), equivalence, output.width()));
    } else {
      output
          .out()
          .print(DiagnosisText.of(first.toString(), diagnosis, run.damaged(), output.width()));
    }
    output.out().flush();
    results.write(DiagnosisJson.write(diagnosis, equivalence));
    return 0;
  }
}
