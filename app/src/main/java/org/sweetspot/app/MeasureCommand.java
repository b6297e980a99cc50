package org.sweetspot.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.sweetspot.measure.Measure;
import org.sweetspot.measure.profile.Profile;
import org.sweetspot.report.MeasureReport;
import org.sweetspot.report.ResultJson;
import org.sweetspot.run.RunFolder;
import org.sweetspot.torch.TorchEngine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code sweetspot measure RUN}: the bias profile of a run. */
@Command(
    name = "measure",
    mixinStandardHelpOptions = true,
    description = {
      "Identify: the bias profile of a finished run, each number with its error.",
      "With --out also a page (profile.html) that explains the numbers."
    },
    footer = {"", "Example: sweetspot measure runs/large-batch-seed1 --out reports/profile"})
final class MeasureCommand implements Callable<Integer> {
  @Mixin private OutputOptions output;
  @Mixin private ResultOptions results;
  @Mixin private MeasureOptions measures;

  @Parameters(paramLabel = "RUN", description = "The folder of a finished run.")
  private Path target = Path.of("");

  @Override
  public Integer call() throws IOException {
    List<Measure> chosen = measures.chosen();
    results.check();
    Optional<Path> folder = results.givenFolder();
    RunFolder run = MeasuredRun.require(target);
    Profile profile;
    try (Progress progress = output.progress("Measuring")) {
      profile =
          MeasuredRun.measure(
              run, new TorchEngine(), chosen, (card, share) -> progress.at(share, card.id()));
    }
    PrintWriter out = output.out();
    ProfileText.print(out, run, profile);
    Map<String, String> provenance = Workplace.words(run.provenance());
    results.write(ResultJson.measures(target.toString(), provenance, profile.measurements()));
    if (folder.isPresent()) {
      Files.createDirectories(folder.get());
      Path page = folder.get().resolve("profile.html");
      Files.writeString(
          page,
          MeasureReport.html(
              target.toString(), provenance, profile.measurements(), meanings(chosen)));
      out.println("Report: " + page);
    }
    return 0;
  }

  static Map<String, String> meanings(List<Measure> measures) {
    return measures.stream()
        .map(Measure::card)
        .collect(
            Collectors.toMap(card -> card.id(), card -> card.question() + " " + card.reading()));
  }
}
