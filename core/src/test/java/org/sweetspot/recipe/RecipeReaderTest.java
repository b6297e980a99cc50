package org.sweetspot.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sweetspot.vector.Precision;

class RecipeReaderTest {
  static final String SMALL =
      """
      data:
        source: digits
      model:
        kind: mlp
        hidden: [32]
      training:
        batch: 16
        optimizer:
          kind: sgd
          rate: 0.1
        budget: 20 epochs
      """;

  @Test
  void everythingLeftOutHasItsDefault() {
    Recipe recipe = RecipeReader.parse("small.yaml", SMALL);

    assertThat(recipe)
        .isEqualTo(
            new Recipe(
                "recipe",
                1,
                EngineRecipe.DEFAULT,
                new DataRecipe(
                    new SourceRecipe.Digits(),
                    new SplitRecipe(0, 0, 0, 1),
                    ScalingRecipe.NONE,
                    AugmentationRecipe.NONE),
                new ModelRecipe.Mlp(
                    List.of(32),
                    Activation.RELU,
                    NormalizationRecipe.NONE,
                    InitializationRecipe.DEFAULT),
                LossRecipe.DEFAULT,
                new TrainingRecipe(
                    16,
                    1,
                    new OptimizerRecipe.Sgd(0.1, 0, false, 0, false),
                    new ScheduleRecipe.Constant(Span.steps(0)),
                    Span.epochs(20),
                    0,
                    AveragingRecipe.NONE,
                    Span.epochs(1)),
                SnapshotRecipe.DEFAULT,
                ControlRecipe.DEFAULT));
  }

  @Test
  void everyKeyCanBeGiven() {
    Recipe recipe =
        RecipeReader.parse(
            "full.yaml",
            """
            # A comment is no key.
            name: "all of it"
            seed: -7
            engine: {device: cuda, precision: double, threads: 2}
            data:
              source: {kind: cifar, folder: some/folder, classes: 100}
              split: {train: 4096, validation: 5, test: 6, seed: 9}
              scaling: {mean: .5, deviation: 2.5e-1}
              augmentation: {crop: 4, flip: true, copies: 2}
            model:
              kind: cnn
              convolutions:
                - {channels: 8, kernel: 5, stride: 2, pool: 2}
                - channels: 16
              dense: [64]
              activation: gelu
              normalization: {kind: ghost, ghost: 32, groups: 4, momentum: 0.2, epsilon: 1e-3}
              initialization: {kind: kaiming, scale: 2, shape: 3}
            loss: {kind: squared, label-smoothing: 0.1}
            training:
              batch: 64
              accumulation: 2
              optimizer: {kind: adamw, rate: 1e-3, beta1: 0.8, beta2: 0.99, epsilon: 1e-7,
                          weight-decay: 0.01, decoupled: false}
              schedule: {kind: step, at: [0.5, 0.75], factor: 0.2, warm-up: 3 epochs}
              budget: 90 seconds
              clip: 1.5
              averaging: {kind: exponential, decay: 0.9, start: 0.5}
              evaluation: 100 steps
              sharpness-aware: {kind: asam, radius: 0.5, every: 2}
              gradient-noise: {kind: alpha-stable, scale: 0.1, tail-index: 1.8, decay: 0.55}
              batch-schedule: [{until: 2 epochs, size: 32, rate: 0.5}]
            snapshots: {kind: logarithmic, count: 8, checkpoint: 2.5 seconds}
            control: {change: {batch: 2048}, seeds: 3, confidence: 0.9, cost: 2}
            """);

    assertThat(recipe.name()).isEqualTo("all of it");
    assertThat(recipe.seed()).isEqualTo(-7);
    assertThat(recipe.engine())
        .isEqualTo(new EngineRecipe(EngineRecipe.Device.CUDA, Precision.DOUBLE, 2));
    assertThat(recipe.data())
        .isEqualTo(
            new DataRecipe(
                new SourceRecipe.Cifar("some/folder", 100),
                new SplitRecipe(4096, 5, 6, 9),
                new ScalingRecipe(0.5, 0.25),
                new AugmentationRecipe(4, true, 2)));
    assertThat(recipe.model())
        .isEqualTo(
            new ModelRecipe.Cnn(
                List.of(new ConvolutionRecipe(8, 5, 2, 2), new ConvolutionRecipe(16, 3, 1, 1)),
                List.of(64),
                Activation.GELU,
                new NormalizationRecipe(NormalizationRecipe.Kind.GHOST, 32, 4, 0.2, 1e-3),
                new InitializationRecipe(InitializationRecipe.Kind.KAIMING, 2, 3)));
    assertThat(recipe.loss()).isEqualTo(new LossRecipe(LossRecipe.Kind.SQUARED, 0.1));
    assertThat(recipe.training())
        .isEqualTo(
            new TrainingRecipe(
                    64,
                    2,
                    new OptimizerRecipe.AdamW(1e-3, 0.8, 0.99, 1e-7, 0.01, false),
                    new ScheduleRecipe.Step(List.of(0.5, 0.75), 0.2, Span.epochs(3)),
                    Span.seconds(90),
                    1.5,
                    new AveragingRecipe(AveragingRecipe.Kind.EXPONENTIAL, 0.9, 0.5),
                    Span.steps(100))
                .withSharpnessAware(
                    new SharpnessAwareRecipe(SharpnessAwareRecipe.Kind.ASAM, 0.5, 2))
                .withGradientNoise(
                    new GradientNoiseRecipe(GradientNoiseRecipe.Kind.ALPHA_STABLE, 0.1, 1.8, 0.55))
                .withBatchSchedule(List.of(new BatchStage(Span.epochs(2), 32, 0.5))));
    assertThat(recipe.snapshots())
        .isEqualTo(new SnapshotRecipe(SnapshotRecipe.Kind.LOGARITHMIC, 8, Span.seconds(2.5)));
    assertThat(recipe.control()).isEqualTo(new ControlRecipe(ChangeRecipe.batch(2048), 3, 0.9, 2));
  }

