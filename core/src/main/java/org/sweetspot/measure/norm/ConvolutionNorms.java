package org.sweetspot.measure.norm;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
import org.sweetspot.measure.NotApplicableException;
import org.sweetspot.measure.Value;
import org.sweetspot.measure.Work;
import org.sweetspot.problem.ConvolutionInputs;
import org.sweetspot.random.RandomStream;
import org.sweetspot.vector.ParameterGroup.Role;
import org.sweetspot.weights.WeightTensor;

/**
 * Norms of convolutions as linear maps, not of their reshaped kernels.
 *
 * <p>Where the model tells size, stride and zeros around of a layer's input, the norm is that of
 * the very map, by Lanczos. Else it is the supremum over all frequencies of ||K(omega)||, the norm
 * on unbounded inputs with stride 1, which bounds every size, padding and stride. It is taken over
 * a grid of N frequencies a side; between them the squared norm of a kernel of k points a side is
 * at most 1 / cos(pi (k - 1) / N) times as large (a trigonometric polynomial of degree k - 1), for
 * each side. The error is the distance to that certain bound. Cost: a few tens of products with
 * K(omega) for each frequency.
 */
public final class ConvolutionNorms implements Measure {
  private static final long ENTRIES = 1 << 23;
  private static final int MOST_POINTS = 64;

  @Override
  public Card card() {
    return new Card(
        "convolution-norms",
        "operator norms of convolutions",
        "By how much can each convolution stretch an image at most?",
        "kernels of convolutions",
        "Usually one and a half to three times the norm of the reshaped kernel; never more than"
            + " the square root of its positions times that.",
        "",
        "Sedghi, Gupta and Long 2019");
  }

  @Override
  public List<Work> work(MeasureContext context) {
    long largest =
        context.subject().weights().tensors().stream()
            .filter(ConvolutionNorms::isKernel)
            .mapToLong(WeightTensor::size)
            .max()
            .orElseThrow(() -> new NotApplicableException("there are no kernels of convolutions"));
    return List.of(new Work("operator norms of convolutions", 0, 0, 8 * largest));
  }

  @Override
  public Finding judge(Measurement found) {
    boolean none =
        found.parts().keySet().stream()
            .allMatch(layer -> found.number(layer) + found.margin(layer) <= 1);
    return found
        .largest()
        .map(
            most ->
                Finding.of(
                    none ? NormFinding.NONE_STRETCHES : NormFinding.STRETCHES_MOST,
                    most.getKey(),
                    most.getValue(),
                    found.margin(most.getKey())))
        .orElse(Finding.READING);
  }

  @Override
  public Answer answer(MeasureContext context) {
    Norms norms = of(context);
    if (norms.values().isEmpty()) {
      throw new NotApplicableException("there are no kernels of convolutions");
    }
    List<String> exact = norms.exact();
    boolean all = exact.size() == norms.values().size();
    return Answer.estimate(
        new Value.Named(norms.values()),
        new Value.Named(norms.errors()),
        "largest singular value of the map; error: how much larger it is at most",
        Conventions.definition(
            (exact.isEmpty() ? "" : "the layer's own input size, stride and zeros around: " + exact)
                + (exact.isEmpty() || all ? "" : "; ")
                + (all
                    ? ""
                    : "size unknown: on unbounded inputs with stride 1, which bounds every size,"
                        + " padding and stride")
                + "; kernels taken as ungrouped (for grouped ones this is an upper bound)"));
  }

  /**
   * The norms of all kernels, shared between measures.
   *
   * @param values by tensor
   * @param errors how much larger each is at most
   * @param exact tensors whose own input is known
   */
  record Norms(
      SortedMap<String, Double> values, SortedMap<String, Double> errors, List<String> exact) {
    /** What the convolution's norm is at most; empty where the tensor is no kernel. */
    Optional<Double> bound(String tensor) {
      return Optional.ofNullable(values.get(tensor))
          .map(value -> value + errors.getOrDefault(tensor, 0.0));
    }
  }

  static Norms of(MeasureContext context) {
    return context.bench().shared(Norms.class, "layers", () -> compute(context));
  }

  private static Norms compute(MeasureContext context) {
    SortedMap<String, Double> values = new TreeMap<>();
    SortedMap<String, Double> errors = new TreeMap<>();
    List<String> exact = new ArrayList<>();
    for (WeightTensor tensor : context.subject().weights().tensors()) {
      if (!isKernel(tensor)) {
        continue;
      }
      Convolution kernel = Convolution.load(tensor);
      RandomStream stream = context.sampling().stream("convolution-norm/" + tensor.name());
      ConvolutionInputs.Input input = input(context, tensor.name());
      if (input.known()) {
        values.put(tensor.name(), PaddedConvolution.norm(kernel, input, stream));
        errors.put(tensor.name(), 0.0);
        exact.add(tensor.name());
      } else {
        int[] points = points(kernel);
        double norm = new ConvolutionSymbol(kernel).largest(points, stream);
        values.put(tensor.name(), norm);
        errors.put(tensor.name(), norm * (excess(kernel, points) - 1));
      }
    }
    return new Norms(values, errors, List.copyOf(exact));
  }

  static boolean isKernel(WeightTensor tensor) {
    return tensor.role() == Role.WEIGHT && tensor.size() > 0 && Convolution.fits(tensor);
  }

  private static ConvolutionInputs.Input input(MeasureContext context, String name) {
    return context.subject().hasProblem()
        ? context
            .subject()
            .problem()
            .ability(ConvolutionInputs.class)
            .map(known -> known.convolutionInputs().get(name))
            .orElse(ConvolutionInputs.Input.UNKNOWN)
        : ConvolutionInputs.Input.UNKNOWN;
  }

  private static int[] points(Convolution kernel) {
    int most = MOST_POINTS;
    double entries = (double) kernel.out * kernel.in;
    while (most > 8 && Math.pow(most, kernel.sides.length) * entries > ENTRIES) {
      most /= 2;
    }
    int grid = most;
    return Arrays.stream(kernel.sides)
        .map(side -> side == 1 ? 1 : Math.max(grid, 4 * (side - 1)))
        .toArray();
  }

  private static double excess(Convolution kernel, int[] points) {
    double square = 1;
    for (int axis = 0; axis < points.length; axis++) {
      square /= Math.cos(Math.PI * (kernel.sides[axis] - 1) / points[axis]);
    }
    return Math.sqrt(square);
  }
}
