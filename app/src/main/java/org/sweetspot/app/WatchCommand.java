package org.sweetspot.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.sweetspot.diagnosis.CheckCatalogue;
import org.sweetspot.diagnosis.Diagnosis;
import org.sweetspot.diagnosis.record.RecordedFolder;
import org.sweetspot.diagnosis.record.RecordedRun;
import org.sweetspot.report.RecordText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sweetspot watch RUN}: a recorded training while it runs. */
@Command(
    name = "watch",
    mixinStandardHelpOptions = true,
    description = {
      "Show a training that is being recorded in Python: its latest numbers and what is wrong.",
      "Ends with the training; Ctrl-C ends it before and disturbs nothing."
    },
    footer = {"", "Example: sweetspot watch runs/mine"})
final class WatchCommand implements Callable<Integer> {
  @Mixin private OutputOptions output;

  @Parameters(index = "0", paramLabel = "RUN", description = "The folder of a recorded training.")
  private Path folder = Path.of("");

  @Option(
      names = "--every",
      paramLabel = "SECONDS",
      description = "Seconds between two looks; ${DEFAULT-VALUE} if not given.")
  private double every = 2;

  @Option(names = "--once", description = "Look once and end.")
  private boolean once;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (!(every >= 0.1)) {
      throw new UserException("--every", "0.1 seconds or more", every, "give for instance 2");
    }
    String shown = "";
    while (true) {
      RecordedRun run = new RecordedFolder(folder).read();
      String text = RecordText.of(run, Diagnosis.of(run, CheckCatalogue.SHIPPED), output.width());
      if (!text.equals(shown)) {
        output.out().println(text);
        output.out().flush();
        shown = text;
      }
      if (once || run.ended()) {
        return 0;
      }
      Thread.sleep((long) (1000 * every));
    }
  }
}
