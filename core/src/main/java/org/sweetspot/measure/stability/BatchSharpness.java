package org.sweetspot.measure.stability;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
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
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Linearization;
import org.sweetspot.problem.SecondOrder;
import org.sweetspot.random.RandomStream;
import org.sweetspot.recipe.OptimizerRecipe;
import org.sweetspot.statistics.Jackknife;
import org.sweetspot.statistics.Sample;
import org.sweetspot.vector.ParameterVector;

/**
 * The curvature of batch losses along their own gradients, over random batches:
 *
 * <pre>
 * mean of ratios  E[ g_B' H_B g_B / ||g_B||^2 ]
 * ratio of means  E[ g_B' H_B g_B ] / E[ ||g_B||^2 ]
 * </pre>
 */
public final class BatchSharpness implements Measure {
  private static final int DRAWS = 32;

  @Override
  public Card card() {
    return new Card(
        "batch-sharpness",
        "batch sharpness",
        "How sharp is the loss of a batch along the step that SGD takes on it?",
        "Hessian products and the batch size; the learning rate for the edge",
        "SGD tends to hover where the mean of ratios is near the edge 2 / eta, while the largest"
            + " eigenvalue of the whole Hessian stays below it. The two conventions differ a lot:"
            + " compare like with like.",
        "",
        "Andreyev and Beneventano 2024 (edge of stochastic stability)");
  }

  @Override
  public List<Work> work(MeasureContext context) {
    context.subject().require(SecondOrder.class);
    double share =
        (double) DRAWS
            * context.subject().facts().requireBatch()
            / context.sampling().batch().size();
    return List.of(new Work("gradients and products of random batches", share, share, 0));
  }

  @Override
  public Finding judge(Measurement found) {
    double sharpness = found.number("mean-of-ratios");
    double edge = found.number("edge");
    if (Double.isNaN(sharpness) || Double.isNaN(edge)) {
      return Finding.READING;
    }
    return Finding.of(
        Math.abs(sharpness - edge) <= 2 * found.margin("mean-of-ratios")
            ? StabilityFinding.BATCHES_AT_EDGE
            : sharpness < edge
                ? StabilityFinding.BATCHES_BELOW_EDGE
                : StabilityFinding.BATCHES_BEYOND_EDGE,
        sharpness / edge);
  }

  @Override
  public Answer answer(MeasureContext context) {
    SecondOrder problem = context.subject().require(SecondOrder.class);
    int size = context.subject().facts().requireBatch();
    Batch all = context.sampling().batch();
    if (size > all.size()) {
      throw new NotApplicableException(
          "needs at least as many measured examples as the batch of "
              + size
              + ", got "
              + all.size()
              + "; measure more examples");
    }
    int draws = size == all.size() ? 1 : DRAWS;
    double[] forms = new double[draws];
    double[] squares = new double[draws];
    RandomStream stream = context.sampling().stream("batch-sharpness");
    try (ParameterVector image = context.subject().problem().space().zero()) {
      for (int k = 0; k < draws; k++) {
        Batch batch = draw(all, size, stream);
        try (Linearization graph = problem.linearize(batch, context.subject().stepMode())) {
          graph.apply(graph.gradient(), image);
          forms[k] = graph.gradient().dot(image);
          squares[k] = graph.gradient().dot(graph.gradient());
        }
      }
    }
    double share = (double) draws * size / all.size();
    context.bench().work().addGradients(share);
    context.bench().work().addProducts(share);
    return answer(context, forms, squares, size);
  }

  private static Batch draw(Batch all, int size, RandomStream stream) {
    int[] indices = all.indices();
    int[] order = stream.permutation(indices.length);
    int[] drawn = new int[size];
    Arrays.setAll(drawn, i -> indices[order[i]]);
    return Batch.of(all.split(), drawn);
  }

  private static Answer answer(MeasureContext context, double[] forms, double[] squares, int size) {
    int draws = forms.length;
    double[] ratios = new double[draws];
    for (int k = 0; k < draws; k++) {
      if (!(squares[k] > 0)) {
        throw new NotApplicableException(
            "a batch has a gradient of exactly zero, and no direction");
      }
      ratios[k] = forms[k] / squares[k];
    }
    double sumOfForms = Arrays.stream(forms).sum();
    double sumOfSquares = Arrays.stream(squares).sum();
    Map<String, Double> values = new TreeMap<>();
    Map<String, Double> errors = new TreeMap<>();
    values.put("mean-of-ratios", Sample.mean(ratios));
    values.put("ratio-of-means", sumOfForms / sumOfSquares);
    if (draws > 1) {
      errors.put("mean-of-ratios", Sample.standardError(ratios));
      errors.put(
          "ratio-of-means",
          Jackknife.standardError(
              draws, k -> (sumOfForms - forms[k]) / (sumOfSquares - squares[k])));
    }
    Conventions conventions =
        context
            .sampling()
            .drawn(context.subject().stepMode())
            .and(
                Conventions.DEFINITION,
                "batches of " + size + " without replacement; " + edge(context, values));
    return draws > 1
        ? Answer.estimate(
            Value.Named.of(values),
            Value.Named.of(errors),
            draws
                + " random batches; standard error over batches, by a jackknife for the ratio"
                + " of means",
            conventions)
        : Answer.exact(Value.Named.of(values), "the batch is all there is", conventions);
  }

  private static String edge(MeasureContext context, Map<String, Double> values) {
    if (context.subject().facts().optimizer() instanceof OptimizerRecipe.Sgd sgd) {
      values.put("edge", 2 / sgd.rate());
      return "edge is 2 / eta of plain SGD"
          + (sgd.momentum() == 0
              ? "; "
              : ", the recipe's momentum of " + sgd.momentum() + " left out; ");
    }
    return "no edge: no SGD with one rate for all layers is known; ";
  }
}
