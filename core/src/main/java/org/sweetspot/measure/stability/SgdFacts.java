package org.sweetspot.measure.stability;

import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.NotApplicableException;
import org.sweetspot.recipe.OptimizerRecipe;

/**
 * The plain SGD that a condition speaks of.
 *
 * @param rate learning rate
 * @param batch examples in one update
 * @param momentum that the recipe has and the condition leaves out
 */
record SgdFacts(double rate, int batch, double momentum) {
  static SgdFacts of(MeasureContext context) {
    OptimizerRecipe optimizer = context.subject().facts().requireOptimizer();
    int batch = context.subject().facts().requireBatch();
    if (optimizer instanceof OptimizerRecipe.Sgd sgd) {
      return new SgdFacts(sgd.rate(), batch, sgd.momentum());
    }
    throw new NotApplicableException(
        "known for SGD only, and the optimizer is adaptive; stability-margin speaks of it");
  }

  /** What is left out, if anything. */
  String words() {
    return "learning rate "
        + rate
        + (momentum == 0
            ? "; "
            : ", the recipe's momentum of " + momentum + " left out, which would change it; ");
  }
}
