package org.sweetspot.measure.target;

import java.util.Optional;
import java.util.OptionalLong;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.MeasureSettings;
import org.sweetspot.measure.TrainingFacts;
import org.sweetspot.recipe.EngineRecipe;
import org.sweetspot.vector.ChosenGroups;
import org.sweetspot.vector.Precision;

/**
 * How exactly, and with which training in mind, a target is measured.
 *
 * @param seed of all draws; a run's own, or 1, if none is given
 * @param groups pattern of the names of tensors whose curvature is asked for, if any
 * @param facts what is said of the training; a run knows its own
 * @param engine where and in which precision files are computed; a run knows its own
 * @param spending how much to spend
 */
public record TargetSettings(
    OptionalLong seed,
    Optional<String> groups,
    TrainingFacts facts,
    EngineRecipe engine,
    Spending spending) {
  /** Nothing is asked for in particular. */
  public static final TargetSettings DEFAULT = spending(MeasureSettings.DEFAULT);

  /** How much to spend, where that depends on the target. */
  @FunctionalInterface
  public interface Spending {
    /**
     * How much to spend.
     *
     * @param precision of the problem
     * @param examples that curvature and noise are measured on, unless asked otherwise
     */
    MeasureSettings of(Precision precision, int examples);
  }

  /** Measures every target with these settings. */
  public static TargetSettings spending(MeasureSettings settings) {
    return new TargetSettings(
        OptionalLong.empty(),
        Optional.empty(),
        TrainingFacts.UNKNOWN,
        EngineRecipe.DEFAULT,
        (precision, examples) -> settings);
  }

  /** The seed of a target that has none of its own. */
  long fileSeed() {
    return seed.orElse(1);
  }

  /** The context with the chosen groups, if any were. */
  MeasureContext choose(MeasureContext context) {
    return groups
        .map(
            pattern ->
                context.withGroups(ChosenGroups.of(pattern, context.subject().problem().space())))
        .orElse(context);
  }
}
