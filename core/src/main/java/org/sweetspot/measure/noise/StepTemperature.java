package org.sweetspot.measure.noise;

import org.sweetspot.measure.Answer;
import org.sweetspot.measure.Card;
import org.sweetspot.measure.Conventions;
import org.sweetspot.measure.Finding;
import org.sweetspot.measure.Measure;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.NotApplicableException;
import org.sweetspot.measure.Value;
import org.sweetspot.recipe.OptimizerRecipe;

/** eta / (B (1 - m)), the SGD noise scale, which the recipe alone sets. */
public final class StepTemperature implements Measure {
  @Override
  public Card card() {
    return new Card(
        "step-temperature",
        "SGD noise scale",
        "How much noise does the recipe let in, whatever the network?",
        "optimizer (SGD) and batch size",
        "Recipes with equal values tend to generalize alike while batches are below the noise"
            + " scale; a batch eight times larger at the same rate makes it eight times colder.",
        "",
        "Mandt, Hoffman and Blei 2017; Smith and Le, ICLR 2018; Jastrzebski et al. 2017");
  }

  @Override
  public Finding judge(Measurement found) {
    double temperature = found.number();
    return Double.isNaN(temperature)
        ? Finding.READING
        : Finding.of(NoiseFinding.STEP_PER_EXAMPLE, temperature);
  }

  @Override
  public Answer answer(MeasureContext context) {
    return Answer.exact(Value.of(of(context)), "eta / (B (1 - m))", conventions(context));
  }

  static double of(MeasureContext context) {
    OptimizerRecipe optimizer = context.subject().facts().requireOptimizer();
    if (!(optimizer instanceof OptimizerRecipe.Sgd sgd)) {
      throw new NotApplicableException(
          "an adaptive optimizer rescales each weight's noise by its own history; the temperature"
              + " eta / (B (1 - m)) speaks of SGD only");
    }
    return of(sgd, context.subject().facts().requireBatch());
  }

  /** The SGD noise scale eta / (B (1 - m)) of a recipe. */
  public static double of(OptimizerRecipe.Sgd sgd, double batch) {
    return sgd.rate() / (batch * (1 - sgd.momentum()));
  }

  static Conventions conventions(MeasureContext context) {
    return Conventions.definition(
        "batch "
            + context.subject().facts().requireBatch()
            + ", learning rate "
            + context.subject().facts().requireOptimizer().rate()
            + " (the recipe's before any schedule unless another was given), momentum without"
            + " dampening");
  }
}
