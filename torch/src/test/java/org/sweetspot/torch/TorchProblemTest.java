package org.sweetspot.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.sweetspot.data.Augmentation;
import org.sweetspot.data.DataSet;
import org.sweetspot.data.Examples;
import org.sweetspot.data.Numbers;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Linearization;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.Outputs;
import org.sweetspot.problem.PerExample;
import org.sweetspot.problem.Predictions;
import org.sweetspot.problem.SecondOrder;
import org.sweetspot.problem.Split;
import org.sweetspot.random.RandomStream;
import org.sweetspot.random.Seed;
import org.sweetspot.recipe.Activation;
import org.sweetspot.recipe.AugmentationRecipe;
import org.sweetspot.recipe.LossRecipe;
import org.sweetspot.recipe.ModelRecipe;
import org.sweetspot.recipe.NormalizationRecipe.Kind;
import org.sweetspot.recipe.Recipe;
import org.sweetspot.vector.Precision;

class TorchProblemTest {
  private static TorchProblem cnn(Kind kind, DataSet data) {
    return Fixtures.open(Fixtures.cnn(Activation.RELU, kind), data);
  }

  @Test
  void lossesFollowTheirDefinitions() {
    DataSet data = Fixtures.features(5);
    Batch batch = Batch.range(Split.TRAIN, 0, 5);
    double s = 0.2;
    for (LossRecipe.Kind kind : LossRecipe.Kind.values()) {
      if (kind == LossRecipe.Kind.BINARY_CROSS_ENTROPY) {
        continue; // Not for three classes.
      }
      try (TorchProblem problem =
          Fixtures.open(
              Fixtures.mlp(Activation.TANH, Kind.NONE),
              data,
              new LossRecipe(kind, s),
              Precision.DOUBLE)) {
        Predictions shown =
            problem.ability(Outputs.class).orElseThrow().predictions(batch, Mode.EVALUATE);
        double plain = 0;
        double smoothed = 0;
        for (int row = 0; row < 5; row++) {
          plain += loss(shown, row, kind, 0) / 5;
          smoothed += loss(shown, row, kind, s) / 5;
        }
        assertThat(problem.loss(batch, Mode.EVALUATE)).isCloseTo(plain, within(1e-13));
        assertThat(problem.loss(batch, Mode.PROBE)).isCloseTo(smoothed, within(1e-13));
        assertThat(problem.loss(batch, Mode.TRAIN)).isCloseTo(smoothed, within(1e-13));
        assertThat(problem.ability(PerExample.class).orElseThrow().losses(batch)[2])
            .isCloseTo(loss(shown, 2, kind, 0), within(1e-13));
      }
    }
  }

  private static double loss(Predictions shown, int row, LossRecipe.Kind kind, double s) {
    double normalizer = 0;
    for (int c = 0; c < shown.classes(); c++) {
      normalizer += Math.exp(shown.logit(row, c));
    }
    double sum = 0;
    for (int c = 0; c < shown.classes(); c++) {
      double target = s / shown.classes() + (c == shown.label(row) ? 1 - s : 0);
      double z = shown.logit(row, c);
      double far = Math.abs(z - target);
      sum +=
          switch (kind) {
            case SQUARED -> 0.5 * far * far;
            case ABSOLUTE -> far;
            case HUBER -> far <= 1 ? 0.5 * far * far : far - 0.5;
            default -> -target * (z - Math.log(normalizer));
          };
    }
    return sum;
  }

  @Test
  void theOrderOfABatchDoesNotMatter() {
    DataSet data = Fixtures.images(12);
    for (Kind kind : List.of(Kind.NONE, Kind.BATCH, Kind.GROUP)) {
      try (TorchProblem problem = cnn(kind, data);
          TorchVector one = problem.space().zero();
          TorchVector two = problem.space().zero()) {
        double first = problem.gradient(Batch.range(Split.TRAIN, 0, 12), Mode.PROBE, one);
        int[] order = new RandomStream(4, 0).permutation(12);
        double second = problem.gradient(Batch.of(Split.TRAIN, order), Mode.PROBE, two);
        assertThat(second).isCloseTo(first, within(1e-13));
        assertThat(two.add(-1, one).norm()).isLessThan(1e-12 * one.norm());
      }
    }
  }

  @Test
  void batchesTooLargeForOnePieceGiveTheSameNumbers() {
    DataSet data = Fixtures.features(5);
    ModelRecipe wide =
        new ModelRecipe.Mlp(List.of(8192), Activation.TANH, Fixtures.NONE, Fixtures.START);
    int[] many = new int[4000];
    for (int i = 0; i < many.length; i++) {
      many[i] = i % 5;
    }
    Batch large = Batch.of(Split.TRAIN, many);
    Batch small = Batch.range(Split.TRAIN, 0, 5);
    try (TorchProblem problem = Fixtures.open(wide, data);
        TorchVector one = problem.space().zero();
        TorchVector two = problem.space().zero()) {
      assertThat(problem.model().network().activations() * many.length).isGreaterThan(2 << 24);
      assertThat(problem.loss(large, Mode.EVALUATE))
          .isCloseTo(problem.loss(small, Mode.EVALUATE), within(1e-12));
      problem.gradient(small, Mode.TRAIN, one);
      problem.gradient(large, Mode.TRAIN, two);
      assertThat(two.add(-1, one).norm()).isLessThan(1e-12 * one.norm());
      Predictions shown =
          problem.ability(Outputs.class).orElseThrow().predictions(large, Mode.EVALUATE);
      Predictions few =
          problem.ability(Outputs.class).orElseThrow().predictions(small, Mode.EVALUATE);
      assertThat(shown.logit(3999, 1)).isCloseTo(few.logit(4, 1), within(1e-12));
      assertThat(shown.label(3999)).isEqualTo(few.label(4));
    }
  }

