package org.sweetspot.control.correction;

import java.util.List;
import java.util.Set;
import org.sweetspot.control.change.Aspect;
import org.sweetspot.recipe.Recipe;
import org.sweetspot.recipe.SparsityRecipe;

/** Sparse gradients until the last fifth of the training, dense ones in it. */
public final class DenseLastPhase implements Correction {
  private static final double UNTIL = 0.8;

  @Override
  public Card card() {
    return new Card(
        "dense-last-phase",
        "dense last phase",
        "Gradients are dense in the last fifth of the updates, where the noise of those left out"
            + " outlasts the signal.",
        "gradients are sparse",
        "a fifth of the products are dense; trying: one training a seed",
        "No effect on examples/control/sparse-gradients.yaml (digits, 1:4 of the derivatives, 10"
            + " seeds), on top of unbiased gradients: 0.0 points (-0.1 to +0.1).",
        "Chmiel et al., ICLR 2023; arXiv 2505.19115");
  }

  @Override
  public Set<Aspect> answers() {
    return Set.of(Aspect.SPARSITY);
  }

  @Override
  public Stage stage() {
    return Stage.AVERAGING;
  }

  @Override
  public List<Proposal> propose(Situation situation, Recipe current) {
    SparsityRecipe sparsity = current.training().sparsity();
    if (sparsity.sparseGradients().isEmpty() || sparsity.until() < 1) {
      return List.of();
    }
    return List.of(
        new Proposal(
            "dense gradients in the last fifth",
            "late gradients are small beside the noise of what is left out",
            current.withTraining(
                current
                    .training()
                    .withSparsity(sparsity.withGradients(sparsity.gradients(), UNTIL)))));
  }
}
