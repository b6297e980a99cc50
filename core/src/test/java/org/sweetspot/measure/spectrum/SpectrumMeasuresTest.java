package org.sweetspot.measure.spectrum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.sweetspot.measure.Fixtures;
import org.sweetspot.measure.Measure;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.MeasureSettings;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.Status;
import org.sweetspot.random.RandomStream;
import org.sweetspot.random.Seed;
import org.sweetspot.statistics.powerlaw.PowerLawFit;
import org.sweetspot.vector.ParameterGroup.Role;
import org.sweetspot.weights.ArrayTensor;
import org.sweetspot.weights.Layout;
import org.sweetspot.weights.LeftOut;
import org.sweetspot.weights.WeightTensor;
import org.sweetspot.weights.Weights;

class SpectrumMeasuresTest {
  private static final double[] DIAGONAL = {4, 3, 2, 1};

  private static MeasureContext context(WeightTensor... tensors) {
    return MeasureContext.ofWeights(
        new Weights("a test", List.of(tensors)), MeasureSettings.DEFAULT, new Seed(1));
  }

  private static Measurement ask(Measure measure, WeightTensor... tensors) {
    try (MeasureContext context = context(tensors)) {
      return measure.measure(context);
    }
  }

  private static WeightTensor diagonal(double... values) {
    double[] entries = new double[values.length * (values.length + 1)];
    for (int i = 0; i < values.length; i++) {
      entries[i * (values.length + 1) + i] = values[i];
    }
    return ArrayTensor.matrix("layer", values.length, values.length + 1, entries);
  }

  private static double[] gaussian(int count, String name) {
    RandomStream stream = new Seed(3).stream("test/" + name);
    return IntStream.range(0, count).mapToDouble(i -> stream.nextGaussian()).toArray();
  }

  private static double of(Measure measure, double... values) {
    return Fixtures.part(ask(measure, diagonal(values)), "layer");
  }

  @Test
  void shapesAreThoseOfTheDefinitions() {
    assertThat(of(SpectrumShape.stableRank(), DIAGONAL)).isCloseTo(30 / 16.0, within(1e-12));
    assertThat(of(SpectrumShape.logNorm(), DIAGONAL)).isCloseTo(Math.log10(30), within(1e-12));
    assertThat(of(SpectrumShape.logSpectralNorm(), DIAGONAL))
        .isCloseTo(Math.log10(16), within(1e-12));
    double entropy = 0;
    for (double sigma : DIAGONAL) {
      entropy -= sigma / 10 * Math.log(sigma / 10);
    }
    assertThat(of(SpectrumShape.effectiveRank(), DIAGONAL))
        .isCloseTo(Math.exp(entropy), within(1e-12));
    assertThat(of(SpectrumShape.effectiveRank(), 2, 2, 2)).isCloseTo(3, within(1e-12));
  }

  @Test
  void powerLawsAreFittedToSquaredSingularValues() {
    PowerLawFit fit = PowerLawFit.of(new double[] {16, 9, 4, 1});
    Measurement alpha = ask(PowerLaw.alpha(), diagonal(DIAGONAL));
    assertThat(Fixtures.part(alpha, "layer")).isCloseTo(fit.alpha(), within(1e-12));
    assertThat(Fixtures.part(alpha, "mean")).isCloseTo(fit.alpha(), within(1e-12));
    assertThat(alpha.status()).isEqualTo(Status.ESTIMATE);
    assertThat(alpha.conventions().text()).contains("out x (in, sides)").contains("not divided");
    assertThat(of(PowerLawDetail.cutoff(), DIAGONAL)).isCloseTo(fit.cutoff(), within(1e-12));
    assertThat(of(PowerLawDetail.tail(), DIAGONAL)).isEqualTo(fit.tail());
    assertThat(of(PowerLawDetail.distance(), DIAGONAL)).isCloseTo(fit.distance(), within(1e-12));
    assertThat(of(PowerLaw.alphaWeighted(), DIAGONAL))
        .isCloseTo(fit.alpha() * Math.log10(16), within(1e-12));
    double sum = Arrays.stream(DIAGONAL).map(sigma -> Math.pow(sigma * sigma, fit.alpha())).sum();
    assertThat(of(PowerLaw.logAlphaNorm(), DIAGONAL)).isCloseTo(Math.log10(sum), within(1e-12));
  }

