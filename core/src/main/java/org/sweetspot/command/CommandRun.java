package org.sweetspot.command;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleConsumer;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.sweetspot.diagnosis.record.RecordedFolder;
import org.sweetspot.format.AtomicFile;
import org.sweetspot.format.FormatException;
import org.sweetspot.recipe.Recipe;
import org.sweetspot.recipe.RecipeWriter;
import org.sweetspot.run.Hashes;
import org.sweetspot.training.StepCount;

/**
 * A recipe that a command carries out, in a folder of its own: {@code recipe.yaml}, {@code
 * command.txt}, {@code log.txt} (what it wrote), {@code record} (what it recorded: the recorder
 * finds the place in the variable {@value #PLACE}) and, once it ended well, {@code seconds.txt}.
 *
 * <p>A finished run is read again and not trained again. One that was killed begins anew: whether a
 * command can go on is not known. The folder is named by the command with its values, and by the
 * contents of the programs and settings that it names, so that a changed program is another run.
 */
public final class CommandRun {
  /** The variable that tells the recorder where to record. */
  public static final String PLACE = "SWEETSPOT_RECORD";

  private static final Pattern STEP = Pattern.compile("\"step\":(\\d+)");
  private static final Pattern WORDS =
      Pattern.compile("[^\\s'\"=]+\\.(?:py|sh|ya?ml|json|toml)\\b");
  private static final int LINES_SHOWN = 15;
  private static final int TAIL = 8192;
  private static final long LARGEST_PROGRAM = 1 << 20;
  private static final long LOOK_MILLIS = 100;

  private final Path folder;
  private final Recipe recipe;
  private final int examples;
  private final String command;

  /**
   * A run of a recipe whose training is a command; nothing is touched yet.
   *
   * @param runs holds a folder for each run
   */
  public CommandRun(Path runs, Recipe recipe) {
    this.recipe = recipe;
    this.examples = recipe.data().split().used();
    this.command = new CommandTemplate(recipe.training().run()).of(recipe, examples);
    this.folder = runs.resolve(identity().substring(0, 16));
  }

  /** The folder of the run. */
  public Path folder() {
    return folder;
  }

  /** Where the command records. */
  public Path record() {
    return folder.resolve("record");
  }

  /** The command with its values. */
  public String command() {
    return command;
  }

  /** Whether it ended well. */
  public boolean isFinished() {
    return Files.exists(times());
  }

  /** Seconds of wall clock that the finished run took. */
  public double seconds() throws IOException {
    return Double.parseDouble(Files.readString(times()).strip());
  }

  private Path times() {
    return folder.resolve("seconds.txt");
  }

  private Path log() {
    return folder.resolve("log.txt");
  }

