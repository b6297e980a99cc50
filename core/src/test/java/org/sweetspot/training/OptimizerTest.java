package org.sweetspot.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.sweetspot.recipe.OptimizerRecipe;
import org.sweetspot.recipe.OptimizerRecipe.AdamW;
import org.sweetspot.recipe.OptimizerRecipe.RmsProp;
import org.sweetspot.recipe.OptimizerRecipe.Sgd;
import org.sweetspot.vector.ArraySpace;
import org.sweetspot.vector.ArrayVector;
import org.sweetspot.vector.ParameterGroup;
import org.sweetspot.vector.ParameterGroup.Role;

/** Every rule against steps computed by hand: first entry a weight, second a bias. */
class OptimizerTest {
  private static final ArraySpace SPACE =
      new ArraySpace(
          List.of(
              new ParameterGroup("w", Role.WEIGHT, 0, List.of(1L)),
              new ParameterGroup("b", Role.BIAS, 1, List.of(1L))));

  /** Starts at (1, 1) and takes a step at each of the gradients, equal in both entries. */
  private static ArrayVector steps(OptimizerRecipe recipe, double... gradients) {
    ArrayVector weights = SPACE.zero().set(new double[] {1, 1});
    try (Optimizer optimizer = Optimizer.of(recipe, SPACE);
        ArrayVector gradient = SPACE.zero()) {
      for (int i = 0; i < gradients.length; i++) {
        gradient.set(new double[] {gradients[i], gradients[i]});
        optimizer.update(weights, gradient, 1, recipe.rate(), i + 1);
      }
    }
    return weights;
  }

  private static void assertSteps(
      OptimizerRecipe recipe, double weight, double bias, double... gradients) {
    assertThat(steps(recipe, gradients).toArray())
        .containsExactly(new double[] {weight, bias}, within(1e-14));
  }

  @Test
  void plainDescentStepsAgainstTheGradient() {
    assertSteps(new Sgd(0.1, 0, false, 0, false), 0.5, 0.5, 2, 3);
  }

  @Test
  void plainDescentDecaysTheWeightOnly() {
    // 1 - 0.1 (2 + 0.5 * 1) = 0.75; 0.75 - 0.1 (3 + 0.5 * 0.75) = 0.4125.
    assertSteps(new Sgd(0.1, 0, false, 0.5, false), 0.4125, 0.5, 2, 3);
    assertSteps(new Sgd(0.1, 0, false, 0.5, true), 0.4125, 0.5, 2, 3);
  }

  @Test
  void heavyBallKeepsItsVelocity() {
    // Weight: v = 1.2, w = 0.88; v = 0.6 + 1.176 = 1.776, w = 0.7024; v = 0.888 + 1.14048 =
    // 2.02848, w = 0.499552. Bias: v = 1, 1.5, 1.75.
    assertSteps(new Sgd(0.1, 0.5, false, 0.2, false), 0.499552, 0.575, 1, 1, 1);
  }

  @Test
  void decoupledDecayLeavesTheVelocityAlone() {
    // Weight: 0.98 - 0.1 = 0.88; 0.98 * 0.88 - 0.15 = 0.7124; 0.98 * 0.7124 - 0.175 = 0.523152.
    assertSteps(new Sgd(0.1, 0.5, false, 0.2, true), 0.523152, 0.575, 1, 1, 1);
  }

  @Test
  void nesterovLooksAhead() {
    // Weight: g = 1.2, v = 1.2, w = 1 - 0.1 (1.2 + 0.6) = 0.82; g = 1.164, v = 1.764,
    // w = 0.82 - 0.1 (1.164 + 0.882) = 0.6154. Bias: 1 - 0.15 = 0.85; 0.85 - 0.175 = 0.675.
    assertSteps(new Sgd(0.1, 0.5, true, 0.2, false), 0.6154, 0.675, 1, 1);
    // Decoupled: 0.98 - 0.15 = 0.83; 0.98 * 0.83 - 0.175 = 0.6384.
    assertSteps(new Sgd(0.1, 0.5, true, 0.2, true), 0.6384, 0.675, 1, 1);
  }

  @Test
  void adamCorrectsItsBias() {
    // g = 2: m = 1, s = 1, m / 0.5 = 2, s / 0.25 = 4. g = 1: m = 1, s = 1, over 0.75 and 0.4375.
    // g = -2: m = -0.5, s = 1.75, over 0.875 and 0.578125.
    double bias =
        1
            - 0.1 * 2 / (2 + 0.1)
            - 0.1 * (1 / 0.75) / (Math.sqrt(1 / 0.4375) + 0.1)
            + 0.1 * (0.5 / 0.875) / (Math.sqrt(1.75 / 0.578125) + 0.1);
    assertSteps(new AdamW(0.1, 0.5, 0.75, 0.1, 0, true), bias, bias, 2, 1, -2);
  }

