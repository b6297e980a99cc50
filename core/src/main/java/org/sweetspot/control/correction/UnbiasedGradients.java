package org.sweetspot.control.correction;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.sweetspot.control.change.Aspect;
import org.sweetspot.recipe.PrecisionRecipe;
import org.sweetspot.recipe.PrecisionRecipe.Kind;
import org.sweetspot.recipe.Recipe;

/** Gradients of as many bits, rounded so that their mean is right. */
public final class UnbiasedGradients implements Correction {
  private static final Map<Kind, Kind> UNBIASED =
      Map.of(
          Kind.NAIVE_LOG, Kind.LUQ,
          Kind.NVFP4_NEAREST, Kind.NVFP4,
          Kind.MXFP4_NEAREST, Kind.MXFP4);

  @Override
  public Card card() {
    return new Card(
        "unbiased-gradients",
        "unbiased gradients",
        "The derivatives that enter the products are rounded stochastically in the same format.",
        "products are in four bits and gradients rounded to the nearest",
        "random numbers; trying: one training a seed",
        "No effect on examples/control/luq.yaml (digits, 4 bits, 10 seeds): 0.0 points (-0.4 to"
            + " +0.4) of the 0.7 (0.1 to 1.2) that the change costs.",
        "Chmiel et al., ICLR 2023; arXiv 2505.19115");
  }

  @Override
  public Set<Aspect> answers() {
    return Set.of(Aspect.PRECISION);
  }

  @Override
  public Stage stage() {
    return Stage.NORMALIZATION;
  }

  @Override
  public List<Proposal> propose(Situation situation, Recipe current) {
    PrecisionRecipe precision = current.training().precision();
    List<Proposal> proposals = new ArrayList<>();
    Kind unbiased = UNBIASED.get(precision.kind());
    if (unbiased != null) {
      proposals.add(
          new Proposal(
              "unbiased gradients",
              "rounding to the nearest is wrong by the same at every step; stochastic rounding is"
                  + " right on average",
              current.withTraining(
                  current
                      .training()
                      .withPrecision(
                          new PrecisionRecipe(
                              unbiased,
                              precision.forwardInput(),
                              precision.forwardWeight(),
                              precision.backDelta(),
                              precision.backWeight(),
                              precision.updateDelta(),
                              precision.updateInput(),
                              precision.keep(),
                              precision.weights())))));
    }
    return List.copyOf(proposals);
  }
}
