package org.sweetspot.measure.spectrum;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.sweetspot.measure.Answer;
import org.sweetspot.measure.Card;
import org.sweetspot.measure.Conventions;
import org.sweetspot.measure.Finding;
import org.sweetspot.measure.Measure;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.NotApplicableException;
import org.sweetspot.measure.Value;
import org.sweetspot.measure.Work;
import org.sweetspot.measure.spectrum.LayerSpectra.Weighting;
import org.sweetspot.weights.LayerMatrices;

/** Eigenvalues that stick out of the bulk that random weights would have, and the bulk's edge. */
public final class Spikes implements Measure {
  private final boolean edge;

  private Spikes(boolean edge) {
    this.edge = edge;
  }

  /** How many eigenvalues stick out. */
  public static Spikes count() {
    return new Spikes(false);
  }

  /** Where the bulk ends. */
  public static Spikes edge() {
    return new Spikes(true);
  }

  @Override
  public Card card() {
    return edge
        ? new Card(
            "marchenko-pastur-edge",
            "edges of random bulks",
            "Up to where could each layer's spectrum be that of random weights?",
            "weights in matrix form",
            "Compare with the largest eigenvalue of W'W / N.",
            "",
            "Marchenko and Pastur 1967; Gavish and Donoho 2014")
        : new Card(
            "marchenko-pastur-spikes",
            "spikes out of random bulks",
            "How many directions of each layer are stronger than random weights could have them?",
            "weights in matrix form",
            "0 means that nothing learned is seen in the spectrum; many mean that the bulk is not"
                + " random at all, and that heavy tails describe it better.",
            "",
            "Marchenko and Pastur 1967; Johnstone 2001; Martin and Mahoney 2021");
  }

  @Override
  public List<Work> work(MeasureContext context) {
    return LayerSpectra.work(context, true);
  }

  @Override
  public Finding judge(Measurement found) {
    double all = found.number("all");
    if (found.nulls().isEmpty() || found.parts().isEmpty()) {
      return Finding.READING;
    }
    if (edge) {
      return LayerMeans.judge(found, SpectrumFinding.BULK_WEAKER, SpectrumFinding.BULK_BROADER);
    }
    if (Double.isNaN(all)) {
      return Finding.READING;
    }
    Collection<Boolean> tells = NullComparison.tells(found.nulls()).values();
    if (!tells.contains(true)) {
      return Finding.of(SpectrumFinding.SPIKES_AS_RANDOM);
    }
    return Finding.of(
        tells.contains(false) ? SpectrumFinding.SPIKES_IN_SOME : SpectrumFinding.SPIKES, all);
  }

  @Override
  public Answer answer(MeasureContext context) {
    List<String> without = new ArrayList<>();
    SortedMap<String, Double> values = values(context, Weighting.TRAINED, without);
    if (values.isEmpty()) {
      throw new NotApplicableException(
          "no layer has a bulk: half of the singular values of each or more are zero to the"
              + " rounding of the stored numbers");
    }
    NullComparison control =
        new NullComparison(
            values,
            values(context, Weighting.GAUSSIAN, new ArrayList<>()),
            values(context, Weighting.SHUFFLED, new ArrayList<>()),
            edge ? "different: by more than 5% of the value" : "different: by more than one spike",
            Set.of());
    SortedMap<String, Double> all = new TreeMap<>(values);
    if (!edge) {
      all.put("all", values.values().stream().mapToDouble(Double::doubleValue).sum());
    }
    Answer answer =
        Answer.exact(
            new Value.Named(all),
            edge
                ? "variance (1 + sqrt(M / N))^2, the variance from the median eigenvalue below the"
                    + " spikes"
                : "eigenvalues beyond the 95% point of the largest one of a random matrix with the"
                    + " variance of the bulk (Tracy-Widom)",
            Conventions.definition(
                "eigenvalues of W'W / N, N the longer and M the shorter side; "
                    + LayerMatrices.of(context.subject().weights()).text()
                    + (without.isEmpty()
                        ? ""
                        : "; no bulk, since half of the singular values or more are zero to the"
                            + " rounding of the stored numbers: "
                            + String.join(", ", without))));
    return control.beside(answer, layer -> edge ? 0.05 * values.getOrDefault(layer, 0.0) : 1);
  }

  private SortedMap<String, Double> values(
      MeasureContext context, Weighting weighting, List<String> without) {
    SortedMap<String, Double> values = new TreeMap<>();
    for (LayerSpectrum layer : LayerSpectra.of(context, weighting).layers()) {
      RandomBulk bulk = RandomBulk.of(layer);
      if (bulk.variance() > 0) {
        values.put(layer.name(), edge ? bulk.edge() : bulk.spikes());
      } else {
        without.add(layer.name());
      }
    }
    return values;
  }
}
