package org.sweetspot.measure.spectrum;

import java.util.ArrayList;
import java.util.List;
import org.sweetspot.matrix.Matrix;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.NotApplicableException;
import org.sweetspot.measure.Work;
import org.sweetspot.random.RandomStream;
import org.sweetspot.weights.LayerMatrices;
import org.sweetspot.weights.WeightTensor;

/**
 * The spectra of all layers, of the weights as they are or of a null control. Tensors are loaded
 * and decomposed one at a time; only singular values stay. Cost: one decomposition a layer, done
 * once for all measures.
 *
 * @param layers in the order of the model or the file
 */
public record LayerSpectra(List<LayerSpectrum> layers) {
  /** What is decomposed. */
  public enum Weighting {
    /** The weights as they are. */
    TRAINED,
    /** Independent normal entries of mean zero and the layer's own mean square. */
    GAUSSIAN,
    /** The layer's own entries in random order. */
    SHUFFLED
  }

  /** Copies the list. */
  public LayerSpectra {
    layers = List.copyOf(layers);
  }

  /** The spectra, shared between measures. */
  public static LayerSpectra of(MeasureContext context, Weighting weighting) {
    return context.bench().shared(LayerSpectra.class, weighting, () -> compute(context, weighting));
  }

  /**
   * The decompositions as the plan shows them; no passes over data.
   *
   * @param controls whether random weights of the same shapes are decomposed too
   */
  static List<Work> work(MeasureContext context, boolean controls) {
    List<WeightTensor> tensors = LayerMatrices.of(context.subject().weights()).tensors();
    requireSome(tensors, context);
    long bytes = 8 * tensors.stream().mapToLong(WeightTensor::size).max().orElse(0);
    Work trained = new Work("singular values of all layers", 0, 0, bytes);
    return controls
        ? List.of(trained, new Work("singular values of both random controls", 0, 0, bytes))
        : List.of(trained);
  }

  private static void requireSome(List<?> layers, MeasureContext context) {
    if (layers.isEmpty()) {
      throw new NotApplicableException(
          "there are no weights in matrix form; "
              + LayerMatrices.of(context.subject().weights()).text());
    }
  }

  private static LayerSpectra compute(MeasureContext context, Weighting weighting) {
    List<LayerSpectrum> layers = new ArrayList<>();
    for (WeightTensor tensor : LayerMatrices.of(context.subject().weights()).tensors()) {
      Matrix matrix = LayerMatrices.load(tensor);
      RandomStream stream =
          context.sampling().stream("spectrum/" + weighting + "/" + tensor.name());
      switch (weighting) {
        case TRAINED -> {}
        case GAUSSIAN -> redraw(matrix.entries(), stream);
        case SHUFFLED -> shuffle(matrix.entries(), stream);
      }
      layers.add(
          LayerSpectrum.of(tensor.name(), matrix, tensor.epsilon(), context.bench().algebra()));
    }
    requireSome(layers, context);
    return new LayerSpectra(layers);
  }

  // In place: the entries are a fresh copy, and a second one of a large layer would not be small.
  private static void redraw(double[] entries, RandomStream stream) {
    double square = 0;
    for (double entry : entries) {
      square += entry * entry;
    }
    double deviation = Math.sqrt(square / entries.length);
    for (int i = 0; i < entries.length; i++) {
      entries[i] = deviation * stream.nextGaussian();
    }
  }

  private static void shuffle(double[] entries, RandomStream stream) {
    for (int i = entries.length - 1; i > 0; i--) {
      int j = stream.nextInt(i + 1);
      double entry = entries[i];
      entries[i] = entries[j];
      entries[j] = entry;
    }
  }
}
