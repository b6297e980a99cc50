package org.sweetspot.trajectory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.sweetspot.format.NpyReader;
import org.sweetspot.format.NpzFile;
import org.sweetspot.run.RunFolder;
import org.sweetspot.weights.WeightsFile;

/**
 * What a path is taken for: the one place that decides it. A file of arrays can be either a
 * trajectory or weights; what it was taken for is said, with how to have it taken for the other.
 *
 * @param kind the choice
 * @param otherwise what else it could be and how to say so; empty where there is no doubt
 */
public record Recognition(Kind kind, String otherwise) {
  /** Kinds of targets that need no data. */
  public enum Kind {
    /** A folder that a training of this program made. */
    RUN,
    /** One network's weights: a file, or a model's folder. */
    WEIGHTS,
    /** The states of one training. */
    TRAJECTORY
  }

  private static final String ROWS =
      "Its rows as the states of a training instead: --as trajectory.";
  private static final String MATRIX = "As one matrix of weights instead: --as weights.";
  private static final String STEPS = "steps";

  /** Decides by contents; names only where the contents leave a doubt. */
  public static Recognition of(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      return folder(path);
    }
    String name = path.toString().toLowerCase(Locale.ROOT);
    if (name.endsWith(".npz")) {
      return archive(path);
    }
    if (name.endsWith(".npy")) {
      try (NpyReader reader = NpyReader.open(path)) {
        return array(reader.header().shape().size(), "array", false);
      }
    }
    return new Recognition(Kind.WEIGHTS, "");
  }

  private static Recognition folder(Path path) throws IOException {
    if (new RunFolder(path).exists()) {
      return new Recognition(Kind.RUN, "");
    }
    int states = StateFile.in(path).size();
    if (WeightsFile.main(path).isPresent()) {
      return new Recognition(
          Kind.WEIGHTS,
          states > 1 ? "Its " + states + " checkpoints instead: --as trajectory." : "");
    }
    return new Recognition(states > 0 ? Kind.TRAJECTORY : Kind.WEIGHTS, "");
  }

  /** The only state in a folder, which is no way yet but one network's weights; else empty. */
  public static Optional<Path> only(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      return Optional.empty();
    }
    List<StateFile> states = StateFile.in(path);
    return states.size() == 1 ? Optional.of(states.get(0).path()) : Optional.empty();
  }

  private static Recognition archive(Path path) throws IOException {
    try (NpzFile archive = NpzFile.open(path)) {
      List<String> names = archive.names().stream().filter(name -> !name.equals(STEPS)).toList();
      if (names.size() != 1) {
        return new Recognition(Kind.WEIGHTS, "");
      }
      try (NpyReader reader = archive.array(names.get(0))) {
        return array(reader.header().shape().size(), names.get(0), archive.has(STEPS));
      }
    }
  }

  /** One array: a layer's name or a single axis makes it weights, else its rows are states. */
  private static Recognition array(int axes, String name, boolean steps) {
    String last = name.substring(Math.max(name.lastIndexOf('.'), name.lastIndexOf('/')) + 1);
    boolean layer =
        !last.equals(name)
            || List.of("kernel", "weight", "bias", "embedding", "w")
                .contains(last.toLowerCase(Locale.ROOT));
    if (steps || axes < 2) {
      return new Recognition(Kind.TRAJECTORY, "");
    }
    return layer ? new Recognition(Kind.WEIGHTS, ROWS) : new Recognition(Kind.TRAJECTORY, MATRIX);
  }
}
