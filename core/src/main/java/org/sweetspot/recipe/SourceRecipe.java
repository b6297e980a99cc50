package org.sweetspot.recipe;

import java.util.List;
import java.util.function.UnaryOperator;

/** Where examples come from; relative paths are relative to the recipe's file. */
public sealed interface SourceRecipe
    permits SourceRecipe.Digits,
        SourceRecipe.Idx,
        SourceRecipe.Cifar,
        SourceRecipe.Npz,
        SourceRecipe.Csv,
        SourceRecipe.Parquet,
        SourceRecipe.Images,
        SourceRecipe.Sounds,
        SourceRecipe.Texts,
        SourceRecipe.Text,
        SourceRecipe.Elsewhere {
  /** The values of {@code kind} of what can be read here, in the order of the documentation. */
  static List<String> kinds() {
    return RecipeKey.kinds(SourceRecipe.class).stream()
        .filter(kind -> !kind.equals(RecipeKey.kind(Elsewhere.class)))
        .toList();
  }

  /** The value of {@code kind} that chooses this source. */
  default String kind() {
    return RecipeKey.kind(getClass());
  }

  /** The same with each path changed. */
  SourceRecipe withPaths(UnaryOperator<String> change);

  /** The UCI optical digits that ship with the program: 1,797 images of 8 x 8, ten classes. */
  record Digits() implements SourceRecipe {
    @Override
    public SourceRecipe withPaths(UnaryOperator<String> change) {
      return this;
    }
  }

  /**
   * Images and labels in the idx format of MNIST and Fashion-MNIST, plain or gzipped.
   *
   * @param folder holds the four files under their usual names, train-images-idx3-ubyte and so on
   */
  record Idx(String folder) implements SourceRecipe {
    @Override
    public SourceRecipe withPaths(UnaryOperator<String> change) {
      return new Idx(change.apply(folder));
    }
  }

  /**
   * CIFAR-10 or CIFAR-100 in its binary version.
   *
   * @param folder holds data_batch_1.bin to data_batch_5.bin and test_batch.bin, or train.bin and
   *     test.bin
   * @param classes 10 or 100
   */
  record Cifar(String folder, @Default("10") int classes) implements SourceRecipe {
    /** Checks the number of classes. */
    public Cifar {
      Require.that(classes == 10 || classes == 100, "classes", "10 or 100", classes);
    }

    @Override
    public SourceRecipe withPaths(UnaryOperator<String> change) {
      return new Cifar(change.apply(folder), classes);
    }
  }

  /**
   * NumPy arrays x, y and, if present, x_test, y_test.
   *
   * @param file an npz archive; the first axis of x counts examples
   * @param ignoreIndex the label of rows that count nowhere, as PyTorch's ignore_index; labels of
   *     -1 beside others from 0 are ignored too
   */
  record Npz(String file, @Default("-100") int ignoreIndex) implements SourceRecipe {
    /** An archive whose ignored labels, if it has any, are -100 or -1. */
    public Npz(String file) {
      this(file, -100);
    }

    @Override
    public SourceRecipe withPaths(UnaryOperator<String> change) {
      return new Npz(change.apply(file), ignoreIndex);
    }
  }

  /** A table in CSV: {@link TableRecipe} says what the keys mean. */
  record Csv(
      String file,
      @Default("auto") String target,
      @Default("auto") TableRecipe.TargetKind targetKind,
      @Default("[]") List<String> ignore,
      @Default("none") String text,
      @Default("0") int length,
      @Default("none") String test)
      implements SourceRecipe, TableRecipe {
    /** Checks the length. */
    public Csv {
      ignore = List.copyOf(ignore);
      Require.that(length >= 0, "length", "at least 0 tokens", length);
    }

    /** A table about which nothing more is said. */
    public Csv(String file) {
      this(file, AUTO, TargetKind.AUTO, List.of(), NONE, 0, NONE);
    }

    @Override
    public String kind() {
      return SourceRecipe.super.kind();
    }

    @Override
    public SourceRecipe withTarget(String name) {
      return new Csv(file, name, targetKind, ignore, text, length, test);
    }

    @Override
    public SourceRecipe withPaths(UnaryOperator<String> change) {
      return new Csv(
          change.apply(file), target, targetKind, ignore, text, length, optional(test, change));
    }
  }

  /** A table in Parquet: {@link TableRecipe} says what the keys mean. */
  record Parquet(
      String file,
      @Default("auto") String target,
      @Default("auto") TableRecipe.TargetKind targetKind,
      @Default("[]") List<String> ignore,
      @Default("none") String text,
      @Default("0") int length,
      @Default("none") String test)
      implements SourceRecipe, TableRecipe {
    /** Checks the length. */
    public Parquet {
      ignore = List.copyOf(ignore);
      Require.that(length >= 0, "length", "at least 0 tokens", length);
    }

    /** A table about which nothing more is said. */
    public Parquet(String file) {
      this(file, AUTO, TargetKind.AUTO, List.of(), NONE, 0, NONE);
    }

    @Override
    public String kind() {
      return SourceRecipe.super.kind();
    }

    @Override
    public SourceRecipe withTarget(String name) {
      return new Parquet(file, name, targetKind, ignore, text, length, test);
    }

    @Override
    public SourceRecipe withPaths(UnaryOperator<String> change) {
      return new Parquet(
          change.apply(file), target, targetKind, ignore, text, length, optional(test, change));
    }
  }

  /**
   * Images in PNG, JPEG or BMP, a folder for each class; in folders train and test, if there are.
   *
   * @param folder holds the classes' folders
   * @param size height and width that images are resized to; empty if all have the same already
   * @param colour what images are turned into
   */
  record Images(String folder, @Default("[]") List<Integer> size, @Default("auto") Colour colour)
      implements SourceRecipe {
    /** What images are turned into. */
    public enum Colour {
      /** Grey if all are, else colours. */
      AUTO,
      /** One channel. */
      GREY,
      /** Red, green and blue. */
      RGB
    }

    /** Checks the size. */
    public Images {
      size = List.copyOf(size);
      boolean fits = size.stream().allMatch(side -> side >= 1 && side <= 1 << 13);
      Require.that(
          size.isEmpty() || (size.size() == 2 && fits),
          "size",
          "[height, width], each from 1 to 8192, or [] for images of one size",
          size);
    }

    @Override
    public SourceRecipe withPaths(UnaryOperator<String> change) {
      return new Images(change.apply(folder), size, colour);
    }
  }

  /**
   * Sounds in WAV, a folder for each class or a table of labels; in folders train and test, if
   * there are.
   *
   * @param folder holds the classes' folders, or the sounds
   * @param samples that each sound is cut to, or filled up to with zeros; 0 if all are as long
   * @param labels a CSV file whose columns file and label name each sound's class; none for folders
   */
  record Sounds(String folder, @Default("0") int samples, @Default("none") String labels)
      implements SourceRecipe {
    /** Checks the length. */
    public Sounds {
      Require.that(samples >= 0, "samples", "at least 0", samples);
    }

    @Override
    public SourceRecipe withPaths(UnaryOperator<String> change) {
      return new Sounds(change.apply(folder), samples, optional(labels, change));
    }
  }

  /**
   * Texts to be classified, a folder of .txt files for each class; in folders train and test, if
   * there are. Each byte is a token: 0 is padding, byte b is b + 1.
   *
   * @param folder holds the classes' folders
   * @param length tokens that each text is cut to, or filled up to with padding; 0 for as many as
   *     the longest has
   */
  record Texts(String folder, @Default("0") int length) implements SourceRecipe {
    /** Checks the length. */
    public Texts {
      Require.that(length >= 0, "length", "at least 0 tokens", length);
    }

    @Override
    public SourceRecipe withPaths(UnaryOperator<String> change) {
      return new Texts(change.apply(folder), length);
    }
  }

  /**
   * Plain text, one byte a token, for language models; the last tenth is the test split.
   *
   * @param files read one after another
   * @param context tokens in an example
   */
  record Text(List<String> files, @Default("64") int context) implements SourceRecipe {
    /** Checks the context. */
    public Text {
      files = List.copyOf(files);
      Require.that(!files.isEmpty(), "files", "at least one file", files);
      Require.that(context >= 1, "context", "at least 1 token", context);
    }

    @Override
    public SourceRecipe withPaths(UnaryOperator<String> change) {
      return new Text(files.stream().map(change).toList(), context);
    }
  }

  /**
   * Data that a command of the user's reads itself; the split says how many there are.
   *
   * @param classes that examples belong to
   */
  record Elsewhere(int classes) implements SourceRecipe {
    /** Checks the number of classes. */
    public Elsewhere {
      Require.that(classes >= 2, "classes", "at least 2", classes);
    }

    @Override
    public SourceRecipe withPaths(UnaryOperator<String> change) {
      return this;
    }
  }

  private static String optional(String path, UnaryOperator<String> change) {
    return path.equals(TableRecipe.NONE) ? path : change.apply(path);
  }
}
