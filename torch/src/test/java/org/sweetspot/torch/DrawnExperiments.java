package org.sweetspot.torch;

import java.util.List;
import java.util.Locale;
import org.sweetspot.random.RandomStream;
import org.sweetspot.recipe.Recipe;
import org.sweetspot.recipe.RecipeReader;
import org.sweetspot.recipe.Span;
import org.sweetspot.training.StepCount;

/**
 * What {@link PredictionWorker} draws: baselines, and changes of them. The ledger that ships was
 * made of these lists in this order; another order draws other experiments from the same seed.
 */
final class DrawnExperiments {
  private DrawnExperiments() {}

  private static <T> T pick(RandomStream stream, List<T> choices) {
    return choices.get(stream.nextInt(choices.size()));
  }

  /** A small baseline on the digits, trained with one thread. */
  static Recipe baseline(RandomStream stream) {
    int train = pick(stream, List.of(150, 300, 600, 800));
    int batch = pick(stream, List.of(8, 16, 32));
    double spread = Math.pow(10, -0.6 + stream.nextDouble());
    String optimizer =
        switch (stream.nextInt(3)) {
          case 0 -> format("{kind: sgd, rate: %.4g}", 0.15 * spread);
          case 1 ->
              format("{kind: sgd, rate: %.4g, momentum: 0.9, weight-decay: 5e-4}", 0.03 * spread);
          default -> format("{kind: adamw, rate: %.4g, weight-decay: 0.01}", 0.003 * spread);
        };
    String model =
        pick(
            stream,
            List.of(
                "{kind: mlp, hidden: [32]}",
                "{kind: mlp, hidden: [64]}",
                "{kind: mlp, hidden: [32, 32]}",
                "{kind: mlp, hidden: [64, 64]}",
                "{kind: mlp, hidden: [64], normalization: batch}",
                "{kind: cnn, convolutions: [{channels: 8, stride: 2}], dense: [32]}"));
    String schedule = pick(stream, List.of("constant", "cosine", "{kind: step, at: [0.6, 0.85]}"));
    double steps = 200 * Math.pow(6, stream.nextDouble());
    long epochs = Math.max(4, Math.round(steps * batch / train));
    Recipe recipe =
        RecipeReader.parse(
            "drawn",
            format(
                """
                name: drawn
                seed: %d
                engine: {threads: 1}
                data: {source: digits, split: {train: %d, validation: 300, test: 600, seed: %d}}
                model: %s
                training:
                  batch: %d
                  optimizer: %s
                  schedule: %s
                  budget: %d epochs
                """,
                1 + stream.nextInt(1_000_000),
                train,
                1 + stream.nextInt(1000),
                model,
                batch,
                optimizer,
                schedule,
                epochs));
    // As often as control does, since curves are read between evaluations.
    long updates = StepCount.of(recipe.training(), train);
    return recipe.withTraining(
        recipe.training().withEvaluation(Span.steps(Math.max(1, updates / 10))));
  }

  /** A change of anything but how numbers are computed. */
  static String change(RandomStream stream) {
    return pick(
        stream,
        List.of(
            "batch=x4",
            "batch=x8",
            "batch=x8,rate=x8",
            "batch=x4,rate=x2",
            "budget=50%",
            "budget=25%",
            "budget=10%",
            "data=50%",
            "data=25%",
            "optimizer=adamw",
            "optimizer=rmsprop",
            "optimizer=sgd",
            "width=x4",
            "width=0.5",
            "width=0.25",
            "depth=2",
            "depth=3",
            "rate=x0.3",
            "rate=x3",
            "rate=x10",
            "schedule=cosine",
            "schedule=constant",
            "smoothing=0.1",
            "decay=0.01",
            "clip=0.5",
            "normalization=batch",
            "averaging=mean",
            "augmentation={crop: 1}",
            "batch=x4,budget=50%",
            "data=50%,budget=50%"));
  }

  /** Changes that somebody wants for efficiency, and that corrections answer. */
  static String planned(RandomStream stream) {
    return pick(
        stream,
        List.of(
            "batch=x4",
            "batch=x8",
            "batch=x16",
            "budget=50%",
            "budget=25%",
            "data=50%",
            "data=25%",
            "optimizer=adamw",
            "optimizer=sgd",
            "width=x4",
            "width=0.25",
            "batch=x4,budget=50%",
            "precision=fp8",
            "precision=luq",
            "precision=nvfp4",
            "sparsity=2:4",
            "sparsity={kind: none, gradients: \"1:4\", products: both}",
            "staleness=4",
            "staleness=8",
            "workers={kind: local, count: 4, period: 16}"));
  }

  /** A change of number formats, sparsity, staleness or workers, alone or joined. */
  static String arithmetic(RandomStream stream) {
    return pick(
        stream,
        List.of(
            "precision=fp8",
            "precision=luq",
            "precision=naive-log",
            "precision=nvfp4",
            "precision=mxfp4",
            "precision=mxfp8",
            "precision=bfloat16",
            "precision=int8",
            "sparsity=2:4",
            "sparsity=1:4",
            "sparsity={kind: none, gradients: \"1:2\"}",
            "sparsity={kind: none, gradients: \"1:2+unbiased\"}",
            "sparsity={kind: none, gradients: \"1:4\", products: both}",
            "staleness=2",
            "staleness=4",
            "staleness=8",
            "staleness=16",
            "workers={kind: local, count: 2, period: 8}",
            "workers={kind: local, count: 4, period: 16}",
            "workers={kind: local, count: 8, period: 64}",
            "workers={kind: dropping, count: 4, pieces: 2}",
            "workers={kind: dropping, count: 8, pieces: 1, spread: 1.2}",
            "precision=nvfp4,sparsity=2:4",
            "precision=luq,staleness=4",
            "precision=fp8,batch=x4",
            "staleness=4,budget=50%",
            "sparsity=2:4,budget=50%"));
  }

  private static String format(String text, Object... values) {
    return String.format(Locale.ROOT, text, values);
  }
}