  private String identity() {
    StringBuilder text = new StringBuilder(command).append('\n').append(recipe.training().folder());
    for (MatchResult word : WORDS.matcher(command).results().toList()) {
      Path file = Path.of(recipe.training().folder()).resolve(word.group());
      try {
        if (Files.isRegularFile(file) && Files.size(file) <= LARGEST_PROGRAM) {
          text.append('\n').append(Hashes.sha256(Files.readAllBytes(file)));
        }
      } catch (IOException unreadable) {
        text.append('\n').append("unreadable ").append(file);
      }
    }
    return Hashes.sha256(text.toString().getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Runs the command unless that was done before, and reads what it recorded.
   *
   * @param progress is told the share of the expected updates that are done
   * @param stop asks now and then whether to stop; the command is then killed
   * @return empty where it was stopped
   * @throws CommandException if it fails, stands still, records nothing or nothing that makes sense
   */
  public Optional<CommandOutcome> carryOut(DoubleConsumer progress, BooleanSupplier stop)
      throws IOException {
    if (!isFinished()) {
      clear();
      Files.createDirectories(folder);
      AtomicFile.write(folder.resolve("recipe.yaml"), RecipeWriter.write(recipe));
      AtomicFile.write(folder.resolve("command.txt"), command + "\n");
      Files.writeString(log(), "");
      long began = System.nanoTime();
      if (!train(progress, stop)) {
        return Optional.empty();
      }
      double seconds = (System.nanoTime() - began) / 1e9;
      CommandOutcome outcome = read();
      AtomicFile.write(times(), seconds + "\n");
      return Optional.of(outcome);
    }
    return Optional.of(read());
  }

  private boolean train(DoubleConsumer progress, BooleanSupplier stop) throws IOException {
    Path where = Path.of(recipe.training().folder());
    if (!Files.isDirectory(where)) {
      throw new CommandException(
          "training.folder",
          "a folder",
          where + ", which is none",
          "name the folder that the command runs in, relative to the recipe's file",
          List.of());
    }
    long expected = Math.max(1, StepCount.of(recipe.training(), examples));
    long patience = (long) (recipe.training().patience().amount() * 1e9);
    try (CommandProcess process = start(where)) {
      long size = -1;
      long moved = System.nanoTime();
      while (!process.ended(LOOK_MILLIS)) {
        long now = size(log()) + size(lines());
        if (now != size) {
          size = now;
          moved = System.nanoTime();
          progress.accept(Math.min(1, (double) lastStep() / expected));
        }
        if (stop.getAsBoolean()) {
          return false;
        }
        if (System.nanoTime() - moved > patience) {
          throw failed(
              "a line written or a step recorded every " + recipe.training().patience(),
              "nothing for so long after step " + lastStep() + "; it was killed",
              "look where it hangs, or give it a longer training.patience");
        }
      }
      if (process.code() != 0) {
        throw failed(
            "exit code 0",
            "exit code " + process.code(),
            "repair the command; by hand it is run in " + where + " with " + PLACE + " set");
      }
      return true;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private CommandProcess start(Path where) {
    try {
      return CommandProcess.start(command, where, log(), environment());
    } catch (IOException missing) {
      throw failed(
          "a shell that starts it",
          String.valueOf(missing.getMessage()),
          "install bash, which commands are started with");
    }
  }

  /** Where to record, and for programs in Python where the recorder is. */
  private Map<String, String> environment() {
    Map<String, String> added = new LinkedHashMap<>();
    added.put(PLACE, record().toAbsolutePath().toString());
    String recorder = System.getenv("SWEETSPOT_PYTHON_PACKAGE");
    if (recorder != null) {
      String before = System.getenv("PYTHONPATH");
      added.put(
          "PYTHONPATH",
          before == null || before.isEmpty() ? recorder : before + File.pathSeparator + recorder);
    }
    return added;
  }

  private CommandOutcome read() throws IOException {
    try {
      CommandOutcome outcome = CommandOutcome.of(new RecordedFolder(record()).read(), recipe);
      new RecordCheck(outcome, recipe)
          .fault()
          .ifPresent(
              fault -> {
                throw failed(fault.expected(), fault.got(), fault.remedy());
              });
      return outcome;
    } catch (FormatException none) {
      throw failed(
          "the record of a training in " + record(),
          Files.exists(record()) ? String.valueOf(none.getMessage()) : "none",
          "record the training with sweetspot.Recorder(\"record\", model, optimizer), which finds"
              + " the place in the variable "
              + PLACE
              + " (docs/own-training.md)");
    }
  }

  private CommandException failed(String expected, String got, String remedy) {
    return new CommandException("the command " + command, expected, got, remedy, lastLines());
  }

  private List<String> lastLines() {
    List<String> lines = tail(log()).lines().filter(line -> !line.isBlank()).toList();
    return lines.subList(Math.max(0, lines.size() - LINES_SHOWN), lines.size());
  }

  private Path lines() {
    return record().resolve("recorded.jsonl");
  }

  private long lastStep() {
    return STEP.matcher(tail(lines()))
        .results()
        .mapToLong(found -> Long.parseLong(found.group(1)))
        .max()
        .orElse(0);
  }

  private static long size(Path file) {
    try {
      return Files.exists(file) ? Files.size(file) : 0;
    } catch (IOException gone) {
      return 0;
    }
  }

  /** The end of a file; empty where there is none. */
  private static String tail(Path path) {
    if (!Files.exists(path)) {
      return "";
    }
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
      file.seek(Math.max(0, file.length() - TAIL));
      byte[] bytes = new byte[(int) (file.length() - file.getFilePointer())];
      file.readFully(bytes);
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      return "";
    }
  }

  /** Takes away what an earlier attempt left. */
  private void clear() throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    List<Path> all = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(all::add);
    }
    for (Path file : all) {
      Files.delete(file);
    }
  }
}
