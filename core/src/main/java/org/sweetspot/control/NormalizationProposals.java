package org.sweetspot.control;

import static java.lang.String.format;

import java.util.List;
import java.util.Locale;
import org.sweetspot.recipe.NormalizationRecipe;
import org.sweetspot.recipe.Recipe;

/**
 * Ghost batch normalization over chunks of the old batch, which keeps the noise of the statistics
 * exactly (Hoffer et al., NeurIPS 2017).
 */
final class NormalizationProposals implements ProposalSource {
  @Override
  public List<Proposal> propose(PlanBasis basis, Recipe current) {
    NormalizationRecipe normalization = current.model().normalization();
    int old = basis.change().baseline().training().batch();
    if (normalization.kind() != NormalizationRecipe.Kind.BATCH || basis.kappa() <= 1 || old < 2) {
      return List.of();
    }
    String reason =
        format(
            Locale.ROOT,
            "statistics over chunks of %d examples keep the noise of the normalization, which a"
                + " batch of %d makes %s times smaller",
            old,
            basis.change().batch(),
            Figures.three(Math.sqrt(basis.kappa())));
    return List.of(
        new Proposal(
            "ghost batch normalization",
            reason,
            current.withModel(current.model().withNormalization(normalization.withGhost(old)))));
  }
}
