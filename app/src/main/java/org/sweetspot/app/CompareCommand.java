package org.sweetspot.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.sweetspot.format.AtomicFile;
import org.sweetspot.measure.Card;
import org.sweetspot.measure.Measure;
import org.sweetspot.measure.profile.Comparison;
import org.sweetspot.measure.profile.KeptMeasurements;
import org.sweetspot.measure.profile.Profile;
import org.sweetspot.report.ComparedSide;
import org.sweetspot.report.ComparisonReport;
import org.sweetspot.run.RunFolder;
import org.sweetspot.training.Engine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code sweetspot compare RUN RUN}: which biases differ. */
@Command(
    name = "compare",
    mixinStandardHelpOptions = true,
    description = {
      "Which biases differ between two runs, against the spread from seed to seed.",
      "Give folders that hold several runs each, one a seed: one run a side has no spread,",
      "and then nothing can be told. Runs are paired where both sides have the same seeds.",
      "Recorded trainings (docs/recorded-runs.md) are compared by what their records hold."
    },
    footer = {"", "Example: sweetspot compare runs/batch16 runs/batch256 --html compared.html"})
final class CompareCommand implements Callable<Integer> {
  /** Of the JSON; raised when a reader must change. */
  private static final int SCHEMA = 1;

  @Mixin private OutputOptions output;
  @Mixin private ResultOptions results;
  @Mixin private MeasureOptions measures;
  private final TargetOptions targets = new TargetOptions();

  @Parameters(index = "0", paramLabel = "RUN", description = "A run, or a folder with runs.")
  private Path first = Path.of("");

  @Parameters(index = "1", paramLabel = "RUN", description = "Another one.")
  private Path second = Path.of("");

  @Option(
      names = "--confidence",
      paramLabel = "C",
      description = "Of the intervals; ${DEFAULT-VALUE} if not given.")
  private double confidence = 0.95;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "Write the comparison as a page to this file.")
  private @Nullable Path html;

  @Override
  public Integer call() throws IOException {
    if (!(confidence > 0 && confidence < 1)) {
      throw new UserException(
          "--confidence", "above 0, below 1", confidence, "give for instance 0.95");
    }
    List<Measure> chosen = measures.chosen();
    results.check();
    if (html != null) {
      ResultOptions.check("--html", html);
    }
    Optional<ComparedRecords> recorded = ComparedRecords.of(first);
    Optional<ComparedRecords> beside = ComparedRecords.of(second);
    if (recorded.isPresent() && beside.isPresent()) {
      ComparedRecords a = recorded.get();
      ComparedRecords b = beside.get();
      Comparison comparison =
          Comparison.of(a.profiles(), b.profiles(), a.isPairedWith(b), confidence);
      tell(comparison, a.side(), b.side(), Map.of());
      return 0;
    }
    if (recorded.isPresent() || beside.isPresent()) {
      throw new UserException(
          (recorded.isPresent() ? second : first).toString(),
          "recorded trainings, as on the other side",
          "none",
          "compare records with records, and runs of sweetspot train with such runs");
    }
    List<RunFolder> one = MeasuredRun.group(first);
    List<RunFolder> other = MeasuredRun.group(second);
    Engine engine = Engines.atHand();
    List<Profile> profiles = new ArrayList<>();
    int runs = one.size() + other.size();
    int reused = 0;
    try (Progress progress = output.progress("Measuring")) {
      for (RunFolder run : List.of(one, other).stream().flatMap(List::stream).toList()) {
        int done = profiles.size();
        KeptMeasurements.Taken taken =
            MeasuredRun.measure(
                run,
                engine,
                targets,
                chosen,
                (card, share) -> progress.at((done + share) / runs, run.path() + ", " + card.id()),
                measures.again());
        profiles.add(taken.profile());
        reused += taken.reused();
      }
    }
    Comparison comparison =
        Comparison.of(
            profiles.subList(0, one.size()),
            profiles.subList(one.size(), runs),
            seeds(one).equals(seeds(other)),
            confidence);
    Map<String, String> questions =
        chosen.stream()
            .map(Measure::card)
            .collect(Collectors.toMap(Card::id, Card::question, (question, same) -> question));
    tell(
        comparison,
        side(first, one, profiles.subList(0, one.size())),
        side(second, other, profiles.subList(one.size(), runs)),
        questions);
    MeasuredRun.words(reused, runs * chosen.size()).lines().forEach(output.out()::println);
    return 0;
  }

  /** Shows a comparison, and writes the files that were asked for. */
  private void tell(
      Comparison comparison, ComparedSide one, ComparedSide other, Map<String, String> questions)
      throws IOException {
    ProfileText.print(output.out(), comparison);
    JsonMapper mapper = JsonMapper.shared();
    ObjectNode json = mapper.createObjectNode().put("schema", SCHEMA);
    json.setAll((ObjectNode) mapper.valueToTree(comparison));
    results.write(mapper.writerWithDefaultPrettyPrinter().writeValueAsString(json));
    if (html != null) {
      AtomicFile.write(html, ComparisonReport.html(one, other, comparison, questions));
      output.out().println("Report: " + html);
    }
  }

  private static ComparedSide side(Path path, List<RunFolder> runs, List<Profile> profiles) {
    Map<String, Set<String>> words = new LinkedHashMap<>();
    for (RunFolder run : runs) {
      run.provenance()
          .words()
          .forEach((name, text) -> words.computeIfAbsent(name, n -> new TreeSet<>()).add(text));
    }
    Map<String, String> provenance = new LinkedHashMap<>();
    words.forEach((name, texts) -> provenance.put(name, String.join(", ", texts)));
    return new ComparedSide(path.toString(), profiles, provenance);
  }

  private static List<Long> seeds(List<RunFolder> runs) {
    return runs.stream().map(run -> run.provenance().seed()).toList();
  }
}