  @Test
  void errorsOfDerivedNumbersAreThoseOfASmallChangeOfAlpha() {
    PowerLawFit fit = PowerLawFit.of(new double[] {16, 9, 4, 1});
    double step = 1e-6;
    double change = 0;
    for (int sign = -1; sign <= 1; sign += 2) {
      double alpha = fit.alpha() + sign * step;
      change +=
          sign
              * Math.log10(
                  Arrays.stream(DIAGONAL).map(sigma -> Math.pow(sigma * sigma, alpha)).sum());
    }
    double expected = Math.abs(change / (2 * step)) * fit.standardError();
    Measurement answer = ask(PowerLaw.logAlphaNorm(), diagonal(DIAGONAL));
    assertThat(Fixtures.partError(answer, "layer")).isCloseTo(expected, within(1e-6 * expected));
  }

  @Test
  void layoutsOfOneLayerAgree() {
    double[] entries = gaussian(6 * 5 * 3 * 3, "kernel");
    double[] moved = new double[entries.length];
    for (int out = 0; out < 6; out++) {
      for (int in = 0; in < 5; in++) {
        for (int side = 0; side < 9; side++) {
          moved[(side * 5 + in) * 6 + out] = entries[(out * 5 + in) * 9 + side];
        }
      }
    }
    WeightTensor torch =
        new ArrayTensor("k", Role.WEIGHT, Layout.OUT_FIRST, List.of(6L, 5L, 3L, 3L), entries);
    WeightTensor keras =
        new ArrayTensor("k", Role.WEIGHT, Layout.OUT_LAST, List.of(3L, 3L, 5L, 6L), moved);
    for (Measure measure :
        List.of(PowerLaw.alpha(), SpectrumShape.stableRank(), SpectrumShape.effectiveRank())) {
      assertThat(Fixtures.part(ask(measure, torch), "k"))
          .isCloseTo(Fixtures.part(ask(measure, keras), "k"), within(1e-10));
    }
    assertThat(ask(PowerLaw.alpha(), keras).conventions().text()).contains("(sides, in) x out");
  }

  @Test
  void randomWeightsShowNothing() {
    WeightTensor random = ArrayTensor.matrix("random", 120, 200, gaussian(24000, "random"));
    assertThat(ask(PowerLaw.alpha(), random).control()).contains("shows nothing");
    assertThat(ask(SpectrumShape.stableRank(), random).control()).contains("shows nothing");
    Measurement spikes = ask(Spikes.count(), random);
    assertThat(Fixtures.part(spikes, "random")).isLessThanOrEqualTo(1);
    assertThat(spikes.control()).contains("shows nothing");
    // Entries of variance 1: the edge is (1 + sqrt(120 / 200))^2.
    double edge = Math.pow(1 + Math.sqrt(0.6), 2);
    assertThat(Fixtures.part(ask(Spikes.edge(), random), "random"))
        .isCloseTo(edge, within(0.05 * edge));
  }

  @Test
  void whatWasPlantedSticksOut() {
    double[] entries = gaussian(24000, "planted");
    double[] left = gaussian(3 * 120, "left");
    double[] right = gaussian(3 * 200, "right");
    for (int k = 0; k < 3; k++) {
      for (int i = 0; i < 120; i++) {
        for (int j = 0; j < 200; j++) {
          entries[i * 200 + j] += 0.4 * left[k * 120 + i] * right[k * 200 + j];
        }
      }
    }
    WeightTensor planted = ArrayTensor.matrix("planted", 120, 200, entries);
    Measurement spikes = ask(Spikes.count(), planted);
    assertThat(Fixtures.part(spikes, "planted")).isBetween(3.0, 4.0);
    assertThat(spikes.control()).contains("differs from both");
    assertThat(ask(SpectrumShape.stableRank(), planted).control()).contains("differs from both");
  }

