package org.sweetspot.measure.norm;

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
import org.sweetspot.measure.NotApplicableException;
import org.sweetspot.measure.Value;
import org.sweetspot.measure.Work;
import org.sweetspot.vector.ParameterGroup.Role;
import org.sweetspot.weights.LayerMatrices;
import org.sweetspot.weights.Layout;
import org.sweetspot.weights.WeightTensor;

/**
 * The largest singular value of each layer's weight matrix, and the product of what the layers'
 * maps stretch an input by at most, which for a convolution is not the norm of its reshaped kernel.
 */
public final class SpectralNorms implements Measure {
  private static final String PRODUCT = "product";
  private static final String OVERFLOW = "product-overflows";

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
  public Finding judge(Measurement found) {
    double product = found.number(PRODUCT);
    if (Double.isNaN(product)) {
      return found.detail(OVERFLOW) == 1
          ? Finding.of(NormFinding.BOUND_OVERFLOWS)
          : Finding.READING;
    }
    return product == 0
        ? Finding.of(NormFinding.LAYER_ZERO)
        : Finding.of(
            product > 1 ? NormFinding.CHANGES_CAN_GROW : NormFinding.CHANGES_CANNOT_GROW, product);
  }

  @Override
  public Answer answer(MeasureContext context) {
    SortedMap<String, Double> norms = new TreeMap<>(layers(context));
    double product = product(context);
    boolean overflows = Double.isInfinite(product);
    if (!overflows) {
      norms.put(PRODUCT, product);
    }
    boolean convolutions =
        context.subject().weights().tensors().stream().anyMatch(SpectralNorms::isSpread);
    Answer answer =
        Answer.exact(
            new Value.Named(norms),
            "Lanczos on W W' or W' W to a residual of 1e-9 of the square",
            Conventions.definition(
                LayerMatrices.of(context.subject().weights()).text()
                    + "; embeddings left out; product over all layers"
                    + (convolutions
                        ? ", convolutions by what their map stretches an input by at most"
                            + " (convolution-norms with its error): the norm of a reshaped kernel,"
                            + " given here by layer, bounds nothing"
                        : "")
                    + (overflows ? ", left out since it is beyond all numbers" : "")));
    return overflows ? answer.withDetail(OVERFLOW, 1) : answer;
  }

  /**
   * At most so many times a change of the input grows in a plain network of these layers: the
   * product of the norms of their maps. Infinite where it is beyond all numbers.
   */
  public static double product(MeasureContext context) {
    ConvolutionNorms.Norms convolutions = ConvolutionNorms.of(context);
    double product = 1;
    boolean zero = false;
    for (WeightTensor tensor : LayerMatrices.of(context.subject().weights()).tensors()) {
      Double matrix = layers(context).get(tensor.name());
      if (matrix != null) {
        double norm = convolutions.bound(tensor.name()).orElse(matrix * spread(tensor));
        zero |= norm == 0;
        product *= norm;
      }
    }
    return zero ? 0 : product;
  }

  /**
   * How much more than the norm of its reshaped kernel a map whose positions overlap can have at
   * most: K positions of an input meet K outputs each, so that it is the square root of K. For a
   * depthwise kernel that matrix holds each channel's outputs apart, which costs their number more.
   */
  private static double spread(WeightTensor tensor) {
    if (!isSpread(tensor)) {
      return 1;
    }
    List<Long> shape = tensor.shape();
    int axes = shape.size();
    boolean outLast = tensor.layout() != Layout.OUT_FIRST && tensor.layout() != Layout.IN_FIRST;
    double taps = 1;
    for (long side : outLast ? shape.subList(0, axes - 2) : shape.subList(2, axes)) {
      taps *= side;
    }
    return Math.sqrt(tensor.layout() == Layout.DEPTHWISE ? taps * shape.get(axes - 1) : taps);
  }

  private static boolean isSpread(WeightTensor tensor) {
    return tensor.role() == Role.WEIGHT
        && tensor.shape().size() > 2
        && tensor.layout() != Layout.BY_DIRECTION
        && tensor.layout() != Layout.TABLE;
  }

  /** The norms as the plan shows them; no passes over data. */
  public static List<Work> planned(MeasureContext context) {
    long largest =
        LayerMatrices.of(context.subject().weights()).tensors().stream()
            .filter(tensor -> tensor.role() == Role.WEIGHT)
            .mapToLong(WeightTensor::size)
            .max()
            .orElseThrow(() -> new NotApplicableException("there are no weights in matrix form"));
    return List.of(new Work("spectral norms of all layers", 0, 0, 8 * largest));
  }

  static SortedMap<String, Double> layers(MeasureContext context) {
    return context
        .bench()
        .shared(Norms.class, "layers", () -> new Norms(compute(context)))
        .byLayer();
  }

  private static SortedMap<String, Double> compute(MeasureContext context) {
    SortedMap<String, Double> norms = new TreeMap<>();
    for (WeightTensor tensor : LayerMatrices.of(context.subject().weights()).tensors()) {
      if (tensor.role() == Role.WEIGHT) {
        norms.put(
            tensor.name(),
            SpectralNorm.of(
                tensor.name(),
                LayerMatrices.load(tensor),
                context.sampling().stream("spectral-norm/" + tensor.name())));
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
