package org.sweetspot.torch;

import static org.assertj.core.api.Assertions.assertThat;

import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.GaussNewton;
import org.sweetspot.problem.Linearization;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.Outputs;
import org.sweetspot.problem.PerExample;
import org.sweetspot.problem.SecondOrder;
import org.sweetspot.problem.Split;
import org.sweetspot.recipe.Activation;
import org.sweetspot.recipe.LossRecipe;
import org.sweetspot.recipe.NormalizationRecipe.Kind;
import org.sweetspot.vector.Precision;

@Tag("heavy")
class MemoryTest {
  /** A leak of one small tensor a step would be above this: 500 x 5 kB of weights. */
  private static final long TOLERANCE = 2L << 20;

  @Test
  void memoryIsFlatOverTwoThousandSteps() {
    try (TorchProblem problem =
            Fixtures.open(
                Fixtures.cnn(Activation.RELU, Kind.GHOST),
                Fixtures.images(16),
                LossRecipe.DEFAULT,
                Precision.FLOAT);
        TorchVector gradient = problem.space().zero();
        TorchVector product = problem.space().zero()) {
      steps(problem, gradient, product, 300);
      System.gc();
      long tracked = Pointer.totalBytes();
      long growth = ResidentMemory.leastGrowth(4, () -> steps(problem, gradient, product, 500));
      assertThat(growth).isLessThan(TOLERANCE);
      assertThat(Pointer.totalBytes()).isLessThanOrEqualTo(tracked);
    }
  }

  private static void steps(
      TorchProblem problem, TorchVector gradient, TorchVector product, int count) {
    Batch batch = Batch.of(Split.TRAIN, 3, 1, 4, 15, 9, 2, 6).augmented(5);
    for (int step = 0; step < count; step++) {
      problem.gradient(batch, Mode.TRAIN, gradient);
      problem.parameters().add(-0.01, gradient).scale(0.999);
      if (step % 20 == 0) {
        try (Linearization graph =
            problem.ability(SecondOrder.class).orElseThrow().linearize(batch, Mode.PROBE)) {
          graph.apply(gradient, product);
        }
        problem
            .ability(GaussNewton.class)
            .orElseThrow()
            .gaussNewtonProduct(batch, Mode.PROBE, gradient, product);
        problem.ability(PerExample.class).orElseThrow().squaredGradientNorms(batch);
        problem
            .ability(PerExample.class)
            .orElseThrow()
            .gradients(batch, (position, one) -> product.set(one));
        problem.ability(Outputs.class).orElseThrow().predictions(batch, Mode.EVALUATE);
      }
    }
  }
}
