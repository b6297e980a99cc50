package org.sweetspot.recipe;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.sweetspot.random.RandomStream;
import org.sweetspot.vector.Precision;

/** Draws recipes whose values go together. */
final class RandomRecipes {
  private final RandomStream stream;

  RandomRecipes(RandomStream stream) {
    this.stream = stream;
  }

  Recipe next() {
    SourceRecipe source = source();
    boolean text = source instanceof SourceRecipe.Text;
    TrainingRecipe training = training();
    int change = flag() ? 0 : training.batch() + 1 + stream.nextInt(100);
    // Whole batches only: what is left may be too little for batch statistics.
    int train = flag() ? 0 : training.batch() * (2 + 200 / training.batch() + stream.nextInt(20));
    AugmentationRecipe augmentation =
        text || flag()
            ? AugmentationRecipe.NONE
            : new AugmentationRecipe(1 + stream.nextInt(4), flag(), 1 + stream.nextInt(3));
    return new Recipe(
        pick("plain", "two words", "no", "12", "- a", "größe ✓", "1e5", "x-y.z"),
        stream.nextLong(),
        new EngineRecipe(
            pick(EngineRecipe.Device.values()), pick(Precision.values()), stream.nextInt(9)),
        new DataRecipe(
            source,
            new SplitRecipe(train, stream.nextInt(50), stream.nextInt(50), stream.nextLong()),
            text ? ScalingRecipe.NONE : new ScalingRecipe(stream.nextGaussian(), positive()),
            augmentation),
        model(source, training),
        new LossRecipe(pick(LossRecipe.Kind.values()), stream.nextDouble()),
        training,
        new SnapshotRecipe(
            pick(SnapshotRecipe.Kind.values()), 1 + stream.nextInt(10), Span.seconds(positive())),
        new ControlRecipe(
            change == 0 ? ChangeRecipe.NONE : ChangeRecipe.batch(change),
            2 + stream.nextInt(9),
            0.5 + (1 - stream.nextDouble()) * 0.499,
            1 + positive()));
  }

  private SourceRecipe source() {
    return pick(
        new SourceRecipe.Digits(),
        new SourceRecipe.Idx("/data/fashion mnist"),
        new SourceRecipe.Cifar("cifar", pick(10, 100)),
        new SourceRecipe.Npz("../a.npz"),
        new SourceRecipe.Text(
            List.of("a.txt", "b, c].txt", "a: b # c", "\"quoted\\"), 1 + stream.nextInt(99)));
  }

  private ModelRecipe model(SourceRecipe source, TrainingRecipe training) {
    int together = training.batch() / training.accumulation();
    NormalizationRecipe normalization =
        new NormalizationRecipe(
            together < 2 ? NormalizationRecipe.Kind.LAYER : pick(NormalizationRecipe.Kind.values()),
            2 + stream.nextInt(Math.max(1, together - 1)),
            pick(1, 2, 4),
            1 - stream.nextDouble(),
            positive());
    InitializationRecipe start =
        new InitializationRecipe(pick(InitializationRecipe.Kind.values()), positive(), positive());
    Activation activation = pick(Activation.values());
    if (source instanceof SourceRecipe.Text) {
      NormalizationRecipe layer =
          normalization.withKind(
              pick(NormalizationRecipe.Kind.LAYER, NormalizationRecipe.Kind.NONE));
      int heads = 1 + stream.nextInt(4);
      return pick(
          new ModelRecipe.Transformer(heads * 8, heads, 1 + stream.nextInt(4), layer, start),
          new ModelRecipe.TorchScript("model.pt"));
    }
    List<ConvolutionRecipe> convolutions =
        list(
            1,
            i ->
                new ConvolutionRecipe(
                    width(),
                    1 + i,
                    1 + i % 2,
                    stream.nextInt(2) == 0 ? Padding.HALF : Padding.NONE,
                    1 + stream.nextInt(2)));
    ParametrizationRecipe rates =
        flag()
            ? ParametrizationRecipe.STANDARD
            : new ParametrizationRecipe.MaximalUpdate(1 + stream.nextInt(64));
    ModelRecipe image =
        pick(
            new ModelRecipe.Linear(start),
            new ModelRecipe.Mlp(list(1, i -> width()), activation, normalization, start, rates),
            new ModelRecipe.Cnn(
                convolutions, list(0, i -> width()), activation, normalization, start, rates),
            new ModelRecipe.Residual(
                width(), list(1, i -> width()), activation, normalization, start, rates),
            new ModelRecipe.TorchScript("/abs/m 1.pt"));
    return source instanceof SourceRecipe.Npz && flag()
        ? new ModelRecipe.Audio(
            convolutions, list(0, i -> width()), activation, normalization, start, rates)
        : image;
  }

