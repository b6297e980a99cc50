package org.sweetspot.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.IntBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sweetspot.data.DataSet;
import org.sweetspot.data.Examples;
import org.sweetspot.data.Numbers;
import org.sweetspot.precision.Operands;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.Problem;
import org.sweetspot.problem.QuantizedGradients;
import org.sweetspot.problem.Split;
import org.sweetspot.random.Seed;
import org.sweetspot.recipe.Activation;
import org.sweetspot.recipe.ConvolutionRecipe;
import org.sweetspot.recipe.LossRecipe;
import org.sweetspot.recipe.ModelRecipe;
import org.sweetspot.recipe.NormalizationRecipe.Kind;
import org.sweetspot.recipe.OptimizerRecipe;
import org.sweetspot.recipe.PrecisionRecipe;
import org.sweetspot.recipe.Recipe;
import org.sweetspot.recipe.Span;
import org.sweetspot.recipe.TrainingRecipe;
import org.sweetspot.training.Training;
import org.sweetspot.vector.Precision;

/** Products that the engine computes in 16 bits, beside those that are simulated. */
class RealFormatsTest {
  private static final LossRecipe LOSS = new LossRecipe(LossRecipe.Kind.CROSS_ENTROPY, 0.1);
  private static final Batch BATCH = Batch.of(Split.TRAIN, 5, 0, 7, 3, 1, 8, 2, 4);

  /**
   * What comes out of a product is rounded once more, by half a unit of 8 or of 11 bits. Of smooth
   * networks: where the largest of several is taken, another one may be.
   */
  @Test
  void lossAndGradientAreThoseOfTheSimulatedFormatUpToTheRoundingOfWhatComesOut() {
    for (Kind kind : List.of(Kind.NONE, Kind.LAYER)) {
      for (ModelRecipe model :
          List.of(
              Fixtures.mlp(Activation.TANH, kind),
              smooth(kind),
              Fixtures.residual(kind),
              signals(kind),
              Fixtures.transformer(kind))) {
        DataSet data = data(model);
        check(model, data, PrecisionRecipe.Kind.REAL_BFLOAT16, 0x1p-9);
        check(model, data, PrecisionRecipe.Kind.REAL_HALF, 0x1p-12);
      }
    }
  }

  private static ModelRecipe smooth(Kind kind) {
    return new ModelRecipe.Cnn(
        List.of(new ConvolutionRecipe(4, 3, 1, 1), new ConvolutionRecipe(6, 3, 2, 1)),
        List.of(10),
        Activation.TANH,
        Fixtures.normalization(kind),
        Fixtures.START);
  }

  private static ModelRecipe signals(Kind kind) {
    return new ModelRecipe.Audio(
        List.of(new ConvolutionRecipe(4, 5, 2, 1), new ConvolutionRecipe(6, 3, 1, 1)),
        List.of(8),
        Activation.TANH,
        Fixtures.normalization(kind),
        Fixtures.START);
  }

  private static void check(
      ModelRecipe model, DataSet data, PrecisionRecipe.Kind kind, double rounding) {
    PrecisionRecipe real = PrecisionRecipe.of(kind);
    try (TorchProblem problem = Fixtures.open(model, data, LOSS, Precision.FLOAT);
        TorchVector plain = problem.space().zero();
        TorchVector simulated = problem.space().zero();
        TorchVector found = problem.space().zero()) {
      double exact = problem.gradient(BATCH, Mode.PROBE, plain);
      double loss = gradient(problem, real.simulated(), simulated);
      double here = gradient(problem, real, found);
      // A dozen products one after another, each rounded by up to this share of the largest number.
      assertThat(here).isCloseTo(loss, within(12 * rounding * exact));
      double size = plain.norm();
      found.add(-1, simulated);
      assertThat(found.norm()).as(model + " " + kind).isLessThan(12 * rounding * size);
      assertThat(found.norm()).isGreaterThan(rounding * size / 100);
      // Layers that are kept are computed as they are.
      gradient(problem, real.withKeep("."), found);
      found.add(-1, plain);
      assertThat(found.norm()).isLessThan(1e-5 * size);
    }
  }

