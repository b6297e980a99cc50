package org.sweetspot.control.invariant;

import java.util.List;
import org.sweetspot.control.change.Change;
import org.sweetspot.control.probe.Reading;
import org.sweetspot.control.probe.Readings;
import org.sweetspot.recipe.Recipe;

/** Signal over noise in one batch (McCandlish et al. 2018). */
public final class SignalToNoise implements Invariant {
  @Override
  public Card card() {
    return new Card(
        "gradient signal to noise",
        "Squared mean gradient over its variance in one batch, along the baseline;"
            + " above 1 a step sees more signal than noise.",
        "");
  }

  @Override
  public boolean applies(List<Recipe> recipes) {
    return true;
  }

  @Override
  public double of(Recipe recipe, Change change, Readings readings) {
    double batch = Math.min(recipe.training().batch(), change.examples(recipe));
    return readings.mean(reading -> Math.max(0, reading.signal()))
        * batch
        / readings.mean(Reading::noise);
  }
}
