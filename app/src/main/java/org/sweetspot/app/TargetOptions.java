package org.sweetspot.app;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.sweetspot.measure.MeasureSettings;
import org.sweetspot.measure.TrainingFacts;
import org.sweetspot.measure.target.TargetSettings;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.Split;
import org.sweetspot.recipe.EngineRecipe;
import org.sweetspot.recipe.LossRecipe;
import org.sweetspot.recipe.OptimizerRecipe;
import org.sweetspot.vector.Precision;
import picocli.CommandLine.Option;

/** On which data, how exactly and with which training in mind a target is measured. */
final class TargetOptions {
  /** In double precision eigenvalues are sought as exactly as others could check them. */
  private static final double FINE = 1e-8;

  private static final int FINE_PRODUCTS = 6000;

  @Option(
      names = "--data",
      paramLabel = "D",
      description = {
        "The data of a model file: a file (npz, csv, parquet, txt), a folder (idx, CIFAR, images,",
        "sounds or texts by class) or digits, recognized by what it is; or kind:PATH; or what a",
        "recipe has under data.source, in braces. 'sweetspot data' lists the kinds. A run knows",
        "its own."
      })
  private @Nullable String data;

  @Option(
      names = "--weights",
      paramLabel = "RUN",
      description = {
        "Measure a model in Python at the weights that its recorded training kept: the run's"
            + " folder,",
        "whose last snapshot is taken, or the file of one. The model itself is left as it is."
      })
  private @Nullable Path weights;

  @Option(
      names = "--target",
      paramLabel = "COLUMN",
      description =
          "The target column of a table; target, label, y, class or the last if not given.")
  private @Nullable String target;

  @Option(
      names = "--as",
      paramLabel = "weights|trajectory",
      description = "What an npy or npz file, or a folder of checkpoints, is to be taken for.")
  private @Nullable String as;

  @Option(
      names = "--precision",
      paramLabel = "single|double",
      description = "Of the arithmetic on a model file; single if not given. A run knows its own.")
  private String precision = "single";

  @Option(
      names = "--loss",
      paramLabel = "KIND",
      description = {
        "Of a model file: cross-entropy, binary-cross-entropy, squared, absolute or huber. If not",
        "given it follows from the targets and the number of outputs, and is said."
      })
  private @Nullable String loss;

  @Option(
      names = "--huber-delta",
      paramLabel = "D",
      description =
          "Where --loss huber turns from half the square to a straight line; 1 if not given.")
  private double delta = 1;

  @Option(
      names = "--ignore-index",
      paramLabel = "N",
      description =
          "The label in --data of rows that count nowhere, such as padding; -100, or -1, if"
              + " not given.")
  private @Nullable Integer ignored;

  @Option(
      names = "--output",
      paramLabel = "NAME",
      description = {
        "The outputs of a model file that returns a dictionary or a tuple: a name, or a number"
            + " from",
        "0. The entry logits, or else the first tensor, if not given."
      })
  private @Nullable String output;

  @Option(
      names = "--features",
      paramLabel = "NODE",
      description = {
        "The node of an ONNX model whose numbers are its representation; the input of the last",
        "layer if not given."
      })
  private @Nullable String features;

  @Option(
      names = "--examples",
      paramLabel = "N",
      description =
          "Measure curvature and noise on at most so many examples, drawn at random; 1024 of a"
              + " run and all of a file's data if not given.")
  private @Nullable Integer examples;

  @Option(
      names = "--split",
      paramLabel = "train|validation|test",
      description = "Which examples curvature and noise are measured on; train if not given.")
  private String split = "train";

  @Option(
      names = "--eigenvalues",
      paramLabel = "K",
      description = "How many of the largest (and smallest); 5 if not given.")
  private @Nullable Integer eigenvalues;

  @Option(
      names = "--tolerance",
      paramLabel = "T",
      description =
          "Residual of eigenvalues relative to the largest; 1e-4, in double precision 1e-8, if"
              + " not given.")
  private @Nullable Double tolerance;

  @Option(
      names = "--trace-error",
      paramLabel = "E",
      description = "Standard error of traces relative to them; 0.05 if not given.")
  private @Nullable Double traceError;

  @Option(
      names = "--group",
      paramLabel = "PATTERN",
      description = {
        "Parameters whose curvature is measured alone: names of tensors with commas between, * for",
        "any characters, as in 'layer1.*'; or regex: and an expression."
      })
  private @Nullable String group;

  @Option(
      names = "--rate",
      paramLabel = "ETA",
      description = "The learning rate that stability shall be judged for. A run knows its own.")
  private @Nullable Double rate;

  @Option(
      names = "--momentum",
      paramLabel = "M",
      description = "The momentum beside --rate; 0 if not given.")
  private double momentum;

  @Option(
      names = "--batch",
      paramLabel = "B",
      description = "The batch size that stability and noise shall be judged for.")
  private @Nullable Integer batch;

  @Option(
      names = "--mode",
      paramLabel = "train|evaluate",
      description = {
        "Take every measure in this mode. If not given, what judges a step or its noise is taken"
            + " as",
        "training takes it (batch statistics, dropout), and what describes the network as it is"
            + " used."
      })
  private @Nullable String mode;

  @Option(names = "--seed", paramLabel = "N", description = "Of all draws; 1 if not given.")
  private @Nullable Long seed;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Processor threads; every core if not given.")
  private int threads;

