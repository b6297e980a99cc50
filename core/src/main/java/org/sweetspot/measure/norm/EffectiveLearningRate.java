package org.sweetspot.measure.norm;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sweetspot.measure.Answer;
import org.sweetspot.measure.Card;
import org.sweetspot.measure.Conventions;
import org.sweetspot.measure.Finding;
import org.sweetspot.measure.Measure;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.NotApplicableException;
import org.sweetspot.measure.Value;
import org.sweetspot.vector.ParameterGroup;
import org.sweetspot.vector.ParameterGroup.Role;
import org.sweetspot.vector.ParameterVector;

/**
 * eta / ||w||^2, of each weight matrix or kernel and of all together: the step size that a
 * normalized layer feels. Scaling its weights by c leaves its outputs alone, scales its gradient by
 * 1 / c, and so what a step turns the weights by as a learning rate smaller by c^2 would. Exact.
 * Cost: one pass over the weights.
 */
public final class EffectiveLearningRate implements Measure {
  private static final String ALL = "all";

  @Override
  public Card card() {
    return new Card(
        "effective-learning-rate",
        "effective learning rate",
        "How large are steps against the weights that normalization makes scale-free?",
        "a network with normalization layers, learning rate",
        "Falls as weights grow, even at a constant learning rate; weight decay keeps it up. Two"
            + " runs with the same value turn their weights equally fast.",
        "",
        "van Laarhoven 2017; Hoffer, Banner, Golan and Soudry, NeurIPS 2018");
  }

  @Override
  public Finding judge(Measurement found) {
    double all = found.number(ALL);
    return Double.isNaN(all) ? Finding.READING : Finding.of(NormFinding.EFFECTIVE_RATE, all);
  }

  @Override
  public Answer answer(MeasureContext context) {
    double rate = context.subject().facts().requireOptimizer().rate();
    List<ParameterGroup> groups = context.subject().problem().space().groups();
    if (groups.stream().noneMatch(group -> group.role() == Role.NORMALIZATION)) {
      throw new NotApplicableException(
          "without normalization layers the learning rate itself is the effective one");
    }
    Map<String, Double> rates = new LinkedHashMap<>();
    double total = 0;
    for (ParameterGroup group : groups) {
      if (group.role() == Role.WEIGHT) {
        try (ParameterVector part = context.subject().problem().parameters().view(group)) {
          double square = part.dot(part);
          total += square;
          rates.put(group.name(), rate / square);
        }
      }
    }
    rates.put(ALL, rate / total);
    if (rates.values().stream().anyMatch(value -> !Double.isFinite(value))) {
      throw new NotApplicableException("a weight tensor is zero: any step turns it entirely");
    }
    return Answer.exact(
        Value.Named.of(rates),
        "learning rate over squared Frobenius norms",
        Conventions.definition(
            "learning rate "
                + rate
                + " (the recipe's before any schedule unless another was given); tensors of role"
                + " weight, biases, normalizations and embeddings left out; layers without"
                + " normalization after them, such as the last, are given too"));
  }
}
