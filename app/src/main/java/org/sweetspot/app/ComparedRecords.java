package org.sweetspot.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.sweetspot.diagnosis.record.RecordedFolder;
import org.sweetspot.diagnosis.record.RecordedNumbers;
import org.sweetspot.diagnosis.record.RecordedRun;
import org.sweetspot.measure.profile.Profile;
import org.sweetspot.report.ComparedSide;
import org.sweetspot.run.RunFolder;

/**
 * Recorded trainings on one side of a comparison.
 *
 * @param path that was given
 * @param profiles one a record
 * @param seeds as the recorder saw them; NaN where it did not
 * @param provenance what is known of all of them, by name
 */
record ComparedRecords(
    Path path, List<Profile> profiles, List<Double> seeds, Map<String, String> provenance) {
  /**
   * The record in a folder, or the records directly in it: one for each seed. Nothing where it
   * holds runs of this program's own, or neither.
   */
  static Optional<ComparedRecords> of(Path path) throws IOException {
    List<RecordedFolder> folders = new ArrayList<>();
    if (new RecordedFolder(path).exists() && !new RunFolder(path).exists()) {
      folders.add(new RecordedFolder(path));
    } else if (Files.isDirectory(path)) {
      try (Stream<Path> inside = Files.list(path)) {
        inside
            .sorted()
            .filter(one -> !new RunFolder(one).exists())
            .map(RecordedFolder::new)
            .filter(RecordedFolder::exists)
            .forEach(folders::add);
      }
    }
    if (folders.isEmpty()) {
      return Optional.empty();
    }
    List<Profile> profiles = new ArrayList<>();
    List<Double> seeds = new ArrayList<>();
    Map<String, Set<String>> words = new LinkedHashMap<>();
    for (RecordedFolder folder : folders) {
      RecordedRun run = folder.read();
      if (run.size() == 0) {
        throw new UserException(
            folder.path().toString(),
            "a record with updates",
            "one without any",
            "leave it out, or let it train on");
      }
      profiles.add(RecordedNumbers.of(run));
      seeds.add(run.facts().number("seed"));
      for (String name : List.of("program", "model", "optimizer", "device")) {
        words.computeIfAbsent(name, n -> new TreeSet<>()).add(run.facts().text(name));
      }
    }
    Map<String, String> provenance = new LinkedHashMap<>();
    words.forEach((name, texts) -> provenance.put(name, String.join(", ", texts)));
    return Optional.of(new ComparedRecords(path, profiles, seeds, provenance));
  }

  /** Whether the k-th records of both sides share a seed. */
  boolean isPairedWith(ComparedRecords other) {
    return seeds.equals(other.seeds) && seeds.stream().noneMatch(seed -> seed.isNaN());
  }

  /** As the page of a comparison shows it. */
  ComparedSide side() {
    return new ComparedSide(path.toString(), profiles, provenance);
  }
}
