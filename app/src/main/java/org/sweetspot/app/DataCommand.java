package org.sweetspot.app;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code sweetspot data}: what a recipe can train on. */
@Command(
    name = "data",
    mixinStandardHelpOptions = true,
    description = "List the kinds of data that a recipe and --data can name, each with an example.",
    footer = {"", "Example: sweetspot data"})
final class DataCommand implements Runnable {
  static final List<Listing> SOURCES =
      List.of(
          new Listing(
              "digits",
              "1,797 images of 8 x 8 digits (UCI optical digits, CC BY 4.0); ships with the"
                  + " program.",
              "data: {source: digits}"),
          new Listing(
              "idx",
              "a folder with the four files of MNIST or Fashion-MNIST, packed (.gz) or not.",
              "data: {source: {kind: idx, folder: fashion}}"),
          new Listing(
              "cifar",
              "a folder with the binary files of CIFAR-10 or CIFAR-100.",
              "data: {source: {kind: cifar, folder: cifar-10-batches-bin, classes: 10}}"),
          new Listing(
              "npz",
              "a NumPy archive with x and y, and x_test and y_test if there are any.",
              "data: {source: {kind: npz, file: mine.npz}}"),
          new Listing(
              "csv",
              "a table: numbers are features, texts categories; the target is named or the last"
                  + " column.",
              "data: {source: {kind: csv, file: houses.csv, target: price}}"),
          new Listing(
              "parquet",
              "the same in Parquet.",
              "data: {source: {kind: parquet, file: houses.parquet, target: price}}"),
          new Listing(
              "images",
              "a folder of PNG, JPEG or BMP files for each class, in folders train and test if"
                  + " wanted.",
              "data: {source: {kind: images, folder: pets, size: [32, 32]}}"),
          new Listing(
              "sounds",
              "a folder of WAV files for each class, or a table of labels beside them.",
              "data: {source: {kind: sounds, folder: words, samples: 16000}}"),
          new Listing(
              "texts",
              "a folder of .txt files for each class, read byte by byte, with a padding mask.",
              "data: {source: {kind: texts, folder: reviews, length: 256}}"),
          new Listing(
              "text",
              "text files, read byte by byte, for language models.",
              "data: {source: {kind: text, files: [book.txt], context: 64}}"));

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    Listing.print(spec.commandLine().getOut(), SOURCES);
    spec.commandLine()
        .getOut()
        .println(
            "Relative paths are relative to the recipe's file. data.split sets the sizes.\n"
                + "sweetspot measure FILE --data takes the same: a path, kind:path, or what"
                + " stands\n"
                + "after source, as in --data '{kind: csv, file: houses.csv, target: price}'.");
  }
}
