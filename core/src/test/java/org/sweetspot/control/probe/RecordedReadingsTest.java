package org.sweetspot.control.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sweetspot.diagnosis.record.RecordedFolder;
import org.sweetspot.random.RandomStream;
import org.sweetspot.random.Seed;

class RecordedReadingsTest {
  private static final int EXAMPLES = 64;
  private static final int SIZE = 5;

  @TempDir private Path folder;

  /** Gradients of single examples that never move, drawn without replacement epoch by epoch. */
  @Test
  void noiseAndSignalAreThoseOfTheExamples() throws IOException {
    RandomStream stream = new Seed(3).stream("gradients");
    double[][] rows = new double[EXAMPLES][SIZE];
    double[] mean = new double[SIZE];
    for (double[] row : rows) {
      for (int j = 0; j < SIZE; j++) {
        row[j] = (j == 0 ? 0.2 : 0) + stream.nextGaussian();
        mean[j] += row[j] / EXAMPLES;
      }
    }
    double noise = 0;
    for (double[] row : rows) {
      for (int j = 0; j < SIZE; j++) {
        noise += (row[j] - mean[j]) * (row[j] - mean[j]) / (EXAMPLES - 1);
      }
    }
    double signal = Arrays.stream(mean).map(one -> one * one).sum();

    Readings readings = record(rows, 16, 2000, stream);

    // 750 pairs in each eighth.
    assertThat(readings.points()).hasSize(8);
    assertThat(readings.mean(Reading::noise)).isCloseTo(noise, offset(0.03 * noise));
    assertThat(readings.mean(Reading::signal)).isCloseTo(signal, offset(0.02));
    assertThat(readings.typicalCurvature()).isNaN();
  }

  @Test
  void nothingIsKnownWhereNoGradientsWereRecorded() throws IOException {
    Files.writeString(folder.resolve("recorded.json"), "{\"schema\": 1}");
    Files.writeString(
        folder.resolve("recorded.jsonl"), "{\"kind\":\"step\",\"step\":1,\"loss\":1}\n");

    Readings readings = RecordedReadings.of(List.of(new RecordedFolder(folder).read()), EXAMPLES);

    assertThat(readings.points()).hasSize(1);
    assertThat(readings.gain(32, 4)).isNaN();
  }

  private Readings record(double[][] rows, int batch, int epochs, RandomStream stream)
      throws IOException {
    StringBuilder lines = new StringBuilder();
    int step = 0;
    for (int epoch = 0; epoch < epochs; epoch++) {
      int[] order = stream.permutation(EXAMPLES);
      double[] before = new double[0];
      for (int start = 0; start < EXAMPLES; start += batch) {
        double[] gradient = new double[SIZE];
        for (int i = start; i < start + batch; i++) {
          for (int j = 0; j < SIZE; j++) {
            gradient[j] += rows[order[i]][j] / batch;
          }
        }
        double dot = 0;
        double square = 0;
        for (int j = 0; j < SIZE; j++) {
          dot += before.length == 0 ? 0 : gradient[j] * before[j];
          square += gradient[j] * gradient[j];
        }
        String product =
            before.length == 0 ? "" : String.format(Locale.ROOT, ",\"dot\":%.12f", dot);
        lines.append(
            String.format(
                Locale.ROOT,
                "{\"kind\":\"step\",\"step\":%d,\"loss\":1,\"examples\":%d,\"gradient\":{\"norm\":%.12f%s}}%n",
                ++step,
                batch,
                Math.sqrt(square),
                product));
        before = gradient;
      }
    }
    Files.writeString(folder.resolve("recorded.json"), "{\"schema\": 1}");
    Files.writeString(folder.resolve("recorded.jsonl"), lines);
    return RecordedReadings.of(List.of(new RecordedFolder(folder).read()), EXAMPLES);
  }
}
