package org.sweetspot.recipe;

import java.util.List;

/** Where examples come from; relative paths are relative to the recipe's file. */
public sealed interface SourceRecipe {
  /** The UCI optical digits that ship with the program: 1,797 images of 8 x 8, ten classes. */
  record Digits() implements SourceRecipe {}

  /**
   * Images and labels in the idx format of MNIST and Fashion-MNIST, plain or gzipped.
   *
   * @param folder holds the four files under their usual names, train-images-idx3-ubyte and so on
   */
  record Idx(String folder) implements SourceRecipe {}

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
  }

  /**
   * NumPy arrays x, y and, if present, x_test, y_test.
   *
   * @param file an npz archive; the first axis of x counts examples
   */
  record Npz(String file) implements SourceRecipe {}

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
  }
}
