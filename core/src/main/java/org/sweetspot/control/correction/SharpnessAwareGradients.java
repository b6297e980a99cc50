package org.sweetspot.control.correction;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.sweetspot.control.change.Aspect;
import org.sweetspot.control.change.TrainingCost;
import org.sweetspot.recipe.Recipe;
import org.sweetspot.recipe.SharpnessAwareRecipe;
import org.sweetspot.statistics.Figures;

/**
 * Gradients at the worst point nearby where another regularizer was taken away or changed: they
 * favour flat minima by themselves.
 */
public final class SharpnessAwareGradients implements Correction {
  private static final List<Double> RADII = List.of(0.05, 0.2);

  @Override
  public Card card() {
    return new Card(
        "sam",
        "sharpness-aware gradients",
        "Each gradient is taken at the worst point within 0.05, or 0.2, of the weights.",
        "augmentation, label smoothing, decay or averaging changed, and gradients are plain",
        "two gradients for each update; trying: two trainings a seed, at twice the cost each",
        "On examples/control/smoothing.yaml (digits, no label smoothing instead of 0.1, 10 seeds)"
            + " the change costs 0.5 points; +0.8 points (0.5 to 1.0) of validation accuracy at"
            + " radius 0.2, 123% of the gap won back (89% to 200%); +0.2 (0.1 to 0.3) at 0.05. It"
            + " takes twice the compute: against the baseline at equal cost +0.3 points (-0.0 to"
            + " 0.6) of test accuracy, no significant effect.",
        "Foret et al., ICLR 2021");
  }

  @Override
  public Set<Aspect> answers() {
    return Set.of(Aspect.AUGMENTATION, Aspect.SMOOTHING, Aspect.DECAY, Aspect.AVERAGING);
  }

  @Override
  public Stage stage() {
    return Stage.REGULARIZATION;
  }

  @Override
  public List<Proposal> propose(Situation situation, Recipe current) {
    boolean plain = current.training().sharpnessAware().kind() == SharpnessAwareRecipe.Kind.NONE;
    Set<Aspect> aspects = situation.change().aspects();
    boolean changed = answers().stream().anyMatch(aspects::contains);
    if (!plain
        || !changed
        || aspects.contains(Aspect.SHARPNESS)
        || current.training().isCommand()) {
      return List.of();
    }
    List<Proposal> proposals = new ArrayList<>();
    TrainingCost baseline = situation.change().cost(situation.change().baseline());
    for (double radius : RADII) {
      Recipe aware =
          current.withTraining(
              current
                  .training()
                  .withSharpnessAware(
                      new SharpnessAwareRecipe(SharpnessAwareRecipe.Kind.SAM, radius, 1)));
      if (situation.change().cost(aware).times(baseline) <= situation.cost()) {
        proposals.add(
            new Proposal(
                "SAM, radius " + Figures.three(radius),
                "gradients at the worst point within "
                    + Figures.three(radius)
                    + " of the weights keep from sharp minima what was kept from them otherwise",
                aware));
      }
    }
    return List.copyOf(proposals);
  }
}
