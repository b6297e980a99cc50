package org.sweetspot.control;

import java.util.List;
import org.sweetspot.recipe.Recipe;

/** One kind of correction, proposed for the recipe as it stands after the kept ones. */
interface ProposalSource {
  /** Proposals in the order in which to try them; empty where there is nothing to propose. */
  List<Proposal> propose(PlanBasis basis, Recipe current);

  /** Whether the next proposal is tried also after one was kept, on top of it. */
  default boolean builds() {
    return false;
  }
}
