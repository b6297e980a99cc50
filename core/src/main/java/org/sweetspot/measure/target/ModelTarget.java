package org.sweetspot.measure.target;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.TrainingFacts;
import org.sweetspot.problem.Problem;
import org.sweetspot.random.Seed;
import org.sweetspot.training.Engine;
import org.sweetspot.vector.Precision;

/**
 * A model with data that no recipe made: a module from a file, or a model in another process.
 *
 * @param name of what is measured
 * @param loader opens the model
 */
public record ModelTarget(String name, Loader loader) implements Target {
  /** Opens a model wherever it is. */
  @FunctionalInterface
  public interface Loader {
    /**
     * Opens it.
     *
     * @param seed of draws, for the provenance
     */
    Loaded load(long seed) throws IOException;
  }

  /**
   * A model that was opened.
   *
   * @param problem model, data and loss
   * @param called what messages call it
   * @param precision of its arithmetic
   * @param examples that curvature and noise are measured on, unless asked otherwise
   * @param facts what is known of its training
   * @param provenance where its numbers come from
   * @param resources closed after the measurement, in this order
   */
  public record Loaded(
      Problem problem,
      String called,
      Precision precision,
      int examples,
      TrainingFacts facts,
      Map<String, String> provenance,
      List<? extends AutoCloseable> resources) {}

  @Override
  public OpenTarget open(Engine engine, TargetSettings settings) throws IOException {
    long seed = settings.fileSeed();
    Loaded model = loader.load(seed);
    MeasureContext context =
        new MeasureContext(
                model.problem(),
                model.facts(),
                settings.spending().of(model.precision(), model.examples()),
                new Seed(seed))
            .withAlgebra(engine.algebra(settings.engine().threads()));
    try {
      MeasureContext chosen = settings.choose(context);
      FiniteLoss.require(model.problem(), model.called());
      return opened(chosen, model);
    } catch (RuntimeException refused) {
      opened(context, model).close();
      throw refused;
    }
  }

  private OpenTarget opened(MeasureContext context, Loaded model) {
    return new OpenTarget(name, context, model.provenance(), model.resources());
  }
}
