package org.sweetspot.measure.norm;

import java.util.List;
import java.util.Map;
import java.util.Optional;
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
import org.sweetspot.statistics.UndefinedException;
import org.sweetspot.vector.ParameterGroup.Role;
import org.sweetspot.weights.WeightTensor;

/** Euclidean norms of all parameters together and of each group. */
public final class WeightNorms implements Measure {
  @Override
  public Card card() {
    return new Card(
        "weight-norms",
        "weight norms",
        "How large are the weights, all together and layer by layer?",
        "weights",
        "Grows while a classifier fits its data without weight decay. With normalization layers"
            + " the norm sets the effective learning rate, eta / norm^2.",
        "",
        "definition; for normalized networks van Laarhoven 2017");
  }

  @Override
  public List<Work> work(MeasureContext context) {
    context.subject().weights();
    return List.of(Work.forward("reading of all weights"));
  }

  @Override
  public Finding judge(Measurement found) {
    double all = found.number("all");
    Optional<Map.Entry<String, Double>> most =
        found.parts().entrySet().stream()
            .filter(part -> !part.getKey().equals("all"))
            .max(Map.Entry.comparingByValue());
    if (Double.isNaN(all) || most.isEmpty()) {
      return Finding.READING;
    }
    return all == 0
        ? Finding.of(NormFinding.ALL_ZERO)
        : Finding.of(
            NormFinding.LARGEST_SHARE,
            100 * Math.pow(most.get().getValue() / all, 2),
            all * all,
            most.get().getKey());
  }

  @Override
  public Answer answer(MeasureContext context) {
    SortedMap<String, Double> norms = new TreeMap<>();
    double squares = 0;
    for (WeightTensor tensor : context.subject().weights().tensors()) {
      if (tensor.role() != Role.BUFFER) {
        double[] sum = {0};
        tensor.stream(
            (numbers, length) -> {
              double square = sum[0];
              for (int i = 0; i < length; i++) {
                square += numbers[i] * numbers[i];
              }
              sum[0] = square;
            });
        double square = sum[0];
        norms.put(tensor.name(), Math.sqrt(square));
        squares += square;
      }
    }
    norms.put("all", Math.sqrt(squares));
    if (!Double.isFinite(squares)) {
      throw new UndefinedException("weights: expected finite numbers, got squares " + squares);
    }
    return Answer.exact(
        new Value.Named(norms),
        "Frobenius norms",
        Conventions.definition("all trained parameters, biases and normalizations included"));
  }
}