  /** Complains about what can't be meant, whatever the target is. */
  void check() {
    require(examples == null || examples >= 1, "--examples", "at least 1", examples, "512");
    require(
        eigenvalues == null || eigenvalues >= 1, "--eigenvalues", "at least 1", eigenvalues, "5");
    require(
        tolerance == null || (tolerance > 0 && tolerance < 1),
        "--tolerance",
        "above 0, below 1",
        tolerance,
        "1e-4");
    require(
        traceError == null || traceError >= 0, "--trace-error", "0 or more", traceError, "0.05");
    isTrajectory();
    engine();
    loss();
    split();
    facts();
    mode();
  }

  private static void require(
      boolean holds, String option, String expected, @Nullable Number got, String example) {
    if (!holds) {
      throw new UserException(
          option, expected, String.valueOf(got), "give for instance " + option + " " + example);
    }
  }

  /** The data of a model file, if they were named. */
  Optional<String> data() {
    return Optional.ofNullable(data);
  }

  /** The recorded training, or the snapshot of one, whose weights a model is measured at. */
  Optional<Path> weights() {
    return Optional.ofNullable(weights);
  }

  /** The target column of a table, if it was named. */
  Optional<String> targetColumn() {
    return Optional.ofNullable(target);
  }

  /** Whether the target is a trajectory, where that was said. */
  Optional<Boolean> isTrajectory() {
    if (as == null) {
      return Optional.empty();
    }
    if (!as.equals("weights") && !as.equals("trajectory")) {
      throw new UserException(
          "--as", "weights or trajectory", as, "leave it out to let the file decide");
    }
    return Optional.of(as.equals("trajectory"));
  }

  /** Where and how exactly a model file is computed. */
  EngineRecipe engine() {
    return InputChecks.of(() -> new EngineRecipe(EngineRecipe.Device.CPU, precision(), threads));
  }

  /** Where a file's tensors live. */
  String device() {
    return engine().device().key();
  }

  /** The loss of a model file, if it was named. */
  Optional<LossRecipe> loss() {
    if (loss == null) {
      return Optional.empty();
    }
    for (LossRecipe.Kind kind : LossRecipe.Kind.values()) {
      if (kind.name().replace('_', '-').equalsIgnoreCase(loss)) {
        return Optional.of(InputChecks.of(() -> new LossRecipe(kind, 0, List.of(), delta)));
      }
    }
    throw new UserException(
        "--loss",
        "cross-entropy, binary-cross-entropy, squared, absolute or huber",
        loss,
        "choose the one it was trained with, or leave it out");
  }

  /** The label of rows that count nowhere, if it was named. */
  OptionalInt ignored() {
    return ignored == null ? OptionalInt.empty() : OptionalInt.of(ignored);
  }

  /** The name of the outputs among what a model file returns, if it was given. */
  Optional<String> output() {
    return Optional.ofNullable(output);
  }

  /** The node whose numbers are the representation, if it was named. */
  Optional<String> features() {
    return Optional.ofNullable(features);
  }

  /** What was said of the training of a model file. */
  TrainingFacts facts() {
    TrainingFacts facts = TrainingFacts.UNKNOWN;
    if (rate != null) {
      if (!(rate > 0) || !(momentum >= 0 && momentum < 1)) {
        throw new UserException(
            "--rate and --momentum",
            "a rate above 0 and a momentum of at least 0, below 1",
            rate + " and " + momentum,
            "give for instance --rate 0.1 --momentum 0.9");
      }
      facts = facts.withOptimizer(new OptimizerRecipe.Sgd(rate, momentum, false, 0, true));
    }
    if (batch != null) {
      if (batch < 1) {
        throw new UserException("--batch", "at least 1", batch, "give for instance --batch 128");
      }
      facts = facts.withBatch(batch);
    }
    return facts;
  }

  /** Everything that targets are opened with. */
  TargetSettings settings() {
    return new TargetSettings(
        seed == null ? OptionalLong.empty() : OptionalLong.of(seed),
        Optional.ofNullable(group),
        facts(),
        engine(),
        this::spending);
  }

  private MeasureSettings spending(Precision known, int otherwise) {
    MeasureSettings base = MeasureSettings.DEFAULT;
    boolean fine = known == Precision.DOUBLE;
    return InputChecks.of(
        () ->
            mode()
                .map(base::withMode)
                .orElse(base)
                .withSplit(split())
                .withExamples(examples == null ? otherwise : examples, base.chunk())
                .withEigenvalues(
                    eigenvalues == null ? base.eigenvalues() : eigenvalues,
                    tolerance == null ? (fine ? FINE : base.tolerance()) : tolerance,
                    fine ? FINE_PRODUCTS : base.products())
                .withTraceError(traceError == null ? base.traceError() : traceError));
  }

  private Precision precision() {
    return switch (precision.toLowerCase(Locale.ROOT)) {
      case "single", "float" -> Precision.FLOAT;
      case "double" -> Precision.DOUBLE;
      default ->
          throw new UserException(
              "--precision", "single or double", precision, "give --precision double");
    };
  }

  private Optional<Mode> mode() {
    if (mode == null) {
      return Optional.empty();
    }
    return switch (mode.toLowerCase(Locale.ROOT)) {
      case "train" -> Optional.of(Mode.PROBE);
      case "evaluate", "eval" -> Optional.of(Mode.EVALUATE);
      default ->
          throw new UserException(
              "--mode",
              "train or evaluate",
              mode,
              "leave it out to take steps as training takes them and the rest as it is used");
    };
  }

  private Split split() {
    for (Split one : Split.values()) {
      if (one.name().equalsIgnoreCase(split)) {
        return one;
      }
    }
    throw new UserException(
        "--split", "train, validation or test", split, "give --split test for held-out data");
  }
}
