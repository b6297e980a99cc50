package org.sweetspot.statistics.powerlaw;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.sweetspot.random.RandomStream;
import org.sweetspot.random.Seed;
import tools.jackson.databind.json.JsonMapper;

class PowerLawFitTest {
  /** Made by src/test/python/powerlaw_reference.py. */
  private record Reference(
      String name,
      List<Double> data,
      double alpha,
      double xmin,
      double D,
      double sigma,
      int tail,
      List<Double> lognormal,
      List<Double> exponential) {
    double[] sample() {
      return data.stream().mapToDouble(Double::doubleValue).toArray();
    }
  }

  private static void forEachReference(Consumer<Reference> check) throws IOException {
    try (InputStream input = PowerLawFitTest.class.getResourceAsStream("reference.json")) {
      Reference[] all =
          JsonMapper.shared().readValue(Objects.requireNonNull(input), Reference[].class);
      assertThat(all).hasSizeGreaterThan(8);
      for (Reference one : all) {
        check.accept(one);
      }
    }
  }

  private static double[] pareto(int size, double alpha, RandomStream stream) {
    return IntStream.range(0, size)
        .mapToDouble(i -> Math.pow(1 - stream.nextDouble(), -1 / (alpha - 1)))
        .toArray();
  }

  @Test
  void fitsAreThoseOfThePowerlawPackage() throws IOException {
    forEachReference(
        one -> {
          PowerLawFit fit = PowerLawFit.of(one.sample());
          assertThat(fit.cutoff()).as(one.name).isEqualTo(one.xmin);
          assertThat(fit.alpha()).as(one.name).isCloseTo(one.alpha, within(1e-10 * one.alpha));
          assertThat(fit.distance()).as(one.name).isCloseTo(one.D, within(1e-10));
          assertThat(fit.standardError())
              .as(one.name)
              .isCloseTo(one.sigma, within(1e-10 * one.sigma));
          assertThat(fit.tail()).as(one.name).isEqualTo(one.tail);
        });
  }

  @Test
  void ratiosAreThoseOfAnIndependentOptimizer() throws IOException {
    forEachReference(
        one -> {
          PowerLawFit fit = PowerLawFit.of(one.sample());
          close(one.name, LikelihoodRatio.againstLogNormal(one.sample(), fit), one.lognormal, 1e-5);
          close(
              one.name,
              LikelihoodRatio.againstExponential(one.sample(), fit),
              one.exponential,
              1e-9);
        });
  }

  private static void close(
      String name, LikelihoodRatio ratio, List<Double> reference, double tolerance) {
    assertThat(ratio.normalized()).as(name).isCloseTo(reference.get(0), within(tolerance));
    assertThat(ratio.pValue()).as(name).isCloseTo(reference.get(1), within(tolerance));
  }

  /** Every candidate fitted anew, as the definition says. */
  private static double[] naive(double[] sample) {
    double[] x = Arrays.stream(sample).filter(v -> v > 0).sorted().toArray();
    double[] best = {Double.NaN, Double.NaN, Double.POSITIVE_INFINITY};
    for (double cutoff : Arrays.stream(x).distinct().toArray()) {
      if (cutoff == x[x.length - 1]) {
        continue;
      }
      double[] tail = Arrays.stream(x).filter(v -> v >= cutoff).toArray();
      double sum = Arrays.stream(tail).map(v -> Math.log(v / cutoff)).sum();
      double alpha = 1 + tail.length / sum;
      double distance = 0;
      for (double at : tail) {
        double below = Arrays.stream(tail).filter(v -> v < at).count() / (double) tail.length;
        distance = Math.max(distance, Math.abs(1 - Math.pow(at / cutoff, 1 - alpha) - below));
      }
      if (distance < best[2]) {
        best = new double[] {alpha, cutoff, distance};
      }
    }
    return best;
  }

