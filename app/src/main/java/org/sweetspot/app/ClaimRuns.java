package org.sweetspot.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sweetspot.format.AtomicFile;
import org.sweetspot.random.Seed;
import org.sweetspot.report.ClaimJson;
import org.sweetspot.report.ClaimReport;
import org.sweetspot.report.ClaimText;
import org.sweetspot.theory.Claim;
import org.sweetspot.theory.ClaimCatalogue;
import org.sweetspot.theory.Finding;
import org.sweetspot.theory.Networks;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists claims, or runs one or all of them: what the verbs about theory share. */
final class ClaimRuns {
  @Mixin private OutputOptions output;
  @Mixin private ResultOptions results;

  @Option(names = "--all", description = "Run all of them, one after the other.")
  private boolean all;

  @Option(names = "--seed", paramLabel = "N", description = "Of all draws; 1 if not given.")
  private long seed = 1;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "Draw prediction beside measurement on a page in this file.")
  private @Nullable Path html;

  @Option(
      names = "--table",
      paramLabel = "FILE",
      description = "Write a table of what was run to this file, in Markdown.")
  private @Nullable Path table;

  /**
   * Does what was asked for.
   *
   * @param verb that was given
   * @param title of the page
   * @param names of the claims to run; none lists them, unless all are asked for
   */
  void run(String verb, String title, ClaimCatalogue catalogue, List<String> names)
      throws IOException {
    results.check();
    for (Path file : files()) {
      ResultOptions.check(file.equals(html) ? "--html" : "--table", file);
    }
    List<Claim> chosen = all ? catalogue.claims() : chosen(verb, catalogue, names);
    Map<String, Finding> findings = new LinkedHashMap<>();
    Networks networks = new Networks(Engines::atHand);
    if (chosen.isEmpty()) {
      for (Claim claim : catalogue.claims()) {
        output.out().print(ClaimText.card(claim.card(), output.width()));
        output.out().println();
      }
      output.out().println("Run one: sweetspot " + verb + " NAME; all: --all.");
    }
    try (Progress progress = output.progress(chosen.size() > 1 ? "Claims" : "Claim")) {
      for (int i = 0; i < chosen.size(); i++) {
        Claim.Card card = chosen.get(i).card();
        progress.at((double) i / chosen.size(), card.id());
        Finding finding = chosen.get(i).run(new Seed(seed), networks);
        findings.put(card.id(), finding);
        output.out().print(ClaimText.of(card, finding, output.width()));
        output.out().println();
        output.out().flush();
      }
    }
    List<Claim> written = chosen.isEmpty() ? catalogue.claims() : chosen;
    if (html != null) {
      AtomicFile.write(html, ClaimReport.of(title, written, findings));
      output.out().println("Report: " + html);
    }
    if (table != null) {
      AtomicFile.write(table, table(chosen, findings));
      output.out().println("Table: " + table);
    }
    output.out().flush();
    results.write(ClaimJson.write(seed, written, findings));
  }

  private List<Path> files() {
    List<Path> files = new ArrayList<>();
    if (html != null) {
      files.add(html);
    }
    if (table != null) {
      files.add(table);
    }
    return files;
  }

  private static String table(List<Claim> claims, Map<String, Finding> findings) {
    StringBuilder text =
        new StringBuilder(
            """
            | name | claim | what decides | verdict | but | source |
            |---|---|---|---|---|---|
            """);
    for (Claim claim : claims) {
      Finding finding = findings.get(claim.card().id());
      if (finding != null) {
        text.append(ClaimText.row(claim.card(), finding)).append('\n');
      }
    }
    return text.toString();
  }

  private static List<Claim> chosen(String verb, ClaimCatalogue catalogue, List<String> names) {
    List<Claim> chosen = new ArrayList<>();
    for (String name : names) {
      chosen.add(
          catalogue
              .find(name)
              .orElseThrow(
                  () ->
                      new UserException(
                          verb + " " + name,
                          "one of "
                              + catalogue.claims().stream().map(one -> one.card().id()).toList(),
                          name,
                          "sweetspot " + verb + " lists them")));
    }
    return chosen;
  }
}
