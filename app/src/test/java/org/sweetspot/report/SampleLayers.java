package org.sweetspot.report;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.sweetspot.control.ChangeSummary;
import org.sweetspot.control.LayerCost;
import org.sweetspot.control.LayerResult;
import org.sweetspot.control.LayerTrial;
import org.sweetspot.control.layer.ErrorReading;
import org.sweetspot.control.layer.Estimate;
import org.sweetspot.control.layer.GradientErrors;
import org.sweetspot.control.layer.PartError;
import org.sweetspot.recipe.RecipeDifference.Edit;
import org.sweetspot.statistics.Interval;

/** Made-up numbers of layers in the shape of real ones, none of them measured. */
final class SampleLayers {
  private SampleLayers() {}

  /** Three layers, of which the plan keeps the first; six operands. */
  static LayerResult ordinary() {
    List<LayerCost> ranking =
        List.of(cost("dense<1>", 0.6, 1.2), cost("convolution1", 0.3, 0.5), cost("output", 0.1, 0));
    LayerTrial whole = trial("all layers", List.of(), 2, false);
    LayerTrial worst = trial("dense<1> alone", List.of("convolution1", "output"), 1.5, false);
    LayerTrial mildest = trial("output alone", List.of("dense<1>", "convolution1"), 0.1, true);
    LayerTrial mix = trial("output, convolution1", List.of("dense<1>"), 0.4, true);
    return new LayerResult(
        new ChangeSummary(List.of(new Edit("training.precision.kind", "none", "mxfp4")), null),
        0.95,
        1,
        errors("dense<1>", "convolution1", "output"),
        errors(
            "forward-input",
            "forward-weight",
            "back-delta",
            "back-weight",
            "update-delta",
            "update-input"),
        ranking,
        whole,
        worst,
        mildest,
        new Interval(1.4, 0.6, 2.2),
        List.of(mildest, mix),
        mix,
        SampleResults.recipe(32),
        Map.of("seed", "1"));
  }

  /** One layer that is not shown to be within the limit, of a change without formats. */
  static LayerResult alone() {
    LayerTrial whole = trial("all layers", List.of(), Double.NaN, false);
    return new LayerResult(
        new ChangeSummary(List.of(new Edit("training.sparsity.kind", "none", "magnitude")), null),
        0.95,
        1,
        errors("output"),
        null,
        List.of(cost("output", 1, Double.NaN)),
        whole,
        whole,
        null,
        null,
        List.of(),
        null,
        SampleResults.recipe(32),
        Map.of());
  }

  private static LayerCost cost(String layer, double share, double points) {
    return new LayerCost(
        layer,
        new Estimate(10 * share, share),
        new Estimate(share, 0.1),
        -0.02,
        new Estimate(0.01, 0.01),
        new Estimate(share, 0.02),
        interval(points));
  }

  private static LayerTrial trial(String name, List<String> kept, double points, boolean within) {
    return new LayerTrial(
        name,
        SampleResults.recipe(32),
        kept,
        List.of(),
        interval(points),
        interval(points),
        within);
  }

  private static Interval interval(double points) {
    return new Interval(points, points - 0.5, points + 0.5);
  }

  private static GradientErrors errors(String... parts) {
    List<PartError> each = Arrays.stream(parts).map(SampleLayers::part).toList();
    List<Double> without = Collections.nCopies(3, 2.0);
    return new GradientErrors(
        Stream.of(0.0, 1.0)
            .map(progress -> new ErrorReading(progress, 2, without, 1, each, part("all")))
            .toList());
  }

  private static PartError part(String name) {
    return new PartError(name, List.of(1.0, 2.0, 3.0), 0.5, 0.1, -0.1, 0.01, 0.005);
  }
}
