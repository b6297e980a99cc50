package org.sweetspot.control;

import java.util.List;
import org.sweetspot.recipe.Recipe;

/** One kind of correction, proposed for the recipe as it stands after the kept ones. */
interface ProposalSource {
  /** Proposals that exclude each other; empty where there is nothing to propose. */
  List<Proposal> propose(PlanBasis basis, Recipe current);
}
