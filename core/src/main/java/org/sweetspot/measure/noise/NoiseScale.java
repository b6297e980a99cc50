package org.sweetspot.measure.noise;

import java.util.List;
import java.util.Optional;
import org.sweetspot.measure.Answer;
import org.sweetspot.measure.Card;
import org.sweetspot.measure.Measure;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.Sentence;
import org.sweetspot.measure.Work;

/** B_simple = tr(Sigma) / |G|^2 from the gradients of single examples. */
public final class NoiseScale implements Measure {
  @Override
  public Card card() {
    return new Card(
        "noise-scale",
        "simple noise scale",
        "From which batch size on do larger batches stop making the gradient much better?",
        "squared gradient norms of single examples",
        "A batch size. Far below it doubling the batch nearly halves the steps needed, so that the"
            + " learning rate may grow with the batch; far above it larger batches are wasted. It"
            + " grows during training.",
        "examples",
        "McCandlish et al. 2018, section 2.2");
  }

  @Override
  public String finding(Measurement found) {
    return words(found).orElseGet(() -> card().reading());
  }

  /** What a noise scale means for the batch size, as far as its error allows. */
  static Optional<String> words(Measurement found) {
    double scale = found.number();
    double error = found.margin();
    if (Double.isNaN(scale)) {
      return Optional.empty();
    }
    if (scale == 0) {
      return Optional.of(
          "All examples pull alike, to rounding: there is no noise, and one is as good as a"
              + " batch.");
    }
    return Optional.of(
        scale <= 2 * error
            ? Sentence.of(
                "Known to within its own size only (%.3g, error %.2g): which batches are large"
                    + " cannot be told; measure more examples.",
                scale, error)
            : Sentence.of(
                "Batches well below %.3g examples (error %.2g) are mostly noise, so that doubling"
                    + " them hardly wastes data; well above, a larger batch saves few steps.",
                scale, error));
  }

  @Override
  public List<Work> work(MeasureContext context) {
    return ExampleNoise.work(context);
  }

  @Override
  public Answer answer(MeasureContext context) {
    return ExampleNoise.of(context)
        .scale(
            ExampleNoise.estimator(context) + "; ratio of the two estimates",
            ExampleNoise.conventions(context));
  }
}
