package org.sweetspot.control.correction;

import static java.lang.String.format;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.sweetspot.control.change.Aspect;
import org.sweetspot.recipe.NormalizationRecipe;
import org.sweetspot.recipe.Recipe;
import org.sweetspot.statistics.Figures;

/**
 * Ghost batch normalization over chunks of the old batch, which keeps the noise of the statistics
 * exactly (Hoffer et al., NeurIPS 2017).
 */
public final class GhostNormalization implements Correction {

  @Override
  public Card card() {
    return new Card(
        "ghost-normalization",
        "ghost batch normalization",
        "Batch normalization over chunks of the old batch, which keeps the noise of its"
            + " statistics.",
        "the batch grows and the model has batch normalization",
        "none; trying: one training a seed",
        "Not kept on examples/fashion-large-batch.yaml (Fashion-MNIST, batch 128 to"
            + " 2048): no significant improvement beside the rate.",
        "Hoffer et al., NeurIPS 2017");
  }

  @Override
  public Set<Aspect> answers() {
    return Set.of(Aspect.BATCH);
  }

  @Override
  public Stage stage() {
    return Stage.NORMALIZATION;
  }

  @Override
  public List<Proposal> propose(Situation situation, Recipe current) {
    NormalizationRecipe normalization = current.model().normalization();
    int old = situation.change().baseline().training().batch();
    if (normalization.kind() != NormalizationRecipe.Kind.BATCH
        || situation.kappa() <= 1
        || old < 2) {
      return List.of();
    }
    String reason =
        format(
            Locale.ROOT,
            "statistics over chunks of %d examples keep the noise of the normalization, which a"
                + " batch of %d makes %s times smaller",
            old,
            situation.change().batch(),
            Figures.three(Math.sqrt(situation.kappa())));
    return List.of(
        new Proposal(
            "ghost batch normalization",
            reason,
            current.withModel(current.model().withNormalization(normalization.withGhost(old)))));
  }
}
