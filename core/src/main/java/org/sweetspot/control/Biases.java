package org.sweetspot.control;

import java.util.List;
import java.util.Map;
import org.sweetspot.measure.Measure;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.calibration.CalibrationError;
import org.sweetspot.measure.calibration.NegativeLogLikelihood;
import org.sweetspot.measure.curvature.HessianEigenvalues;
import org.sweetspot.measure.curvature.HessianTrace;
import org.sweetspot.measure.margin.Margins;
import org.sweetspot.measure.noise.GradientNoise;
import org.sweetspot.measure.noise.NoiseTemperature;
import org.sweetspot.measure.norm.DistanceFromInitialization;
import org.sweetspot.measure.norm.WeightNorms;
import org.sweetspot.measure.profile.Profile;
import org.sweetspot.measure.profile.Quantity;
import org.sweetspot.measure.stability.StabilityMargin;

/**
 * The biases that an experiment asks about: few, one number of each measure, since every further
 * question widens the intervals of all.
 */
final class Biases {
  /** The numbers that are compared, in the order of reports. */
  static final List<Quantity> QUANTITIES =
      List.of(
          new Quantity("hessian-eigenvalues", "1"),
          new Quantity("hessian-trace", ""),
          new Quantity("stability-margin", ""),
          new Quantity("noise-temperature", ""),
          new Quantity("gradient-noise", "trace-sigma"),
          new Quantity("margins", "q50"),
          new Quantity("weight-norms", "all"),
          new Quantity("distance-from-initialization", "absolute"),
          new Quantity("nll", ""),
          new Quantity("ece", ""));

  private Biases() {}

  static List<Measure> measures() {
    return List.of(
        new HessianEigenvalues(),
        new HessianTrace(),
        new StabilityMargin(),
        new GradientNoise(),
        new NoiseTemperature(),
        Margins.ofLogits(),
        new WeightNorms(),
        new DistanceFromInitialization(),
        new NegativeLogLikelihood(),
        CalibrationError.equalWidth());
  }

  /** The numbers of one network that can be compared. */
  static Map<Quantity, Double> of(List<Measurement> measurements) {
    Map<Quantity, Double> numbers = Quantity.of(Profile.of(measurements));
    numbers.keySet().retainAll(QUANTITIES);
    numbers.values().removeIf(value -> !Double.isFinite(value));
    return numbers;
  }

  /** What reports call a number. */
  static String name(Quantity quantity) {
    return quantity.part().isEmpty() ? quantity.id() : quantity.id() + "/" + quantity.part();
  }
}
