package org.sweetspot.measure.norm;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.sweetspot.measure.Answer;
import org.sweetspot.measure.Card;
import org.sweetspot.measure.Measure;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.NotApplicableException;
import org.sweetspot.measure.Sentence;
import org.sweetspot.measure.Value;
import org.sweetspot.measure.Work;
import org.sweetspot.vector.ParameterGroup.Role;
import org.sweetspot.weights.LayerMatrices;
import org.sweetspot.weights.WeightTensor;

/** The largest singular value of each layer's weight matrix, and their product. */
public final class SpectralNorms implements Measure {
  @Override
  public Card card() {
    return new Card(
        "spectral-norms",
        "spectral norms",
        "By how much can each layer stretch its input at most?",
        "weights in matrix form",
        "The product bounds how fast the outputs of a plain network can change with its inputs;"
            + " large products with small margins go along with poor generalization. Means little"
            + " where normalization layers undo the scale.",
        "",
        "Bartlett, Foster and Telgarsky 2017");
  }

  @Override
  public List<Work> work(MeasureContext context) {
    return planned(context);
  }

  @Override
  public String finding(Measurement found) {
    double product = found.number("product");
    return Double.isNaN(product)
        ? card().reading()
        : Sentence.of(
            "In a plain network of ReLU or tanh a change of the input grows at most %.3g times on its"
                + " way to the outputs; %s. The true growth may be far smaller.",
            product,
            product > 1 ? "small changes can become large" : "no change can become larger");
  }

  @Override
  public Answer answer(MeasureContext context) {
    SortedMap<String, Double> norms = new TreeMap<>(layers(context));
    norms.put("product", product(context));
    return Answer.exact(
        new Value.Named(norms),
        "Lanczos on W W' or W' W to a residual of 1e-9 of the square",
        LayerMatrices.of(context.weights()).text()
            + "; of a convolution's kernel this is not the norm of the convolution (see"
            + " convolution-norms); embeddings left out; product over all layers");
  }

  /** The product over all layers, shared between measures. */
  public static double product(MeasureContext context) {
    return layers(context).values().stream().reduce(1.0, (a, b) -> a * b);
  }

  /** The norms as the plan shows them; no passes over data. */
  public static List<Work> planned(MeasureContext context) {
    long largest =
        LayerMatrices.of(context.weights()).tensors().stream()
            .filter(tensor -> tensor.role() == Role.WEIGHT)
            .mapToLong(WeightTensor::size)
            .max()
            .orElseThrow(() -> new NotApplicableException("there are no weights in matrix form"));
    return List.of(new Work("spectral norms of all layers", 0, 0, 8 * largest));
  }

  private static SortedMap<String, Double> layers(MeasureContext context) {
    return context.shared(Norms.class, "layers", () -> new Norms(compute(context))).byLayer();
  }

  private static SortedMap<String, Double> compute(MeasureContext context) {
    SortedMap<String, Double> norms = new TreeMap<>();
    for (WeightTensor tensor : LayerMatrices.of(context.weights()).tensors()) {
      if (tensor.role() == Role.WEIGHT) {
        norms.put(
            tensor.name(),
            SpectralNorm.of(
                tensor.name(),
                LayerMatrices.load(tensor),
                context.stream("spectral-norm/" + tensor.name())));
      }
    }
    if (norms.isEmpty()) {
      throw new NotApplicableException("there are no weights in matrix form");
    }
    return norms;
  }

  /** The shared result. */
  private record Norms(SortedMap<String, Double> byLayer) {}
}
