package org.sweetspot.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sweetspot.recipe.OptimizerRecipe;
import org.sweetspot.recipe.OptimizerRecipe.AdamW;
import org.sweetspot.recipe.OptimizerRecipe.RmsProp;
import org.sweetspot.recipe.OptimizerRecipe.Sgd;
import org.sweetspot.training.MaximalUpdate.Place;
import org.sweetspot.vector.ArraySpace;
import org.sweetspot.vector.ArrayVector;
import org.sweetspot.vector.ParameterGroup;
import org.sweetspot.vector.ParameterGroup.Role;

/** Each rule with factors against steps computed by hand; one entry in each group, m = 4. */
class MaximalUpdateTest {
  private static final ArraySpace SPACE = space(Role.WEIGHT, Role.BIAS, Role.WEIGHT, Role.BIAS);

  /** The roles given, then a last layer. */
  private static ArraySpace space(Role... roles) {
    List<ParameterGroup> groups = new ArrayList<>();
    List<Role> all = new ArrayList<>(Arrays.asList(roles));
    all.addAll(List.of(Role.WEIGHT, Role.BIAS));
    for (int i = 0; i < all.size(); i++) {
      groups.add(new ParameterGroup("g" + i, all.get(i), i, List.of(1L)));
    }
    return new ArraySpace(groups);
  }

  private static double[] steps(OptimizerRecipe recipe, double m, double... gradients) {
    try (ArrayVector weights = SPACE.zero();
        Optimizer optimizer = Optimizer.of(recipe, SPACE, m);
        ArrayVector gradient = SPACE.zero()) {
      weights.set(new double[] {1, 1, 1, 1, 1, 1});
      for (int i = 0; i < gradients.length; i++) {
        double[] entries = new double[6];
        Arrays.fill(entries, gradients[i]);
        gradient.set(entries);
        optimizer.update(weights, gradient, 1, recipe.rate(), i + 1);
      }
      return weights.toArray();
    }
  }

  private static void assertSteps(double[] got, double... expected) {
    assertThat(got).containsExactly(expected, within(1e-13));
  }

  @Test
  void placesFollowFromTheOrderOfTheLayers() {
    assertThat(
            MaximalUpdate.places(
                space(Role.WEIGHT, Role.NORMALIZATION, Role.WEIGHT, Role.BIAS, Role.WEIGHT)
                    .groups()))
        .containsExactly(
            Place.FIRST,
            Place.OFFSET,
            Place.HIDDEN,
            Place.OFFSET,
            Place.HIDDEN,
            Place.LAST,
            Place.LAST_OFFSET);
    assertThatThrownBy(() -> MaximalUpdate.places(space().groups()))
        .hasMessageContaining("at least two layers");
  }

  @Test
  void gradientDescentHasTheRatesByLayerAndDecaysAllAlike() {
    // Rates 0.1 x (4, 4, 1, 4, 1/4, 1); a decay of rate x 0.5 of each weight.
    assertSteps(
        steps(new Sgd(0.1, 0, false, 0.5, false), 4, 2),
        0.95 - 0.8,
        1 - 0.8,
        0.95 - 0.2,
        1 - 0.8,
        0.95 - 0.05,
        1 - 0.2);
  }

  @Test
  void momentumCarriesTheFactorsOn() {
    // Hidden weights: v = 2 + 0.2, w = 0.78; v = 1.1 + 1 + 0.156 = 2.256, w = 0.5544. First
    // weights, four times the gradients: v = 8.2, w = 0.18; v = 4.1 + 4 + 0.036, w = -0.6336. Last,
    // a quarter: v = 0.7, w = 0.93; v = 0.35 + 0.25 + 0.186 = 0.786, w = 0.8514.
    assertSteps(
        steps(new Sgd(0.1, 0.5, false, 0.2, false), 4, 2, 1),
        -0.6336,
        1 - 0.8 - 0.8,
        0.5544,
        1 - 0.8 - 0.8,
        0.8514,
        1 - 0.2 - 0.2);
    // Nesterov without decay, g = 2: v = g, w = 1 - 0.1 (g + v / 2).
    assertSteps(
        steps(new Sgd(0.1, 0.5, true, 0, false), 4, 2),
        1 - 0.3 * 4,
        1 - 0.3 * 4,
        1 - 0.3,
        1 - 0.3 * 4,
        1 - 0.3 / 4,
        1 - 0.3);
  }