  @Test
  void theMedianOfTheRandomBulkHalvesItsEigenvalues() {
    double[] eigenvalues =
        LayerSpectrum.of(
                "m",
                new org.sweetspot.matrix.Matrix(300, 300, gaussian(90000, "bulk")),
                0x1p-52,
                new org.sweetspot.matrix.JavaAlgebra())
            .eigenvalues();
    double median = 0.5 * (eigenvalues[149] + eigenvalues[150]) / 300;
    assertThat(new MarchenkoPastur(1).median()).isCloseTo(median, within(0.02));
    // Close to c = 0 all eigenvalues are 1.
    assertThat(new MarchenkoPastur(1e-6).median()).isCloseTo(1, within(1e-4));
  }

  @Test
  void whatIsLeftOutIsNamed() {
    WeightTensor layer = diagonal(DIAGONAL);
    WeightTensor bias = new ArrayTensor("bias", Role.BIAS, Layout.OUT_FIRST, List.of(2L), 1, 2);
    try (MeasureContext context =
        MeasureContext.ofWeights(
            new Weights(
                "a test", List.of(layer, bias), List.of(new LeftOut("steps", "whole numbers"))),
            MeasureSettings.DEFAULT,
            new Seed(1))) {
      assertThat(SpectrumShape.stableRank().measure(context).conventions().text())
          .contains("biases (bias)")
          .contains("whole numbers (steps)");
    }
    Measurement none = ask(PowerLaw.alpha(), bias);
    assertThat(none.status()).isEqualTo(Status.NOT_APPLICABLE);
    assertThat(none.conventions().text()).contains("no weights in matrix form").contains("biases");
  }

  @Test
  void rankIsNotMadeOfRounding() {
    double[] column = gaussian(40, "column");
    double[] outer = new double[40 * 30];
    Arrays.setAll(outer, i -> column[i / 30] * (1 + i % 30 % 3));
    Measurement answer = ask(PowerLaw.alpha(), ArrayTensor.matrix("one", 40, 30, outer));
    assertThat(answer.status()).isEqualTo(Status.NOT_APPLICABLE);
    assertThat(answer.conventions().text()).contains("one (rank 1)");
  }

