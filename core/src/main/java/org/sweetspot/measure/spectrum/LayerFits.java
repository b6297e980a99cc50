package org.sweetspot.measure.spectrum;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.sweetspot.measure.Conventions;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.NotApplicableException;
import org.sweetspot.measure.spectrum.LayerSpectra.Weighting;
import org.sweetspot.statistics.powerlaw.PowerLawFit;
import org.sweetspot.weights.LayerMatrices;

/**
 * Power laws fitted to the eigenvalues of W'W of each layer whose values that are not zero differ
 * by more than rounding.
 *
 * @param layers in the order of the model or the file
 * @param without why the other layers have none, by name
 */
record LayerFits(List<Fitted> layers, Map<String, String> without) {
  /**
   * A power law this steep ends within a few per cent of where it begins: all of its eigenvalues
   * are nearly equal, and its exponent would drown those of all other layers in a mean.
   */
  static final double STEEPEST = 100;

  /** A layer with its fit. */
  record Fitted(LayerSpectrum spectrum, PowerLawFit fit) {
    String name() {
      return spectrum.name();
    }
  }

  LayerFits {
    layers = List.copyOf(layers);
    without = Collections.unmodifiableMap(new LinkedHashMap<>(without));
  }

  /** The fits, shared between measures. */
  static LayerFits of(MeasureContext context, Weighting weighting) {
    return context.bench().shared(LayerFits.class, weighting, () -> compute(context, weighting));
  }

  /** The fits of the weights as they are; at least one. */
  static LayerFits require(MeasureContext context) {
    LayerFits fits = of(context, Weighting.TRAINED);
    if (fits.layers.isEmpty()) {
      throw new NotApplicableException(
          "no layer has two singular values that are not zero and differ by more than rounding: "
              + fits.reasons());
    }
    return fits;
  }

  private static LayerFits compute(MeasureContext context, Weighting weighting) {
    List<Fitted> layers = new ArrayList<>();
    Map<String, String> without = new LinkedHashMap<>();
    for (LayerSpectrum spectrum : LayerSpectra.of(context, weighting).layers()) {
      String reason = reason(spectrum);
      if (reason.isEmpty()) {
        layers.add(new Fitted(spectrum, PowerLawFit.of(spectrum.positiveEigenvalues())));
      } else {
        without.put(spectrum.name(), reason);
      }
    }
    return new LayerFits(layers, without);
  }

  /** Why a layer has no fit; empty if it has one. */
  private static String reason(LayerSpectrum spectrum) {
    int rank = spectrum.rank();
    if (rank == 0) {
      return "all zero";
    }
    if (rank == 1) {
      return spectrum.shortSide() == 1 ? "one singular value" : "rank 1";
    }
    return spectrum.isFlat() ? "all " + rank + " eigenvalues equal but for rounding" : "";
  }

  private String reasons() {
    return without.entrySet().stream()
        .map(entry -> entry.getKey() + " (" + entry.getValue() + ")")
        .collect(Collectors.joining(", "));
  }

  /** Names of layers that fits were made for but that no mean should hold. */
  Set<String> steep() {
    return layers.stream()
        .filter(layer -> layer.fit().alpha() > STEEPEST)
        .map(Fitted::name)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  SortedMap<String, Double> map(ToDoubleFunction<Fitted> number) {
    SortedMap<String, Double> values = new TreeMap<>();
    layers.forEach(layer -> values.put(layer.name(), number.applyAsDouble(layer)));
    return values;
  }

  /** What every answer from fits says about how it was come by. */
  Conventions conventions(MeasureContext context) {
    return Conventions.definition(
        "eigenvalues of W'W = squared singular values, not divided by a side; "
            + LayerMatrices.of(context.subject().weights()).text()
            + "; singular values within the rounding of the stored numbers count as zero"
            + (without.isEmpty() ? "" : "; no fit for " + reasons())
            + "; x_min among all eigenvalues but the largest; layers of fewer than about 50"
            + " eigenvalues say little");
  }
}