  @Test
  void theFastSearchFindsWhatTheDefinitionFinds() {
    RandomStream stream = new Seed(1).stream("test/power law");
    for (int trial = 0; trial < 300; trial++) {
      int size = 2 + stream.nextInt(60);
      boolean ties = stream.nextInt(2) == 0;
      double[] sample = pareto(size, 1.2 + 3 * stream.nextDouble(), stream);
      for (int i = 0; ties && i < size; i++) {
        sample[i] = Math.rint(sample[i] * 4);
      }
      if (Arrays.stream(sample).distinct().count() < 2) {
        continue;
      }
      PowerLawFit fit = PowerLawFit.of(sample);
      double[] slow = naive(sample);
      assertThat(fit.distance()).isCloseTo(slow[2], within(1e-12));
      assertThat(fit.alpha()).isCloseTo(slow[0], within(1e-9 * slow[0]));
      assertThat(fit.cutoff()).isEqualTo(slow[1]);
    }
  }

  @Test
  void scaleAndOrderDoNotMatter() {
    RandomStream stream = new Seed(2).stream("test/power law");
    double[] sample = pareto(200, 2.5, stream);
    PowerLawFit fit = PowerLawFit.of(sample);
    double[] other = new double[200];
    int[] order = stream.permutation(200);
    Arrays.setAll(other, i -> 1024 * sample[order[i]]);
    PowerLawFit moved = PowerLawFit.of(other);
    assertThat(moved.alpha()).isCloseTo(fit.alpha(), within(1e-11));
    assertThat(moved.cutoff()).isEqualTo(1024 * fit.cutoff());
    assertThat(moved.distance()).isCloseTo(fit.distance(), within(1e-12));
  }

  @Test
  void aPowerLawIsFoundWithinItsError() {
    RandomStream stream = new Seed(3).stream("test/power law");
    double[] sample = pareto(5000, 2.5, stream);
    PowerLawFit fit = PowerLawFit.of(sample);
    assertThat(Math.abs(fit.alpha() - 2.5)).isLessThan(4 * fit.standardError());
    PowerLawBootstrap bootstrap = new PowerLawBootstrap(100);
    assertThat(bootstrap.pValue(sample, fit, stream).value()).isGreaterThan(0.1);
    PowerLawBootstrap.Interval interval = bootstrap.interval(sample, 0.95, stream);
    assertThat(interval.low()).isBetween(2.2, fit.alpha());
    assertThat(interval.high()).isBetween(fit.alpha(), 2.8);
    assertThat(LikelihoodRatio.againstExponential(sample, fit).normalized()).isGreaterThan(3);
  }

  @Test
  void whatIsNoPowerLawHasASmallPValue() {
    RandomStream stream = new Seed(4).stream("test/power law");
    double[] uniform = new double[1000];
    Arrays.setAll(uniform, i -> 1 + stream.nextDouble());
    PowerLawFit fit = PowerLawFit.of(uniform);
    assertThat(new PowerLawBootstrap(100).pValue(uniform, fit, stream).value()).isLessThan(0.05);
  }

  @Test
  void pValuesOfTruePowerLawsAreSpreadOverAllShares() {
    RandomStream stream = new Seed(5).stream("test/power law");
    int small = 0;
    for (int i = 0; i < 100; i++) {
      double[] sample = pareto(60, 2, stream);
      if (new PowerLawBootstrap(40).pValue(sample, PowerLawFit.of(sample), stream).value() < 0.25) {
        small++;
      }
    }
    // Binomial with share about 1/4: 25, standard deviation 4.3.
    assertThat(small).isBetween(25 - 14, 25 + 14);
  }

  @Test
  void samplesWithoutSpreadOrWithNaNAreRefused() {
    assertThatThrownBy(() -> PowerLawFit.of(new double[] {2, 2, 0, -1}))
        .hasMessageContaining("at least two different positive numbers, got 1");
    assertThatThrownBy(() -> PowerLawFit.of(new double[] {1, 2, Double.NaN}))
        .hasMessageContaining("finite");
  }
}