  @Test
  void augmentedBatchesAreTheExamplesThatTheAugmentationMakes() {
    DataSet data = Fixtures.images(6);
    AugmentationRecipe augmentation = new AugmentationRecipe(2, true, 1);
    Recipe recipe =
        Fixtures.recipe(
            Fixtures.cnn(Activation.RELU, Kind.NONE),
            LossRecipe.DEFAULT,
            Precision.DOUBLE,
            augmentation);
    Batch batch = Batch.of(Split.TRAIN, 3, 3, 1).augmented(17);
    Numbers made = Fixtures.floats(3 * 128);
    new Augmentation(augmentation, data.train().shape()).gather(data.train(), batch, made);
    java.nio.IntBuffer labels = Fixtures.ints(3);
    for (int i = 0; i < 3; i++) {
      labels.put(i, data.train().labels().get(batch.indices()[i]));
    }
    Examples varied = new Examples(3, List.of(2, 8, 8), 5, made, labels);
    DataSet expected = new DataSet("varied", "0", false, varied, varied, varied);
    try (TorchProblem problem = new TorchEngine().open(recipe, data, new Seed(1));
        TorchProblem reference = new TorchEngine().open(recipe, expected, new Seed(1))) {
      assertThat(problem.loss(batch, Mode.TRAIN))
          .isEqualTo(reference.loss(Batch.range(Split.TRAIN, 0, 3), Mode.TRAIN))
          .isNotEqualTo(problem.loss(Batch.of(Split.TRAIN, 3, 3, 1), Mode.TRAIN));
    }
  }

  @Test
  void aLinearizationSpeaksOfTheWeightsItWasMadeAt() {
    Batch batch = Batch.range(Split.TRAIN, 0, 6);
    try (TorchProblem problem = cnn(Kind.BATCH, Fixtures.images(6));
        TorchVector v = problem.space().gaussian(new Seed(2).stream("v"));
        TorchVector before = problem.space().zero();
        TorchVector after = problem.space().zero();
        Linearization graph =
            problem.ability(SecondOrder.class).orElseThrow().linearize(batch, Mode.EVALUATE)) {
      graph.apply(v, before);
      problem.parameters().scale(0.5);
      problem.gradient(batch, Mode.TRAIN, after);
      graph.apply(v, after);
      assertThat(after.toArray()).isEqualTo(before.toArray());
      assertThat(graph.gradient().norm()).isPositive();
    }
  }

  @Test
  void hessianProductsAreSymmetric() {
    try (TorchProblem problem = cnn(Kind.GHOST, Fixtures.images(6));
        TorchVector u = problem.space().gaussian(new Seed(2).stream("u"));
        TorchVector v = problem.space().gaussian(new Seed(2).stream("v"));
        TorchVector hu = problem.space().zero();
        TorchVector hv = problem.space().zero();
        Linearization graph =
            problem
                .ability(SecondOrder.class)
                .orElseThrow()
                .linearize(Batch.range(Split.TRAIN, 0, 6), Mode.PROBE)) {
      graph.apply(u, hu);
      graph.apply(v, hv);
      assertThat(v.dot(hu)).isCloseTo(u.dot(hv), within(1e-10 * v.norm() * hu.norm()));
    }
  }

  @Test
  void theSameRecipeAndSeedGiveTheSameBits() {
    DataSet data = Fixtures.images(12);
    double[] first = trained(data);
    assertThat(trained(data)).isEqualTo(first);
  }

  private static double[] trained(DataSet data) {
    try (TorchProblem problem =
            Fixtures.open(
                Fixtures.cnn(Activation.RELU, Kind.BATCH),
                data,
                LossRecipe.DEFAULT,
                Precision.FLOAT);
        TorchVector gradient = problem.space().zero()) {
      for (int step = 0; step < 30; step++) {
        int[] order = new Seed(9).stream("order/" + step).permutation(12);
        problem.gradient(Batch.of(Split.TRAIN, order), Mode.TRAIN, gradient);
        problem.parameters().add(-0.05, gradient);
      }
      return problem.parameters().toArray();
    }
  }

  @Test
  void wrongBatchesAndVectorsAreRefused() {
    try (TorchProblem problem = cnn(Kind.NONE, Fixtures.images(6));
        TorchVector other = Spaces.flat(3, Precision.DOUBLE).zero()) {
      assertThatThrownBy(() -> problem.loss(Batch.of(Split.TRAIN, 6), Mode.TRAIN))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("0 to 5");
      assertThatThrownBy(() -> problem.gradient(Batch.of(Split.TRAIN, 1), Mode.TRAIN, other))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("problem.space()");
    }
  }
}
