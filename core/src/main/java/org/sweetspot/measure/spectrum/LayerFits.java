package org.sweetspot.measure.spectrum;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.NotApplicableException;
import org.sweetspot.measure.spectrum.LayerSpectra.Weighting;
import org.sweetspot.statistics.powerlaw.PowerLawFit;
import org.sweetspot.weights.LayerMatrices;

/**
 * Power laws fitted to the eigenvalues of W'W of each layer that has at least two different
 * positive ones.
 *
 * @param layers in the order of the model or the file
 * @param without names of layers that have none
 */
record LayerFits(List<Fitted> layers, List<String> without) {
  /** A layer with its fit. */
  record Fitted(LayerSpectrum spectrum, PowerLawFit fit) {
    String name() {
      return spectrum.name();
    }
  }

  LayerFits {
    layers = List.copyOf(layers);
    without = List.copyOf(without);
  }

  /** The fits, shared between measures. */
  static LayerFits of(MeasureContext context, Weighting weighting) {
    return context.shared(LayerFits.class, weighting, () -> compute(context, weighting));
  }

  /** The fits of the weights as they are; at least one. */
  static LayerFits require(MeasureContext context) {
    LayerFits fits = of(context, Weighting.TRAINED);
    if (fits.layers.isEmpty()) {
      throw new NotApplicableException(
          "no layer has two different singular values that are not zero");
    }
    return fits;
  }

  private static LayerFits compute(MeasureContext context, Weighting weighting) {
    List<Fitted> layers = new ArrayList<>();
    List<String> without = new ArrayList<>();
    for (LayerSpectrum spectrum : LayerSpectra.of(context, weighting).layers()) {
      fit(spectrum)
          .ifPresentOrElse(
              fit -> layers.add(new Fitted(spectrum, fit)), () -> without.add(spectrum.name()));
    }
    return new LayerFits(layers, without);
  }

  private static Optional<PowerLawFit> fit(LayerSpectrum spectrum) {
    double[] eigenvalues = spectrum.positiveEigenvalues();
    return Arrays.stream(eigenvalues).distinct().count() < 2
        ? Optional.empty()
        : Optional.of(PowerLawFit.of(eigenvalues));
  }

  SortedMap<String, Double> map(ToDoubleFunction<Fitted> number) {
    SortedMap<String, Double> values = new TreeMap<>();
    layers.forEach(layer -> values.put(layer.name(), number.applyAsDouble(layer)));
    return values;
  }

  /** What every answer from fits says about how it was come by. */
  String conventions(MeasureContext context) {
    return "eigenvalues of W'W = squared singular values, not divided by a side; "
        + LayerMatrices.of(context.weights()).text()
        + (without.isEmpty() ? "" : "; without two different eigenvalues: " + without)
        + "; x_min among all eigenvalues but the largest; layers of fewer than about 50"
        + " eigenvalues say little";
  }
}
