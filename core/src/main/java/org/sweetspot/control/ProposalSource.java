package org.sweetspot.control;

import java.util.List;
import org.sweetspot.recipe.Recipe;

/** One kind of correction, proposed for the recipe as it stands after the kept ones. */
interface ProposalSource {
  /** Proposals, the likeliest first; empty where there is nothing to propose. */
  List<Proposal> propose(PlanBasis basis, Recipe current);

  /** Whether proposals are tried on top of each other; otherwise they exclude each other. */
  default boolean builds() {
    return false;
  }
}