  private TrainingRecipe training() {
    int accumulation = 1 + stream.nextInt(4);
    double share = stream.nextDouble();
    OptimizerRecipe optimizer =
        pick(
            new OptimizerRecipe.Sgd(positive(), 0.5 + share / 2, flag(), positive(), flag()),
            new OptimizerRecipe.AdamW(positive(), share, share / 2, positive(), 0, flag()),
            new OptimizerRecipe.RmsProp(positive(), share, positive(), share, 0, flag()));
    Span warmUp = pick(Span.steps(stream.nextInt(5)), Span.epochs(stream.nextDouble()));
    ScheduleRecipe schedule =
        pick(
            new ScheduleRecipe.Constant(warmUp),
            new ScheduleRecipe.Step(
                flag() ? List.of() : List.of(0.25, 0.25 + (1 - share) / 2), positive(), warmUp),
            new ScheduleRecipe.Cosine(share, warmUp),
            new ScheduleRecipe.InverseSquareRoot(1 + stream.nextInt(999), warmUp));
    int batch = accumulation * (1 + stream.nextInt(64));
    return new TrainingRecipe(
            batch,
            accumulation,
            optimizer,
            schedule,
            pick(
                Span.steps(10 + stream.nextInt(999)),
                Span.epochs(1 + positive()),
                Span.seconds(1e-9)),
            flag() ? 0 : positive(),
            new AveragingRecipe(pick(AveragingRecipe.Kind.values()), share, share),
            pick(Span.epochs(0.5), Span.steps(7)))
        .withSharpnessAware(
            new SharpnessAwareRecipe(pick(SharpnessAwareRecipe.Kind.values()), positive(), 1))
        .withGradientNoise(
            new GradientNoiseRecipe(
                pick(GradientNoiseRecipe.Kind.values()), positive(), 0.1 + share, share))
        .withPrecision(
            pick(
                PrecisionRecipe.of(pick(PrecisionRecipe.Kind.values())),
                new PrecisionRecipe(
                    PrecisionRecipe.Kind.NVFP4,
                    "usual",
                    "int8+mse",
                    "luq",
                    "float32",
                    "e5m2+stochastic",
                    "nvfp4+stochastic+rotated",
                    "^fc2",
                    "bfloat16+stochastic",
                    "half",
                    "nvfp4")))
        .withSparsity(
            new SparsityRecipe(pick(SparsityRecipe.Kind.values()), "1:4", 10, share, "^fc1"))
        .withStaleness(stream.nextInt(3))
        .withDelays(List.of(Delays.values()).get(batch % Delays.values().length))
        .withWorkers(workers(batch, share))
        .withBatchSchedule(stages(batch));
  }

  /** Workers that go with every batch; they draw nothing. */
  private static WorkersRecipe workers(int batch, double share) {
    return switch (batch % 4) {
      case 0 -> new WorkersRecipe.Local(1, batch, 0.7, share / 2, batch % 8 == 0);
      case 1 -> new WorkersRecipe.Dropping(1, 1, WorkersRecipe.Latency.LOGNORMAL, 2, 0.5, 0);
      case 2 -> new WorkersRecipe.Dropping(1, 1, WorkersRecipe.Latency.PARETO, 0.9, share, batch);
      default -> WorkersRecipe.NONE;
    };
  }

  /** Stages of one size, so that they go with every split; they draw nothing. */
  private static List<BatchStage> stages(int size) {
    return size % 2 == 0
        ? List.of()
        : List.of(
            new BatchStage(Span.steps(2), size, 0.5),
            new BatchStage(size % 3 == 0 ? Span.steps(5) : Span.epochs(0.7), size, 1));
  }

  private int width() {
    return 4 * (1 + stream.nextInt(16));
  }

  private double positive() {
    return StrictMath.pow(10, stream.nextGaussian() * 6);
  }

  private boolean flag() {
    return stream.nextInt(2) == 0;
  }

  private <T> List<T> list(int least, IntFunction<T> item) {
    List<T> items = new ArrayList<>();
    int size = least + stream.nextInt(3);
    for (int i = 0; i < size; i++) {
      items.add(item.apply(i));
    }
    return items;
  }

  @SafeVarargs
  private <T> T pick(T... choices) {
    return choices[stream.nextInt(choices.length)];
  }
}
