package org.sweetspot.app;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code sweetspot data}: what a recipe can train on. */
@Command(
    name = "data",
    mixinStandardHelpOptions = true,
    description = "List the kinds of data that a recipe can name, each with an example.",
    footer = {"", "Example: sweetspot data"})
final class DataCommand implements Runnable {
  static final List<Listing> SOURCES =
      List.of(
          new Listing(
              "digits",
              "1,797 images of 8 x 8 digits (UCI optical digits, CC BY 4.0); ships with the program.",
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
              "text",
              "text files, read byte by byte, for language models.",
              "data: {source: {kind: text, files: [book.txt], context: 64}}"));

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    Listing.print(spec.commandLine().getOut(), SOURCES);
    spec.commandLine()
        .getOut()
        .println("Relative paths are relative to the recipe's file. data.split sets the sizes.");
  }
}
