package org.sweetspot.measure.spectrum;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.sweetspot.measure.Answer;
import org.sweetspot.measure.Card;
import org.sweetspot.measure.Conventions;
import org.sweetspot.measure.Finding;
import org.sweetspot.measure.Measure;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.Value;
import org.sweetspot.measure.Work;
import org.sweetspot.measure.spectrum.LayerFits.Fitted;
import org.sweetspot.random.RandomStream;
import org.sweetspot.statistics.powerlaw.PowerLawBootstrap;

/**
 * How far to believe the power-law fits of {@link PowerLaw}, by bootstrap: p-values or intervals by
 * layer. Cost: as many fits a layer as the settings have replicates.
 */
public final class PowerLawConfidence implements Measure {
  private static final double CONFIDENCE = 0.95;
  private static final String INDEPENDENT =
      "; replicates take eigenvalues as independent, which they are not: they repel each other";

  private final boolean interval;

  private PowerLawConfidence(boolean interval) {
    this.interval = interval;
  }

  /** The share of power-law samples that fit as badly. */
  public static PowerLawConfidence pValue() {
    return new PowerLawConfidence(false);
  }

  /** Where alpha lies in 95% of resampled spectra. */
  public static PowerLawConfidence interval() {
    return new PowerLawConfidence(true);
  }

  @Override
  public Card card() {
    return interval
        ? new Card(
            "power-law-interval",
            "intervals of power-law exponents",
            "Within which bounds is each layer's exponent known, the choice of the cut-off"
                + " included?",
            "weights in matrix form",
            "Wide or far from the exponent: the cut-off is not well determined.",
            "",
            "Clauset, Shalizi and Newman 2009, section 3.3")
        : new Card(
            "power-law-p",
            "p-values of power laws",
            "Could each layer's tail be a sample of a power law?",
            "weights in matrix form",
            "Below 0.1 it is no power law, whatever its exponent; above, it may be one.",
            "",
            "Clauset, Shalizi and Newman 2009, section 4.1");
  }

  @Override
  public List<Work> work(MeasureContext context) {
    return LayerSpectra.work(context, false);
  }

  @Override
  public Finding judge(Measurement found) {
    if (found.parts().isEmpty()) {
      return Finding.READING;
    }
    return interval ? TailFacts.intervals(found) : TailFacts.chances(found);
  }

  @Override
  public Answer answer(MeasureContext context) {
    LayerFits fits = LayerFits.require(context);
    PowerLawBootstrap bootstrap = new PowerLawBootstrap(context.bench().settings().replicates());
    return interval ? intervals(context, fits, bootstrap) : pValues(context, fits, bootstrap);
  }

  private Answer pValues(MeasureContext context, LayerFits fits, PowerLawBootstrap bootstrap) {
    SortedMap<String, Double> values = new TreeMap<>();
    SortedMap<String, Double> errors = new TreeMap<>();
    for (Fitted layer : fits.layers()) {
      PowerLawBootstrap.PValue p =
          bootstrap.pValue(
              layer.spectrum().positiveEigenvalues(), layer.fit(), stream(context, layer));
      values.put(layer.name(), p.value());
      errors.put(layer.name(), p.standardError());
    }
    return Answer.estimate(
        new Value.Named(values),
        new Value.Named(errors),
        "share of "
            + bootstrap.replicates()
            + " semi-parametric samples whose distance, refitted, is at least the layer's; error:"
            + " sqrt(p (1 - p) / replicates)",
        fits.conventions(context).and(Conventions.DEFINITION, INDEPENDENT));
  }

  private Answer intervals(MeasureContext context, LayerFits fits, PowerLawBootstrap bootstrap) {
    SortedMap<String, Double> values = new TreeMap<>();
    SortedMap<String, Double> errors = new TreeMap<>();
    for (Fitted layer : fits.layers()) {
      PowerLawBootstrap.Interval ends =
          bootstrap.interval(
              layer.spectrum().positiveEigenvalues(), CONFIDENCE, stream(context, layer));
      values.put(layer.name() + " low", ends.low());
      values.put(layer.name() + " high", ends.high());
      errors.put(layer.name() + " low", ends.lowError());
      errors.put(layer.name() + " high", ends.highError());
    }
    return Answer.estimate(
        new Value.Named(values),
        new Value.Named(errors),
        "2.5 and 97.5% quantiles of alpha over "
            + bootstrap.replicates()
            + " resamples, x_min searched anew; error: of the quantiles, from the number of"
            + " resamples",
        fits.conventions(context).and(Conventions.DEFINITION, INDEPENDENT));
  }

  private RandomStream stream(MeasureContext context, Fitted layer) {
    return context.sampling().stream(card().id() + "/" + layer.name());
  }
}