  @Test
  void defaultsDependOnTheKindThatWasChosen() {
    String adamw = SMALL.replace("kind: sgd", "kind: adamw");
    assertThat(RecipeReader.parse("a.yaml", adamw).training().optimizer())
        .isEqualTo(new OptimizerRecipe.AdamW(0.1, 0.9, 0.999, 1e-8, 0, true));
    String rmsprop = SMALL.replace("kind: sgd", "kind: rmsprop");
    assertThat(RecipeReader.parse("a.yaml", rmsprop).training().optimizer())
        .isEqualTo(new OptimizerRecipe.RmsProp(0.1, 0.99, 1e-8, 0, 0, false));
  }

  @Test
  void oneOfAnythingMayStandInTheSingular() {
    Recipe recipe = RecipeReader.parse("a.yaml", SMALL.replace("20 epochs", "1 epoch"));
    assertThat(recipe.training().budget()).isEqualTo(Span.epochs(1));
  }

  @Test
  void aRecipeIsNamedAfterItsFileAndItsPathsLieBesideIt(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("idx run.yaml");
    Files.writeString(
        file, "\uFEFF" + SMALL.replace("source: digits", "source: {kind: idx, folder: images}"));

    RecipeFile read = RecipeReader.read(file);

    assertThat(read.recipe().name()).isEqualTo("idx run");
    assertThat(read.folder()).isEqualTo(folder.toAbsolutePath().normalize());
    assertThat(read.recipe().data().source()).isEqualTo(new SourceRecipe.Idx("images"));
    assertThat(read.absolute().data().source())
        .isEqualTo(new SourceRecipe.Idx(folder.resolve("images").toAbsolutePath().toString()));
  }

  @Test
  void optionsReplaceWhatTheFileSays(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("a.yaml");
    Files.writeString(file, SMALL);

    Recipe recipe =
        RecipeReader.read(
                file,
                List.of(
                    "training.batch=64",
                    "control.change.batch=2048",
                    "model.normalization=batch",
                    "model.normalization.momentum=0.5",
                    "model.hidden.0=48",
                    "data.split={train: 4000}",
                    "name=other",
                    "training.batch=32"))
            .recipe();

    assertThat(recipe.training().batch()).isEqualTo(32);
    assertThat(recipe.control().change()).isEqualTo(ChangeRecipe.batch(2048));
    assertThat(recipe.model().normalization())
        .isEqualTo(new NormalizationRecipe(NormalizationRecipe.Kind.BATCH, 128, 8, 0.5, 1e-5));
    assertThat(((ModelRecipe.Mlp) recipe.model()).hidden()).containsExactly(48);
    assertThat(recipe.data().split().train()).isEqualTo(4000);
    assertThat(recipe.name()).isEqualTo("other");
  }

  @Test
  void theFormatsVersionMayBeStatedAndIsNoPartOfTheRecipe() {
    Recipe stated = RecipeReader.parse("a", "name: a\nschema: 1\n" + SMALL);
    Recipe silent = RecipeReader.parse("a", "name: a\n" + SMALL);

    assertThat(RecipeWriter.write(stated)).isEqualTo(RecipeWriter.write(silent));
    assertThatThrownBy(() -> RecipeReader.parse("a", "name: a\nschema: 2\n" + SMALL))
        .hasMessageContaining("a:2:9: schema")
        .hasMessageContaining("version 1 of the format")
        .hasMessageContaining("got 2");
  }
}
