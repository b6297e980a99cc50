package org.sweetspot.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.sweetspot.format.ImageFile;
import org.sweetspot.format.SoundFile;
import org.sweetspot.recipe.RecipeReader;
import org.sweetspot.recipe.SourceRecipe;
import org.sweetspot.recipe.TableRecipe;

/**
 * A source named in a few words, as on a command line: {@code digits}; a file or folder, recognized
 * by what it is; {@code kind:PATH}, which leaves nothing to recognize; or what would stand under
 * {@code data.source} of a recipe, in braces.
 */
public final class NamedSource {
  private static final int DEEPEST = 4;
  private static final int MOST_LOOKED_AT = 10_000;
  private static final String NUMPY = "\u0093NUMPY";
  private static final String ARRAYS =
      "write the arrays into one file with numpy.savez(file, x=inputs, y=labels)";

  private NamedSource() {}

  /**
   * The source.
   *
   * @param name what was written
   * @param folder what relative paths are relative to
   * @throws DataException if it is nothing that can be read
   */
  public static SourceRecipe of(String name, Path folder) throws IOException {
    if (name.strip().startsWith("{")) {
      return RecipeReader.source("--data", name).withPaths(path -> folder.resolve(path).toString());
    }
    if (name.equals("digits")) {
      return new SourceRecipe.Digits();
    }
    int colon = name.indexOf(':');
    if (colon > 0 && SourceRecipe.kinds().contains(name.substring(0, colon))) {
      return ofKind(name.substring(0, colon), name.substring(colon + 1), folder);
    }
    Path path = path(name, folder);
    if (Files.isRegularFile(path)) {
      return file(path);
    } else if (Files.isDirectory(path)) {
      return folder(path);
    }
    throw unknown(path.toString(), "nothing there", "check the spelling and the folder");
  }

  private static Path path(String name, Path folder) {
    try {
      return folder.resolve(name);
    } catch (InvalidPathException broken) {
      throw unknown(
          name, String.valueOf(broken.getMessage()), "write the path of a file or folder");
    }
  }

  private static SourceRecipe ofKind(String kind, String rest, Path folder) throws IOException {
    String path = path(rest, folder).toString();
    return switch (kind) {
      case "digits" -> new SourceRecipe.Digits();
      case "idx" -> new SourceRecipe.Idx(path);
      case "cifar" ->
          new SourceRecipe.Cifar(path, names(Path.of(path)).contains("train.bin") ? 100 : 10);
      case "npz" -> new SourceRecipe.Npz(path);
      case "csv" -> new SourceRecipe.Csv(path);
      case "parquet" -> new SourceRecipe.Parquet(path);
      case "images" -> images(path);
      case "sounds" -> sounds(Path.of(path));
      case "texts" -> new SourceRecipe.Texts(path, 0);
      case "text" -> new SourceRecipe.Text(List.of(path), 64);
      default -> throw new IllegalStateException("no way to name the source " + kind);
    };
  }

  private static SourceRecipe images(String path) {
    return new SourceRecipe.Images(path, List.of(), SourceRecipe.Images.Colour.AUTO);
  }

  /** Sounds in folders, or beside the only table there is. */
  private static SourceRecipe sounds(Path folder) throws IOException {
    List<String> names = names(folder);
    List<String> tables = names.stream().filter(one -> one.endsWith(".csv")).toList();
    boolean listed = tables.size() == 1 && names.stream().anyMatch(SoundFile::isOne);
    return new SourceRecipe.Sounds(
        folder.toString(), 0, listed ? folder.resolve(tables.get(0)).toString() : TableRecipe.NONE);
  }

  private static SourceRecipe file(Path path) throws IOException {
    String name = path.toString();
    String lower = name.toLowerCase(Locale.ROOT);
    String begin = begin(path);
    if (begin.startsWith("PAR1")) {
      return new SourceRecipe.Parquet(name);
    } else if (begin.startsWith("PK") || lower.endsWith(".npz")) {
      return new SourceRecipe.Npz(name);
    } else if (lower.matches(".*\\.(csv|tsv)(\\.gz)?")) {
      return new SourceRecipe.Csv(name);
    } else if (lower.endsWith(".parquet") || lower.endsWith(".pq")) {
      return new SourceRecipe.Parquet(name);
    } else if (lower.endsWith(".txt") || lower.endsWith(".md")) {
      return new SourceRecipe.Text(List.of(name), 64);
    } else if (begin.startsWith(NUMPY)) {
      throw unknown(name, "a single array of NumPy", ARRAYS);
    } else if (lower.contains("ubyte")) {
      throw unknown(
          name, "one file of an idx data set", "name the folder that its four files are in");
    }
    throw unknown(
        name, "a file of another kind", "say its kind, as in csv:" + name + ", or " + ARRAYS);
  }

  private static String begin(Path path) throws IOException {
    try (InputStream input = Files.newInputStream(path)) {
      return new String(input.readNBytes(8), StandardCharsets.ISO_8859_1);
    }
  }

  private static List<String> names(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
    }
  }

  private static SourceRecipe folder(Path path) throws IOException {
    List<String> inside = names(path);
    if (inside.stream().anyMatch(one -> one.contains("idx3-ubyte") || one.contains("idx1-ubyte"))) {
      return new SourceRecipe.Idx(path.toString());
    } else if (inside.contains("train.bin")) {
      return new SourceRecipe.Cifar(path.toString(), 100);
    } else if (inside.stream().anyMatch(one -> one.matches("(data|test)_batch(_\\d)?\\.bin"))
        || inside.stream().anyMatch(one -> one.matches("data_batch_\\d|batches\\.meta"))
        || (inside.contains("train") && inside.contains("meta"))) {
      // The version for Python has the same names without .bin: CIFAR's reader explains.
      return new SourceRecipe.Cifar(path.toString(), inside.contains("meta") ? 100 : 10);
    } else if (has(path, inside, name -> ImageFile.isOne(name) || ImageFile.isForeign(name))) {
      return images(path.toString());
    } else if (has(path, inside, SoundFile::isOne)) {
      return sounds(path);
    } else if (has(path, inside, name -> name.endsWith(".txt"))) {
      return new SourceRecipe.Texts(path.toString(), 0);
    }
    Optional<String> table =
        inside.stream().filter(one -> one.matches(".*\\.(csv|tsv|parquet|pq|npz)")).findFirst();
    throw unknown(
        path.toString(),
        "a folder without such files",
        table
            .map(one -> "name the file: " + path.resolve(one))
            .orElse("put each class's files into a folder of its name, or " + ARRAYS));
  }

  /** Whether a file deep enough to have a class, or a sound beside its table, has such a name. */
  private static boolean has(Path folder, List<String> inside, Predicate<String> wanted)
      throws IOException {
    if (inside.stream().anyMatch(name -> SoundFile.isOne(name) && wanted.test(name))) {
      return true;
    }
    try (Stream<Path> files = Files.walk(folder, DEEPEST)) {
      return files
          .limit(MOST_LOOKED_AT)
          .filter(file -> folder.relativize(file).getNameCount() > 1)
          .map(file -> String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT))
          .anyMatch(wanted);
    }
  }

  private static DataException unknown(String what, String got, String remedy) {
    return new DataException(
        what,
        "data of a kind that sweetspot data lists ("
            + String.join(", ", SourceRecipe.kinds())
            + ")",
        got,
        remedy);
  }
}