  @Test
  void decoupledAdamShrinksBeforeItSteps() {
    double first = 0.95 - 0.1 * 2 / 2.1;
    double weight = 0.95 * first - 0.1 * (1 / 0.75) / (Math.sqrt(1 / 0.4375) + 0.1);
    double bias = 1 - 0.1 * 2 / 2.1 - 0.1 * (1 / 0.75) / (Math.sqrt(1 / 0.4375) + 0.1);
    assertSteps(new AdamW(0.1, 0.5, 0.75, 0.1, 0.5, true), weight, bias, 2, 1);
  }

  @Test
  void coupledAdamDecaysThroughTheGradient() {
    // g = 2.5: m = 1.25, s = 1.5625, corrected 2.5 and 6.25, whose root is 2.5.
    assertSteps(
        new AdamW(0.1, 0.5, 0.75, 0.1, 0.5, false), 1 - 0.1 * 2.5 / 2.6, 1 - 0.1 * 2 / 2.1, 2);
  }

  @Test
  void rmsPropDividesByTheRootMeanSquare() {
    // g = 2: s = 1; g = 1: s = 0.75 + 0.25 = 1; g = 3: s = 0.75 + 2.25 = 3.
    double bias = 1 - 0.1 * 2 / 1.1 - 0.1 / 1.1 - 0.1 * 3 / (Math.sqrt(3) + 0.1);
    assertSteps(new RmsProp(0.1, 0.75, 0.1, 0, 0, false), bias, bias, 2, 1, 3);
  }

  @Test
  void rmsPropKeepsMomentumOfTheDividedGradient() {
    double v1 = 2 / 1.1;
    double v2 = 0.5 * v1 + 1 / 1.1;
    double bias = 1 - 0.1 * v1 - 0.1 * v2;
    assertSteps(new RmsProp(0.1, 0.75, 0.1, 0.5, 0, false), bias, bias, 2, 1);
    // Decoupled decay: 0.95 - 0.1 v1, then 0.95 of that - 0.1 v2.
    double weight = 0.95 * (0.95 - 0.1 * v1) - 0.1 * v2;
    assertSteps(new RmsProp(0.1, 0.75, 0.1, 0.5, 0.5, true), weight, bias, 2, 1);
  }

  @Test
  void coupledRmsPropDecaysThroughTheGradient() {
    // g = 2.5: s = 1.5625, whose root is 1.25.
    assertSteps(
        new RmsProp(0.1, 0.75, 0.1, 0, 0.5, false), 1 - 0.1 * 2.5 / 1.35, 1 - 0.1 * 2 / 1.1, 2);
  }

  @Test
  void aScaleIsThatOfTheGradientAndNotOfTheDecay() {
    for (OptimizerRecipe recipe :
        List.<OptimizerRecipe>of(
            new Sgd(0.1, 0, false, 0.3, false),
            new Sgd(0.1, 0.9, false, 0.3, false),
            new Sgd(0.1, 0.9, true, 0.3, true),
            new AdamW(0.1, 0.9, 0.99, 1e-8, 0.3, false),
            new RmsProp(0.1, 0.9, 1e-8, 0.5, 0.3, false))) {
      ArrayVector weights = SPACE.zero().set(new double[] {1, 1});
      try (Optimizer optimizer = Optimizer.of(recipe, SPACE)) {
        for (int step = 1; step <= 3; step++) {
          ArrayVector gradient = SPACE.zero().set(new double[] {8, 8});
          optimizer.update(weights, gradient, 0.25, 0.1, step);
        }
      }
      assertThat(weights.toArray())
          .as(recipe.toString())
          .containsExactly(steps(recipe, 2, 2, 2).toArray(), within(1e-14));
    }
  }

  @Test
  void stateIsKeptOnlyWhereTheRuleNeedsIt() {
    assertThat(Optimizer.of(new Sgd(0.1, 0, false, 0, false), SPACE).vectors()).isEmpty();
    assertThat(Optimizer.of(new Sgd(0.1, 0.9, false, 0, false), SPACE).vectors())
        .containsOnlyKeys("velocity");
    assertThat(Optimizer.of(new AdamW(0.1, 0.9, 0.99, 1e-8, 0, true), SPACE).vectors())
        .containsOnlyKeys("mean", "square");
  }
}
