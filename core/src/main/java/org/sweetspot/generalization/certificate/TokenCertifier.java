package org.sweetspot.generalization.certificate;

import java.util.LinkedHashMap;
import java.util.Map;
import org.sweetspot.generalization.bound.BoundCatalogue;
import org.sweetspot.generalization.bound.Evidence;
import org.sweetspot.generalization.bound.TokenBound;
import org.sweetspot.generalization.bound.TokenMessage;
import org.sweetspot.generalization.compression.TokenCompression;
import org.sweetspot.problem.Problem;
import org.sweetspot.problem.Split;
import org.sweetspot.random.Seed;
import org.sweetspot.recipe.ModelRecipe;
import org.sweetspot.recipe.Recipe;
import org.sweetspot.recipe.SourceRecipe;
import org.sweetspot.recipe.TrainingRecipe;
import org.sweetspot.vector.ParameterVector;

/**
 * Certifies language models, whose tokens depend on each other: bounds that ask for independent
 * examples are left out. The weights of the problem come back bit by bit.
 */
public final class TokenCertifier {
  private TokenCertifier() {}

  /** Whether a recipe is of a language model: each token from those before it, in one text. */
  public static boolean fits(Recipe recipe) {
    return recipe.model() instanceof ModelRecipe.Transformer
        && recipe.data().source() instanceof SourceRecipe.Text;
  }

  /** What is known without training: which facts each bound lacks. */
  public static Certificate untrained(double delta) {
    return Certificate.of(BoundCatalogue.SHIPPED, Evidence.NONE, delta, Map.of());
  }

  /**
   * Trains a model in a random subspace.
   *
   * @param initial random weights, drawn before the data were seen
   * @param recipe of the run's training
   */
  public static Certificate trained(
      Problem problem,
      ParameterVector initial,
      TrainingRecipe recipe,
      double delta,
      Seed seed,
      Phases phases) {
    try (ParameterVector before = problem.parameters().copy()) {
      problem.parameters().set(initial);
      TokenMessage message =
          TokenCompression.of(problem.space().dimension(), recipe)
              .compress(
                  problem, seed.child("compression"), phases.begin("language model in a subspace"));
      Map<String, Double> truths = new LinkedHashMap<>();
      if (problem.size(Split.TEST) > 0) {
        truths.put(TokenBound.ID, TokenCompression.loss(problem, Split.TEST, message.smoothing()));
      }
      problem.parameters().set(before);
      return Certificate.of(
          BoundCatalogue.SHIPPED, Evidence.NONE.with(TokenMessage.class, message), delta, truths);
    }
  }
}
