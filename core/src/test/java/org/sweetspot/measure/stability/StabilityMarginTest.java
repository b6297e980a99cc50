package org.sweetspot.measure.stability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sweetspot.measure.Fixtures;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.SecondMoment;
import org.sweetspot.measure.Status;
import org.sweetspot.measure.TrainingFacts;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.Split;
import org.sweetspot.recipe.OptimizerRecipe;
import org.sweetspot.reference.Quadratic;
import org.sweetspot.vector.ParameterVector;

class StabilityMarginTest {
  private static Measurement measure(Quadratic problem, OptimizerRecipe optimizer) {
    return measure(problem, new TrainingFacts(optimizer, 4, null, null));
  }

  private static Measurement measure(Quadratic problem, TrainingFacts facts) {
    try (MeasureContext context = Fixtures.context(problem, facts)) {
      return new StabilityMargin().measure(context);
    }
  }

  @Test
  void plainGradientDescentHasItsEdgeAtTwoOverTheCurvature() {
    Measurement answer =
        measure(Fixtures.bowl(3, 5, 2, 1), new OptimizerRecipe.Sgd(0.3, 0, false, 0, false));
    assertThat(Fixtures.scalar(answer)).isCloseTo(0.3 * 5 / 2, within(1e-10));
    assertThat(answer.conventions().text()).contains("gradient descent").contains("batches of 4");
  }

  @ParameterizedTest
  @CsvSource({"0,false", "0.5,false", "0.9,false", "0.5,true", "0.9,true"})
  void iterationsShrinkBelowTheEdgeAndGrowAboveIt(double momentum, boolean nesterov) {
    for (double margin : new double[] {0.98, 1.02}) {
      Quadratic bowl = Quadratic.diagonal(4, 1);
      bowl.parameters().set(new double[] {1, 1});
      OptimizerRecipe.Sgd sgd = new OptimizerRecipe.Sgd(1, momentum, nesterov, 0, false);
      double rate = margin / Fixtures.scalar(measure(bowl, sgd));
      iterate(bowl, sgd.withRate(rate), 3000);
      if (margin < 1) {
        assertThat(bowl.parameters().norm()).isLessThan(1e-3);
      } else {
        assertThat(bowl.parameters().norm()).isGreaterThan(1e3);
      }
    }
  }

  /** The update rules as {@link OptimizerRecipe.Sgd} states them. */
  private static void iterate(Quadratic bowl, OptimizerRecipe.Sgd sgd, int steps) {
    Batch batch = Batch.range(Split.TRAIN, 0, 1);
    try (ParameterVector velocity = bowl.space().zero();
        ParameterVector gradient = bowl.space().zero()) {
      for (int i = 0; i < steps; i++) {
        bowl.gradient(batch, Mode.EVALUATE, gradient);
        velocity.scale(sgd.momentum()).add(1, gradient);
        if (sgd.nesterov()) {
          bowl.parameters().add(-sgd.rate(), gradient);
          bowl.parameters().add(-sgd.rate() * sgd.momentum(), velocity);
        } else {
          bowl.parameters().add(-sgd.rate(), velocity);
        }
      }
    }
  }

  @Test
  void adaptiveOptimizersArePreconditionedByTheirState() {
    Quadratic bowl = Fixtures.bowl(3, 5, 2, 1);
    SecondMoment moment = new SecondMoment(bowl.space().zero().set(new double[] {4, 0.01, 1}), 10);
    OptimizerRecipe.AdamW adam = new OptimizerRecipe.AdamW(0.01, 0.9, 0.99, 1e-8, 0, true);
    double correction1 = 1 - Math.pow(0.9, 10);
    double correction2 = 1 - Math.pow(0.99, 10);
    double largest = 2 / (correction1 * Math.sqrt(0.01 / correction2));
    TrainingFacts facts = new TrainingFacts(adam, 4, null, moment);
    assertThat(Fixtures.scalar(measure(bowl, facts)))
        .isCloseTo(0.01 * 0.1 * largest / 3.8, within(1e-8));
    OptimizerRecipe.RmsProp rms = new OptimizerRecipe.RmsProp(0.01, 0.9, 0.1, 0.5, 0, false);
    assertThat(Fixtures.scalar(measure(bowl, new TrainingFacts(rms, 4, null, moment))))
        .isCloseTo(0.01 * (2 / (0.1 + 0.1)) / 3, within(1e-8));
  }

  @Test
  void withoutTheStateOfAnAdaptiveOptimizerThereIsAReason() {
    Measurement answer =
        measure(Fixtures.bowl(3, 5, 2), new OptimizerRecipe.AdamW(0.01, 0.9, 0.999, 1e-8, 0, true));
    assertThat(answer.status()).isEqualTo(Status.NOT_APPLICABLE);
    assertThat(answer.conventions().text())
        .contains("running squared gradients", "second-moment.safetensors");
    assertThat(measure(Fixtures.bowl(3, 5, 2), TrainingFacts.UNKNOWN).conventions().text())
        .contains("optimizer is not known");
  }
}