  /**
   * One example x = (257, 3) of class 0, weights (1 + 2^-8, 1) and (0, 0), squared loss. In
   * bfloat16, with ties to the even, x = (256, 3) and the weights are (1, 1): 259 comes out, held
   * as 260. The derivative there is 259, held as 260, which the offset receives; the weights
   * receive 260 x, of which 66,560 and 780 are held exactly. The weights that move are those in
   * float32.
   */
  @Test
  void aStepIsTheOneComputedByHand() {
    TrainingRecipe training =
        Fixtures.recipe(new ModelRecipe.Linear(Fixtures.START), LOSS, Precision.FLOAT)
            .training()
            .withBatch(1)
            .withOptimizer(new OptimizerRecipe.Sgd(0x1p-20, 0, false, 0, true))
            .withBudget(Span.steps(1))
            .withPrecision(PrecisionRecipe.of(PrecisionRecipe.Kind.REAL_BFLOAT16));
    Recipe recipe =
        Fixtures.recipe(
                new ModelRecipe.Linear(Fixtures.START),
                new LossRecipe(LossRecipe.Kind.SQUARED, 0),
                Precision.FLOAT)
            .withTraining(training);
    try (Problem problem = new TorchEngine().open(recipe, one(), new Seed(1));
        Training step = Training.start(recipe, problem)) {
      problem.parameters().set(new double[] {1 + 0x1p-8, 1, 0, 0, 0, 0});
      step.run(List.of());
      assertThat(problem.parameters().toArray())
          .containsExactly(
              1 + 0x1p-8 - 66_560 * 0x1p-20, (float) (1 - 780 * 0x1p-20), 0, 0, -260 * 0x1p-20, 0);
    }
  }

  /** An example of class 0 of two. */
  private static DataSet one() {
    return new DataSet("one", "0", false, example(), example(), example());
  }

  private static Examples example() {
    Numbers inputs = Fixtures.floats(2);
    inputs.put(0, 257);
    inputs.put(1, 3);
    IntBuffer label = Fixtures.ints(1);
    return new Examples(1, List.of(2), 2, inputs, label);
  }

  @Test
  void aTrainingResumedFromItsStateGivesTheSameBits() {
    for (ModelRecipe model :
        List.of(
            Fixtures.cnn(Activation.RELU, Kind.BATCH),
            Fixtures.transformer(Kind.LAYER),
            Fixtures.mlp(Activation.RELU, Kind.NONE))) {
      PrecisionRecipe real =
          new PrecisionRecipe(
              PrecisionRecipe.Kind.REAL_BFLOAT16,
              PrecisionRecipe.USUAL,
              PrecisionRecipe.USUAL,
              PrecisionRecipe.USUAL,
              PrecisionRecipe.USUAL,
              PrecisionRecipe.USUAL,
              PrecisionRecipe.USUAL,
              "none",
              "bfloat16+stochastic");
      Recipe plain = Fixtures.recipe(model, LOSS, Precision.FLOAT);
      Recipe recipe =
          plain.withTraining(
              plain
                  .training()
                  .withBatch(3)
                  .withOptimizer(new OptimizerRecipe.Sgd(0.1, 0.9, false, 0, false))
                  .withBudget(Span.steps(6))
                  .withPrecision(real));
      try (Problem whole = open(recipe);
          Problem stopped = open(recipe);
          Problem resumed = open(recipe);
          Training all = Training.start(recipe, whole);
          Training half = Training.start(recipe, stopped)) {
        all.run(List.of());
        for (int i = 0; i < 3; i++) {
          half.advance();
        }
        try (Training rest = Training.resume(recipe, resumed, half.state())) {
          rest.run(List.of());
        }
        assertThat(resumed.parameters().toArray()).isEqualTo(whole.parameters().toArray());
        assertThat(resumed.parameters().isFinite()).isTrue();
      }
    }
  }

  private static Problem open(Recipe recipe) {
    return new TorchEngine().open(recipe, data(recipe.model()), new Seed(recipe.seed()));
  }

  private static DataSet data(ModelRecipe model) {
    if (model instanceof ModelRecipe.Mlp) {
      return Fixtures.features(9);
    }
    if (model instanceof ModelRecipe.Transformer) {
      return Fixtures.text(9);
    }
    return model instanceof ModelRecipe.Audio ? Fixtures.signals(9) : Fixtures.images(9);
  }

  private static double gradient(TorchProblem problem, PrecisionRecipe recipe, TorchVector into) {
    Operands operands = recipe.operands().orElseThrow();
    return problem
        .ability(QuantizedGradients.class)
        .orElseThrow()
        .gradient(BATCH, Mode.PROBE, operands, new Seed(1).stream("draws"), into);
  }
}
