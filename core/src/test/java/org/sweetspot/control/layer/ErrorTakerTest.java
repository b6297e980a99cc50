package org.sweetspot.control.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.sweetspot.control.probe.Reading;
import org.sweetspot.control.probe.ReadingTaker;
import org.sweetspot.measure.Fixtures;
import org.sweetspot.precision.Operand;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.Split;
import org.sweetspot.random.Seed;
import org.sweetspot.recipe.PrecisionRecipe;
import org.sweetspot.recipe.Recipe;
import org.sweetspot.recipe.RecipeReader;
import org.sweetspot.recipe.SparsityRecipe;
import org.sweetspot.recipe.TrainingRecipe;
import org.sweetspot.reference.SoftmaxRegression;
import org.sweetspot.statistics.Sample;
import org.sweetspot.vector.ParameterVector;

class ErrorTakerTest {
  private static final int EXAMPLES = 60;
  private static final int REPEATS = 60;
  private static final Recipe RECIPE =
      RecipeReader.parse(
          "a.yaml",
          """
          name: a
          data: {source: digits}
          model: linear
          training: {batch: 12, optimizer: {kind: sgd, rate: 0.1}, budget: 1 epochs}
          """);

  private static ChangedLayers change() {
    TrainingRecipe changed =
        RECIPE.training().withPrecision(PrecisionRecipe.of(PrecisionRecipe.Kind.NVFP4));
    return new ChangedLayers(changed, List.of("output"));
  }

  @Test
  void biasNoiseAndShrinkageOfAKnownErrorAreFound() {
    SoftmaxRegression plain = Fixtures.classifier(EXAMPLES, 0);
    RoundedGradients problem =
        new RoundedGradients(
            plain,
            Map.of(
                Operand.FORWARD_INPUT, new RoundedGradients.Known(0, 0, 0.02, 0.5),
                Operand.BACK_DELTA, new RoundedGradients.Known(0, 0.03, 0, 0),
                Operand.UPDATE_DELTA, new RoundedGradients.Known(-0.25, 0, 0, 0)));
    int d = (int) problem.space().dimension();
    double[] noise = new double[REPEATS];
    double[] noiseBias = new double[REPEATS];
    double[] along = new double[REPEATS];
    double expectedSignal;
    try (ParameterVector mean = plain.space().zero()) {
      plain.gradient(Batch.range(Split.TRAIN, 0, EXAMPLES), Mode.PROBE, mean);
      expectedSignal = mean.dot(mean);
    }
    double[] shrunk = new double[REPEATS];
    for (int i = 0; i < REPEATS; i++) {
      ErrorReading reading =
          new ErrorTaker(12, new Seed(i)).read(problem, change().operands(), change().whole(), 0.5);
      assertThat(reading.parts()).extracting(PartError::part).contains("back-delta");
      PartError drawn = find(reading, "forward-input");
      noise[i] = drawn.square(-1);
      noiseBias[i] = drawn.bias();
      assertThat(drawn.lossRise()).isCloseTo(0.5, within(1e-9));
      PartError constant = find(reading, "back-delta");
      assertThat(constant.square(-1)).isCloseTo(d * 0.03 * 0.03, within(1e-9));
      assertThat(constant.bias()).isCloseTo(d * 0.03 * 0.03, within(1e-9));
      PartError shrinking = find(reading, "update-delta");
      shrunk[i] = shrinking.bias();
      along[i] = shrinking.along() / reading.signal();
      assertThat(find(reading, "back-weight").square(-1)).isZero();
    }
    double variance = d * 0.02 * 0.02;
    assertThat(Sample.mean(noise)).isCloseTo(variance, within(4 * Sample.standardError(noise)));
    // What is drawn anew for each batch has no bias.
    assertThat(Sample.mean(noiseBias)).isCloseTo(0, within(4 * Sample.standardError(noiseBias)));
    assertThat(Sample.mean(shrunk))
        .isCloseTo(expectedSignal / 16, within(4 * Sample.standardError(shrunk)));
    // E e . G over |G|^2 with both from the same batches: exactly -1/4 of each.
    assertThat(Sample.mean(along)).isCloseTo(-0.25, within(1e-9));
  }

  @Test
  void theNoiseIsThatOfTheReadings() {
    SoftmaxRegression problem = Fixtures.classifier(EXAMPLES, 0);
    ChangedLayers none =
        new ChangedLayers(
            RECIPE.training().withSparsity(SparsityRecipe.of(SparsityRecipe.Kind.MAGNITUDE, "2:4")),
            List.of("output"));
    double[] mine = new double[REPEATS];
    double[] theirs = new double[REPEATS];
    for (int i = 0; i < REPEATS; i++) {
      Reading reading = new ReadingTaker(12, new Seed(i)).read(problem, 0);
      theirs[i] = reading.noise() / 12 * (EXAMPLES - 12) / (EXAMPLES - 1);
      mine[i] =
          new ErrorTaker(12, new Seed(i)).read(problem, none.alone(), none.whole(), 0).noise();
    }
    double error = Math.hypot(Sample.standardError(mine), Sample.standardError(theirs));
    assertThat(Sample.mean(mine)).isCloseTo(Sample.mean(theirs), within(4 * error));
  }

  @Test
  void sparseWeightsAreTriedAndPutBack() {
    SoftmaxRegression problem = Fixtures.classifier(EXAMPLES, 0);
    problem.parameters().set(problem.space().gaussian(new Seed(3).stream("weights")));
    double[] weights = problem.parameters().toArray();
    ChangedLayers sparse =
        ChangedLayers.of(
            RECIPE.training().withSparsity(SparsityRecipe.of(SparsityRecipe.Kind.MAGNITUDE, "1:2")),
            problem.space().groups());
    assertThat(sparse.names()).hasSize(1);
    ErrorReading reading =
        new ErrorTaker(12, new Seed(1)).read(problem, sparse.alone(), sparse.whole(), 0);
    assertThat(problem.parameters().toArray()).containsExactly(weights);
    // One layer is all of the change.
    assertThat(reading.parts().get(0).squares()).isEqualTo(reading.whole().squares());
    assertThat(reading.whole().square(-1)).isPositive();
  }

  private static PartError find(ErrorReading reading, String name) {
    return reading.parts().stream()
        .filter(part -> part.part().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
