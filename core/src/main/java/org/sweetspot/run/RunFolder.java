package org.sweetspot.run;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.sweetspot.problem.Problem;
import org.sweetspot.recipe.Recipe;
import org.sweetspot.recipe.RecipeReader;
import org.sweetspot.training.Evaluation;
import org.sweetspot.vector.ParameterVector;

/**
 * The folder of a run, and how to read what is in it.
 *
 * <p>Layout: {@code recipe.yaml}, {@code provenance.json}, {@code metrics.jsonl} (a line for each
 * update and each evaluation), {@code events.out.tfevents.sweetspot} (the same for TensorBoard),
 * {@code snapshots/step-000000000.safetensors} (weights along the way), {@code checkpoint} and
 * {@code checkpoint-previous} (while it runs), {@code weights.safetensors} and {@code result.json}
 * (when it is finished), {@code journal.jsonl} (what monitors left, where there were any), {@code
 * times.json} (wall clock), {@code lock}. Only times.json, the journal and the event file depend on
 * the clock.
 *
 * @param path of the folder
 */
public record RunFolder(Path path) {
  private static final String SNAPSHOT = "step-";
  private static final String TENSORS = ".safetensors";

  /** The whole recipe, defaults included. */
  public Path recipeFile() {
    return path.resolve("recipe.yaml");
  }

  /** One JSON object a line. */
  public Path metricsFile() {
    return path.resolve("metrics.jsonl");
  }

  /** Weights and buffers after the last update: the average where the recipe averages. */
  public Path weightsFile() {
    return path.resolve("weights" + TENSORS);
  }

  /** Weights and buffers after so many updates. */
  public Path snapshotFile(long step) {
    return snapshotFolder().resolve(String.format(Locale.ROOT, SNAPSHOT + "%09d", step) + TENSORS);
  }

  /** What observers such as monitors left, one JSON object a line; not there without any. */
  public Path journalFile() {
    return path.resolve("journal.jsonl");
  }

  Path snapshotFolder() {
    return path.resolve("snapshots");
  }

  Path eventsFile() {
    return path.resolve("events.out.tfevents.sweetspot");
  }

  Path secondMomentFile() {
    return path.resolve("second-moment.safetensors");
  }

  Path provenanceFile() {
    return path.resolve("provenance.json");
  }

  Path resultFile() {
    return path.resolve("result.json");
  }

  Path timesFile() {
    return path.resolve("times.json");
  }

  Path lockFile() {
    return path.resolve("lock");
  }

  Path checkpointFile() {
    return path.resolve("checkpoint");
  }

  Path previousCheckpointFile() {
    return path.resolve("checkpoint-previous");
  }

  /** Whether a run was begun here. */
  public boolean exists() {
    return Files.exists(provenanceFile());
  }

  /** The recipe carried out; another one in its place is refused. */
  public Recipe recipe() {
    String hash = Hashes.sha256(text(recipeFile()).getBytes(StandardCharsets.UTF_8));
    if (exists() && !hash.equals(provenance().recipeHash())) {
      throw new RunException(
          recipeFile().toString(),
          "the recipe that the run was begun with, of hash " + provenance().recipeHash(),
          "a file of hash " + hash,
          "put the file back from a copy, or train the changed recipe in another folder");
    }
    return RecipeReader.read(recipeFile()).recipe();
  }

  /** Where the run comes from. */
  public Provenance provenance() {
    return Provenance.parse(provenanceFile().toString(), text(provenanceFile()));
  }

  /** What the run came to; empty while it is not finished. */
  public Optional<RunResult> result() {
    return Files.exists(resultFile())
        ? Optional.of(RunResult.parse(resultFile().toString(), text(resultFile())))
        : Optional.empty();
  }

  /** When the run began and ended, and how long its updates took; empty before its first pause. */
  public Optional<RunTimes> times() {
    return Files.exists(timesFile())
        ? Optional.of(RunTimes.parse(timesFile().toString(), text(timesFile())))
        : Optional.empty();
  }

  /** The evaluations so far, in order; a line that a killed process left unfinished is no line. */
  public List<Evaluation> evaluations() {
    List<Evaluation> evaluations = new ArrayList<>();
    int number = 0;
    for (String line : (Iterable<String>) text(metricsFile()).lines()::iterator) {
      number++;
      if (line.startsWith("{\"kind\":\"evaluation\"") && line.endsWith("}")) {
        evaluations.add(RunResult.evaluation(metricsFile() + ", line " + number, line));
      }
    }
    return evaluations;
  }

  /** The journal's lines; the last may be unfinished. */
  public List<String> journalLines() {
    return text(journalFile()).lines().toList();
  }

  /** The steps whose weights were kept, ascending. */
  public List<Long> snapshots() {
    if (!Files.isDirectory(snapshotFolder())) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(snapshotFolder())) {
      return files
          .map(file -> String.valueOf(file.getFileName()))
          .filter(name -> name.matches(SNAPSHOT + "\\d{9,18}\\" + TENSORS))
          .map(name -> Long.valueOf(name.substring(SNAPSHOT.length(), name.indexOf('.'))))
          .sorted()
          .toList();
    } catch (IOException broken) {
      throw RunException.reading(snapshotFolder(), broken);
    }
  }

  /** Puts the resulting weights and buffers of the finished run into a problem of its recipe. */
  public void weights(Problem problem) {
    String hash = WeightsFile.read(weightsFile(), problem);
    result()
        .filter(result -> !result.weightsHash().equals(hash))
        .ifPresent(
            result -> {
              throw new RunException(
                  weightsFile().toString(),
                  "the weights that the run ended with, of hash " + result.weightsHash(),
                  "weights of hash " + hash,
                  "put the file back from a copy of the folder, or train again in another folder");
            });
  }

  /**
   * Reads what the run's adaptive optimizer divided by at its end, the running mean of squared
   * gradients, into a vector of the run's problem.
   *
   * @return whether the run has it: one with another optimizer, or of an earlier version, has not
   */
  public boolean secondMoment(ParameterVector into) {
    if (!Files.exists(secondMomentFile())) {
      return false;
    }
    WeightsFile.read(secondMomentFile(), into);
    return true;
  }

  /** Reads the trained parameters after so many updates into a vector of the run's problem. */
  public void parameters(long step, ParameterVector into) {
    WeightsFile.read(snapshotFile(step), into);
  }

  /** Puts the weights and buffers after so many updates into a problem of the run's recipe. */
  public void snapshot(long step, Problem problem) {
    WeightsFile.read(snapshotFile(step), problem);
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (CharacterCodingException broken) {
      throw new RunException(
          file.toString(),
          "text in UTF-8",
          "bytes that are none",
          "put the file back from a copy of the folder, or train again in another folder");
    } catch (IOException broken) {
      throw RunException.reading(file, broken);
    }
  }
}
