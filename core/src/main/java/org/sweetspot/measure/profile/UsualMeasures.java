package org.sweetspot.measure.profile;

import java.util.List;
import java.util.Set;
import org.sweetspot.measure.Measure;

/**
 * What is measured where nothing was asked for by name: everything that costs little beside the
 * largest eigenvalues. What is left out needs many Hessian products, or answers a question that few
 * ask; {@code --measures all} takes it too.
 */
public final class UsualMeasures {
  private static final Set<String> EXPENSIVE =
      Set.of(
          "hessian-eigenvalues-bottom",
          "gauss-newton-eigenvalues",
          "gauss-newton-eigenvalues-bottom",
          "fisher-eigenvalues",
          "hessian-square-trace",
          "hessian-moments",
          "hessian-density",
          "eigenvalues-over-training",
          "layer-eigenvalues",
          "layer-gauss-newton-eigenvalues",
          "layer-fisher-eigenvalues",
          "landscape-plane",
          "trajectory-landscape",
          "sgd-stability",
          "mean-square-threshold",
          "delay-stability",
          "noise-curvature",
          "noise-scale-two-batch",
          "tail-index",
          "tail-hill",
          "ntk-spectrum",
          "ntk-alignment",
          "kernel-or-rich",
          "frequency-response-over-training",
          "difficulty-over-training",
          "frequency-over-training",
          "power-law-interval",
          "power-law-p",
          "h0-lifetimes",
          "lifetime-sums",
          "ph-dimension",
          "correlation-dimension",
          "magnitude",
          "positive-magnitude",
          "sharpness-dimension");

  private UsualMeasures() {}

  /** The usual measures of a catalogue, in its order. */
  public static List<Measure> of(MeasureCatalogue catalogue) {
    return catalogue.all().stream()
        .filter(measure -> !EXPENSIVE.contains(measure.card().id()))
        .toList();
  }

  /** Ids that are left out; a test holds them against the catalogue. */
  static Set<String> expensive() {
    return EXPENSIVE;
  }
}