  /** A tensor whose numbers keep so many binary digits, and says so. */
  private static WeightTensor stored(String name, int rows, int columns, int bits, double[] exact) {
    double[] entries =
        Arrays.stream(exact)
            .map(
                x -> {
                  double unit = Math.scalb(1.0, Math.getExponent(x) - bits);
                  return Math.rint(x / unit) * unit;
                })
            .toArray();
    return new WeightTensor() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public Role role() {
        return Role.WEIGHT;
      }

      @Override
      public List<Long> shape() {
        return List.of((long) rows, (long) columns);
      }

      @Override
      public double epsilon() {
        return Math.scalb(1.0, -bits);
      }

      @Override
      public double[] load() {
        return entries.clone();
      }
    };
  }

  private static double[] product(int rows, int rank, int columns) {
    double[] left = gaussian(rows * rank, "left");
    double[] right = gaussian(rank * columns, "right");
    double[] entries = new double[rows * columns];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        for (int k = 0; k < rank; k++) {
          entries[i * columns + j] += left[i * rank + k] * right[k * columns + j];
        }
      }
    }
    return entries;
  }

  /** Rank 4 and full rank, stored as doubles, in single and half precision and as bfloat16. */
  @Test
  void zerosAreJudgedByTheTypeOfTheStoredNumbers() {
    for (int bits : new int[] {52, 23, 10, 7}) {
      WeightTensor low = stored("low", 48, 40, bits, product(48, 4, 40));
      WeightTensor full = stored("full", 64, 40, bits, gaussian(64 * 40, "full"));
      try (MeasureContext context = context(low, full)) {
        List<LayerSpectrum> layers =
            LayerSpectra.of(context, LayerSpectra.Weighting.TRAINED).layers();
        assertThat(layers.get(0).rank()).as(bits + " bits").isEqualTo(4);
        assertThat(layers.get(1).rank()).as(bits + " bits").isEqualTo(40);
        assertThat(Fixtures.part(PowerLawDetail.tail().measure(context), "low"))
            .isLessThanOrEqualTo(4);
        Measurement spikes = Spikes.count().measure(context);
        assertThat(spikes.parts()).containsOnlyKeys("full", "all");
        assertThat(spikes.conventions().text()).contains("no bulk").contains("low");
      }
    }
  }

  @Test
  void equalEigenvaluesHaveNoFitAndNearlyEqualOnesNoPlaceInTheMean() {
    double[] nearly = IntStream.range(0, 20).mapToDouble(i -> 1 + 1e-4 * i).toArray();
    double[] flat = IntStream.range(0, 20).mapToDouble(i -> 1 + 1e-8 * (i % 3)).toArray();
    double[] wide = IntStream.range(1, 21).mapToDouble(i -> i).toArray();
    Measurement answer =
        ask(
            PowerLaw.alpha(),
            named("nearly", nearly),
            named("flat", flat),
            named("wide", wide),
            named("zero", new double[20]));
    assertThat(answer.parts()).containsOnlyKeys("mean", "nearly", "wide");
    assertThat(answer.number("nearly")).isGreaterThan(LayerFits.STEEPEST);
    assertThat(answer.number("mean")).isEqualTo(answer.number("wide"));
    assertThat(answer.margin("mean")).isEqualTo(answer.margin("wide"));
    assertThat(answer.conventions().text())
        .contains("zero (all zero)")
        .contains("flat (all 20 eigenvalues equal but for rounding)")
        .contains("left out of the mean: 1 of 2")
        .contains("nearly equal: nearly");
  }

  private static WeightTensor named(String name, double[] diagonal) {
    double[] entries = new double[diagonal.length * diagonal.length];
    for (int i = 0; i < diagonal.length; i++) {
      entries[i * (diagonal.length + 1)] = diagonal[i];
    }
    return stored(name, diagonal.length, diagonal.length, 23, entries);
  }

  @Test
  void numbersThatAreNotFiniteAreRefused() {
    Measurement answer =
        ask(PowerLaw.alpha(), ArrayTensor.matrix("bad", 1, 2, 1, Double.POSITIVE_INFINITY));
    assertThat(answer.status()).isEqualTo(Status.NOT_APPLICABLE);
    assertThat(answer.conventions().text()).contains("tensor bad").contains("Infinity");
  }

  @Test
  void confidenceComesFromReplicates() {
    WeightTensor random = ArrayTensor.matrix("random", 60, 90, gaussian(5400, "confidence"));
    Measurement p = ask(PowerLawConfidence.pValue(), random);
    double value = Fixtures.part(p, "random");
    System.out.println("MP " + value);
    assertThat(Fixtures.partError(p, "random"))
        .isCloseTo(Math.sqrt(value * (1 - value) / 200), within(1e-12));
    Measurement interval = ask(PowerLawConfidence.interval(), random);
    double alpha = Fixtures.part(ask(PowerLaw.alpha(), random), "random");
    assertThat(Fixtures.part(interval, "random low")).isLessThan(alpha);
    assertThat(Fixtures.part(interval, "random high")).isGreaterThan(alpha);
  }

  /** Eigenvalues at the quantiles of a power law fit better than nearly all samples of it. */
  @Test
  void aPowerLawIsBelievedAndAHeapIsNot() {
    double[] law = new double[60];
    double[] heap = new double[60];
    for (int i = 0; i < 60; i++) {
      double u = (i + 0.5) / 60;
      law[i] = Math.sqrt(Math.pow(1 - u, -1 / 1.5));
      heap[i] = i < 30 ? 1 + 1e-3 * i : 10 + 1e-3 * i;
    }
    assertThat(of(PowerLawConfidence.pValue(), law)).isGreaterThan(0.95);
    assertThat(of(PowerLawConfidence.pValue(), heap)).isLessThan(0.05);
  }
}