  /** Rates 1, 1, 1/4, 1, 1/4, 1 and epsilons 1/4, 1/4, 1/4, 1/4, 1, 1 times the recipe's. */
  @Test
  void adamHasRatesAndEpsilonsByLayer() {
    double[] rates = {1, 1, 0.25, 1, 0.25, 1};
    double[] epsilons = {0.025, 0.025, 0.025, 0.025, 0.1, 0.1};
    double[] plain = new double[6];
    double[] decayed = new double[6];
    double[] squares = new double[6];
    for (int i = 0; i < 6; i++) {
      double first = 0.1 * rates[i] * 2 / (2 + epsilons[i]);
      double second = 0.1 * rates[i] * (1 / 0.75) / (Math.sqrt(1 / 0.4375) + epsilons[i]);
      plain[i] = 1 - first - second;
      decayed[i] = i % 2 == 0 ? 0.95 * (0.95 - first) - second : plain[i];
      // RMSProp with decay 0.75: s = g^2 / 4, then 3/16 g^2 + 1/4: roots 1 and 1.
      squares[i] = 1 - 0.1 * rates[i] * (2 / (1 + epsilons[i]) + 1 / (1 + epsilons[i]));
    }
    assertSteps(steps(new AdamW(0.1, 0.5, 0.75, 0.1, 0, true), 4, 2, 1), plain);
    assertSteps(steps(new AdamW(0.1, 0.5, 0.75, 0.1, 0.5, true), 4, 2, 1), decayed);
    assertSteps(steps(new RmsProp(0.1, 0.75, 0.1, 0, 0, false), 4, 2, 1), squares);
  }

  /** Decays 0.5 x (1/4, 1, 4) beside a gradient of 2, divided by its own size. */
  @Test
  void coupledDecayOfAdaptiveRulesGoesThroughTheGradient() {
    double[] rates = {1, 1, 0.25, 1, 0.25, 1};
    double[] epsilons = {0.025, 0.025, 0.025, 0.025, 0.1, 0.1};
    double[] gradients = {2.125, 2, 2.5, 2, 4, 2};
    double[] adam = new double[6];
    double[] rms = new double[6];
    for (int i = 0; i < 6; i++) {
      adam[i] = 1 - 0.1 * rates[i] * gradients[i] / (gradients[i] + epsilons[i]);
      double step = gradients[i] / (gradients[i] / 2 + epsilons[i]);
      rms[i] = 1 - 0.1 * rates[i] * step;
    }
    assertSteps(steps(new AdamW(0.1, 0.5, 0.75, 0.1, 0.5, false), 4, 2), adam);
    assertSteps(steps(new RmsProp(0.1, 0.75, 0.1, 0.5, 0.5, false), 4, 2), rms);
  }

  @Test
  void theBaseWidthIsThePlainRuleAndNoStateIsAdded() {
    for (OptimizerRecipe recipe :
        List.<OptimizerRecipe>of(
            new Sgd(0.1, 0.9, true, 0.3, false),
            new AdamW(0.1, 0.9, 0.99, 1e-8, 0.3, false),
            new RmsProp(0.1, 0.9, 1e-8, 0.5, 0.3, true))) {
      try (ArrayVector weights = SPACE.zero().set(new double[] {1, 1, 1, 1, 1, 1});
          ArrayVector gradient = SPACE.zero().set(new double[] {2, 2, 2, 2, 2, 2});
          Optimizer plain = Optimizer.of(recipe, SPACE);
          Optimizer scaled = Optimizer.of(recipe, SPACE, 3)) {
        plain.update(weights, gradient, 1, 0.1, 1);
        assertThat(steps(recipe, 1, 2)).isEqualTo(weights.toArray());
        assertThat(scaled.vectors().keySet()).isEqualTo(plain.vectors().keySet());
      }
    }
  }
}
