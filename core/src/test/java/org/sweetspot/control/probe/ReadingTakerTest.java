package org.sweetspot.control.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sweetspot.measure.Fixtures;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Split;
import org.sweetspot.random.Seed;
import org.sweetspot.reference.Quadratic;
import org.sweetspot.reference.SoftmaxRegression;
import org.sweetspot.statistics.Sample;

class ReadingTakerTest {
  /** tr Sigma over n - 1 and |G|^2 by their definitions, from every example's gradient. */
  private static double[] exact(SoftmaxRegression problem) {
    int n = problem.size(Split.TRAIN);
    List<double[]> gradients = new ArrayList<>();
    problem.gradients(Batch.range(Split.TRAIN, 0, n), (i, g) -> gradients.add(g.toArray()));
    double trace = 0;
    double square = 0;
    for (int j = 0; j < gradients.get(0).length; j++) {
      int column = j;
      double[] values = gradients.stream().mapToDouble(g -> g[column]).toArray();
      trace += Sample.variance(values);
      square += Math.pow(Sample.mean(values), 2);
    }
    return new double[] {trace, square};
  }

  @Test
  void noiseAndSignalAreUnbiasedWhateverShareOfTheDataABatchIs() {
    SoftmaxRegression problem = Fixtures.classifier(60, 0);
    double[] exact = exact(problem);
    for (int batch : new int[] {4, 20, 50}) {
      int repeats = 200;
      double[] noise = new double[repeats];
      double[] signal = new double[repeats];
      double errors = 0;
      for (int i = 0; i < repeats; i++) {
        Reading reading = new ReadingTaker(batch, new Seed(100 + i)).read(problem, 0.5);
        noise[i] = reading.noise();
        signal[i] = reading.signal();
        errors += reading.noiseError() / repeats;
      }
      // tr Sigma / B (n - B) / (n - 1) with Sigma over n is tr Sigma of n - 1 times (n - 1) / n.
      double population = exact[0] * 59 / 60;
      assertThat(Sample.mean(noise))
          .as("batch " + batch)
          .isCloseTo(population, within(4 * Sample.standardError(noise)));
      assertThat(Sample.mean(signal)).isCloseTo(exact[1], within(4 * Sample.standardError(signal)));
      // The jackknife's error is that of one reading, to a quarter.
      double spread = Math.sqrt(Sample.variance(noise));
      assertThat(errors / spread).isBetween(0.75, 1.35);
    }
  }

  @Test
  void theCurvatureIsTheTopEigenvalue() {
    Quadratic bowl = Fixtures.bowl(40, 5, 3, 1, 0.2);
    Reading reading = new ReadingTaker(8, new Seed(1)).read(bowl, 0);
    assertThat(reading.curvature()).isCloseTo(5, within(0.05));
    assertThat(reading.curvatureError()).isLessThan(0.05);
  }

  @Test
  void theSameSeedAndMomentGiveTheSameReading() {
    SoftmaxRegression problem = Fixtures.classifier(60, 0);
    Reading first = new ReadingTaker(10, new Seed(3)).read(problem, 0.25);
    assertThat(new ReadingTaker(10, new Seed(3)).read(problem, 0.25)).isEqualTo(first);
    assertThat(new ReadingTaker(10, new Seed(4)).read(problem, 0.25)).isNotEqualTo(first);
  }
}
