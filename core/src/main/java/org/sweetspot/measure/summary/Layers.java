package org.sweetspot.measure.summary;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.sweetspot.measure.Measurement;

/**
 * What is odd in single layers, judged against the network's other layers.
 *
 * @param looked number of layers that were looked at
 * @param oddities in the order of kind and name
 */
public record Layers(int looked, List<LayerOddity> oddities) {
  private static final double ONE_DIRECTION = 1.5;
  private static final double FACTOR = 10;

  /** Fewer layers have no usual size. */
  private static final int FEW = 3;

  /** Copies the list. */
  public Layers {
    oddities = List.copyOf(oddities);
  }

  static Optional<Layers> of(Answers answers) {
    Map<String, Double> norms = parts(answers, "spectral-norms");
    Map<String, Double> ranks = parts(answers, "stable-rank");
    Map<String, Double> all = new TreeMap<>(norms);
    ranks.forEach(all::putIfAbsent);
    if (all.isEmpty()) {
      return Optional.empty();
    }
    List<LayerOddity> odd = new ArrayList<>();
    norms.forEach(
        (layer, norm) -> {
          if (norm == 0) {
            odd.add(new LayerOddity(layer, LayerOddity.Kind.ZERO, 0, median(norms)));
          }
        });
    double usualRank = median(ranks);
    ranks.forEach(
        (layer, rank) -> {
          if (rank > 0 && rank < ONE_DIRECTION && usualRank > 2 * ONE_DIRECTION) {
            odd.add(new LayerOddity(layer, LayerOddity.Kind.ONE_DIRECTION, rank, usualRank));
          }
        });
    double usual = median(norms);
    if (norms.size() >= FEW && usual > 0) {
      norms.forEach(
          (layer, norm) -> {
            if (norm > FACTOR * usual) {
              odd.add(new LayerOddity(layer, LayerOddity.Kind.LARGE, norm, usual));
            } else if (norm > 0 && norm < usual / FACTOR) {
              odd.add(new LayerOddity(layer, LayerOddity.Kind.SMALL, norm, usual));
            }
          });
    }
    return Optional.of(new Layers(all.size(), odd));
  }

  /** A measure's layers, without the whole. */
  private static Map<String, Double> parts(Answers answers, String id) {
    Map<String, Double> parts = new TreeMap<>();
    answers
        .find(id)
        .map(Measurement::parts)
        .ifPresent(
            found ->
                found.entrySet().stream()
                    .filter(one -> !SUMMARIES.contains(one.getKey()))
                    .filter(one -> Double.isFinite(one.getValue()))
                    .forEach(one -> parts.put(one.getKey(), one.getValue())));
    return parts;
  }

  private static final List<String> SUMMARIES = List.of("all", "mean", "product", "sum");

  private static double median(Map<String, Double> numbers) {
    double[] sorted = numbers.values().stream().mapToDouble(x -> x).sorted().toArray();
    int n = sorted.length;
    return n == 0 ? Double.NaN : (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
  }
}
