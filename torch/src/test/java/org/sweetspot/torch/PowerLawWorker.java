package org.sweetspot.torch;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.MeasureSettings;
import org.sweetspot.measure.spectrum.LayerSpectra;
import org.sweetspot.measure.spectrum.LayerSpectrum;
import org.sweetspot.random.Seed;
import org.sweetspot.statistics.powerlaw.PowerLawFit;
import org.sweetspot.weights.WeightsFile;

/**
 * Our side of {@code benchmarks/identify/powerlaw/run}: reads lines from standard input and answers
 * each with one.
 *
 * <p>{@code spectra WEIGHTS FILE}: decomposes all layers of a weights file and writes their
 * eigenvalues; answers with the seconds and the most resident megabytes. {@code fit COUNT}: fits
 * all layers so often and answers with the milliseconds of one. {@code values FILE}: writes alpha,
 * x_min and D by layer.
 */
final class PowerLawWorker {
  private List<LayerSpectrum> layers = List.of();
  private List<double[]> eigenvalues = List.of();

  private PowerLawWorker() {}

  public static void main(String[] args) throws IOException {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    PowerLawWorker worker = new PowerLawWorker();
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String[] words = line.split(" ", -1);
      out.println(
          switch (words[0]) {
            case "spectra" -> worker.spectra(Path.of(words[1]), Path.of(words[2]));
            case "fit" -> worker.fit(Integer.parseInt(words[1]));
            default -> worker.values(Path.of(words[1]));
          });
    }
  }

  private String spectra(Path weights, Path target) throws IOException {
    long start = System.nanoTime();
    try (MeasureContext context =
        MeasureContext.ofWeights(WeightsFile.open(weights), MeasureSettings.DEFAULT, new Seed(1))
            .withAlgebra(new TorchAlgebra(0))) {
      layers = LayerSpectra.of(context, LayerSpectra.Weighting.TRAINED).layers();
    }
    double seconds = (System.nanoTime() - start) * 1e-9;
    eigenvalues = layers.stream().map(LayerSpectrum::positiveEigenvalues).toList();
    Files.write(
        target,
        layers.stream()
            .map(
                layer ->
                    layer.name()
                        + Arrays.stream(layer.positiveEigenvalues())
                            .mapToObj(value -> " " + value)
                            .collect(Collectors.joining()))
            .toList());
    return seconds + " " + peak();
  }

  private static long peak() {
    try {
      return Files.readAllLines(Path.of("/proc/self/status")).stream()
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024)
          .findFirst()
          .orElse(-1);
    } catch (IOException unknown) {
      throw new UncheckedIOException("resident memory is read where Linux keeps it", unknown);
    }
  }

  private String fit(int count) {
    double sum = 0;
    long start = System.nanoTime();
    for (int i = 0; i < count; i++) {
      for (double[] layer : eigenvalues) {
        sum += PowerLawFit.of(layer).alpha();
      }
    }
    return (System.nanoTime() - start) * 1e-6 / count + " " + sum;
  }

  private String values(Path target) throws IOException {
    Files.write(
        target,
        layers.stream()
            .map(
                layer -> {
                  PowerLawFit fit = PowerLawFit.of(layer.positiveEigenvalues());
                  return layer.name()
                      + " "
                      + fit.alpha()
                      + " "
                      + fit.cutoff()
                      + " "
                      + fit.distance();
                })
            .toList());
    return "written";
  }
}
