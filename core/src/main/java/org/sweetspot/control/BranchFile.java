package org.sweetspot.control;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.sweetspot.control.probe.BranchDesign;
import org.sweetspot.format.AtomicFile;

/**
 * Losses of branches, kept in a text file: the design on the first line, then a line for each
 * share. A file of another design is as none.
 */
record BranchFile(Path file, BranchDesign design) {
  Optional<double[][]> read() {
    try {
      if (!Files.exists(file)) {
        return Optional.empty();
      }
      List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
      if (lines.size() != design.shares().size() + 1 || !lines.get(0).equals(design.toString())) {
        return Optional.empty();
      }
      return Optional.of(lines.stream().skip(1).map(BranchFile::numbers).toArray(double[][]::new));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  void write(double[][] losses) {
    String text =
        Arrays.stream(losses)
            .map(
                row ->
                    Arrays.stream(row).mapToObj(Double::toString).collect(Collectors.joining(" ")))
            .collect(Collectors.joining("\n", design + "\n", "\n"));
    try {
      AtomicFile.write(file, text);
    } catch (IOException unwritable) {
      throw new UncheckedIOException(unwritable);
    }
  }

  private static double[] numbers(String line) {
    return Arrays.stream(line.split(" ", -1)).mapToDouble(Double::parseDouble).toArray();
  }
}
