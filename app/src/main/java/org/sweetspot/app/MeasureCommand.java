package org.sweetspot.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.sweetspot.format.AtomicFile;
import org.sweetspot.measure.Card;
import org.sweetspot.measure.Measure;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.profile.KeptMeasurements;
import org.sweetspot.measure.profile.Profile;
import org.sweetspot.measure.profile.ProfileProgress;
import org.sweetspot.measure.profile.WorkPlan;
import org.sweetspot.measure.summary.Summary;
import org.sweetspot.measure.target.OpenTarget;
import org.sweetspot.monitor.Timeline;
import org.sweetspot.report.AgreedFindings;
import org.sweetspot.report.MeasureReport;
import org.sweetspot.report.ProfileEntry;
import org.sweetspot.report.ResultJson;
import org.sweetspot.report.SummaryLine;
import org.sweetspot.report.SummaryText;
import org.sweetspot.run.RunFolder;
import org.sweetspot.weights.Weights;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sweetspot measure RUN}: the bias profile of a run. */
@Command(
    name = "measure",
    mixinStandardHelpOptions = true,
    description = {
      "Identify: what training made of a run, or of a model with data. First a few lines: is it",
      "good, too sharp for its step, how noisy, over-confident, anything odd in a layer, and what"
          + " to",
      "do; --measures and --full print the numbers, each with its error, --html a page about them."
    },
    footer = {
      "",
      "Example: sweetspot measure runs/large-batch-seed1 --html profile.html",
      "Another: sweetspot measure model.pt --data data.npz --precision double --json profile.json"
    })
final class MeasureCommand implements Callable<Integer> {
  @Mixin private OutputOptions output;
  @Mixin private ResultOptions results;
  @Mixin private MeasureOptions measures;
  @Mixin private TargetOptions options;

  @Parameters(
      paramLabel = "TARGET",
      description = {
        "The folder of a finished run; a TorchScript file with --data; weights: a file",
        "(safetensors, PyTorch, npz, Keras, ONNX, TensorFlow, GGUF, ...) or a model's folder; or a",
        "trajectory: npy or npz of k x p numbers, or a folder of checkpoints; or",
        "python:MODULE:FUNCTION, which returns (model, data, loss) in Python."
      })
  private Path target = Path.of("");

  @Option(
      names = "--full",
      description = {
        "Take all measures, if none is named, and print the whole table: each number with its"
            + " error,",
        "its null control and what it says."
      })
  private boolean full;

  @Option(
      names = "--explain",
      description = "First show which work the measures share, and what it will cost at most.")
  private boolean explain;

  @Option(names = "--dry-run", description = "Show that plan, and measure nothing.")
  private boolean dry;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "Write the profile as a page to this file; --out DIR writes DIR/profile.html.")
  private @Nullable Path html;

  private final PythonModels python;

  MeasureCommand() {
    this(PythonModels.started());
  }

  MeasureCommand(PythonModels python) {
    this.python = python;
  }

  @Override
  public Integer call() throws IOException {
    List<Measure> chosen = full ? measures.all() : measures.chosen();
    results.check();
    options.check();
    Optional<Path> folder = results.givenFolder();
    Optional<Path> page =
        html == null ? folder.map(f -> f.resolve("profile.html")) : Optional.of(html);
    if (html != null) {
      ResultOptions.check("--html", html);
    }
    PrintWriter out = output.out();
    List<RuntimeException> failures = new ArrayList<>();
    try (OpenTarget opened = new MeasureTarget(target, options, python).open()) {
      Weights weights = opened.context().subject().source();
      Optional.ofNullable(opened.provenance().get("contents"))
          .ifPresent(text -> ProfileEntry.wrapped(text, ProfileText.WIDTH).forEach(out::println));
      if (explain || dry) {
        PlanText.print(out, WorkPlan.of(opened.context(), chosen));
        out.flush();
        if (dry) {
          return 0;
        }
      }
      Profile profile;
      int reused = 0;
      try (Progress progress = output.progress("Measuring")) {
        ProfileProgress measuring = new Measuring(progress, failures);
        if ("run".equals(opened.provenance().get("kind"))) {
          KeptMeasurements.Taken taken =
              MeasuredRun.kept(new RunFolder(target), Engines.atHand(), options)
                  .profile(opened.context(), chosen, measuring, measures.again());
          profile = taken.profile();
          reused = taken.reused();
        } else {
          profile = Profile.of(opened.context(), chosen, measuring);
        }
      }
      Summary summary = Summary.of(profile, opened.context().subject().facts());
      List<SummaryLine> lines = SummaryText.of(summary);
      List<ProfileEntry> entries =
          entries(chosen, profile.measurements(), AgreedFindings.of(summary));
      ProfileText text = new ProfileText(out, entries, profile);
      text.summary(opened.name(), lines);
      if (full || measures.areNamed()) {
        text.table();
      }
      text.rest(full || measures.areNamed());
      for (String subject : List.of("loss", "inputs", "outputs", "data", "layers")) {
        Optional.ofNullable(opened.provenance().get(subject))
            .ifPresent(
                words ->
                    out.println(
                        Character.toUpperCase(subject.charAt(0))
                            + subject.substring(1)
                            + ": "
                            + words
                            + "."));
      }
      MeasuredRun.words(reused, chosen.size()).lines().forEach(out::println);
      results.write(
          ResultJson.profile(opened.name(), weights, opened.provenance(), lines, entries));
      if (page.isPresent()) {
        Path parent = page.get().toAbsolutePath().getParent();
        if (parent != null) {
          Files.createDirectories(parent);
        }
        AtomicFile.write(
            page.get(),
            MeasureReport.profile(
                opened.name(),
                opened.provenance(),
                lines,
                entries,
                Timeline.of(new RunFolder(target))));
        out.println("Report: " + page.get());
      }
    }
    return failures.isEmpty() ? 0 : Failures.unexpected(failures.get(0), output.err());
  }

  /**
   * Shows how far the measures are; what fails for its own reason is noted and the rest goes on.
   */
  private record Measuring(Progress progress, List<RuntimeException> failures)
      implements ProfileProgress {
    @Override
    public void measuring(Card card, double share) {
      progress.at(share, card.id());
    }

    @Override
    public void failed(Card card, RuntimeException cause) {
      if (UserMistakes.isOne(cause)) {
        throw cause;
      }
      failures.add(cause);
    }
  }

  private static List<ProfileEntry> entries(
      List<Measure> measures, List<Measurement> answers, AgreedFindings agreed) {
    return IntStream.range(0, measures.size())
        .mapToObj(i -> ProfileEntry.of(measures.get(i), answers.get(i), agreed))
        .toList();
  }
}
