package org.sweetspot.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.sweetspot.control.Arm;
import org.sweetspot.control.ArmRun;
import org.sweetspot.control.BaselineTrend;
import org.sweetspot.control.BiasShift;
import org.sweetspot.control.ChangeSummary;
import org.sweetspot.control.ControlResult;
import org.sweetspot.control.EqualCost;
import org.sweetspot.control.Gap;
import org.sweetspot.control.GatePower;
import org.sweetspot.control.InvariantRow;
import org.sweetspot.control.LoopChange;
import org.sweetspot.control.Outcome;
import org.sweetspot.control.PlanFinding;
import org.sweetspot.control.Recovery;
import org.sweetspot.control.TriedCorrection;
import org.sweetspot.control.change.Matching;
import org.sweetspot.control.change.TrainingCost;
import org.sweetspot.control.prediction.Band;
import org.sweetspot.control.prediction.Forecast;
import org.sweetspot.control.prediction.LedgerEntry;
import org.sweetspot.control.prediction.Prediction;
import org.sweetspot.control.prediction.Predictor;
import org.sweetspot.control.prediction.Quantity;
import org.sweetspot.measure.Fact;
import org.sweetspot.problem.Split;
import org.sweetspot.recipe.Activation;
import org.sweetspot.recipe.AugmentationRecipe;
import org.sweetspot.recipe.AveragingRecipe;
import org.sweetspot.recipe.ChangeRecipe;
import org.sweetspot.recipe.ControlRecipe;
import org.sweetspot.recipe.DataRecipe;
import org.sweetspot.recipe.EngineRecipe;
import org.sweetspot.recipe.InitializationRecipe;
import org.sweetspot.recipe.LossRecipe;
import org.sweetspot.recipe.ModelRecipe;
import org.sweetspot.recipe.NormalizationRecipe;
import org.sweetspot.recipe.OptimizerRecipe;
import org.sweetspot.recipe.Recipe;
import org.sweetspot.recipe.RecipeDifference.Edit;
import org.sweetspot.recipe.ScalingRecipe;
import org.sweetspot.recipe.ScheduleRecipe;
import org.sweetspot.recipe.SnapshotRecipe;
import org.sweetspot.recipe.SourceRecipe;
import org.sweetspot.recipe.Span;
import org.sweetspot.recipe.SplitRecipe;
import org.sweetspot.recipe.TrainingRecipe;
import org.sweetspot.statistics.Interval;
import org.sweetspot.training.Evaluation;

/**
 * Made-up numbers in the shape of real ones, none of them measured; the sentences are those that
 * the verdict makes of them.
 */
final class SampleResults {
  static final String YAML =
      """
      name: digits
      seed: 1
      training:
        batch: 512
        optimizer: {kind: sgd, rate: 0.28, momentum: 0.9}
        budget: 80 epochs
      """;

  private SampleResults() {}

  static Recipe recipe(int batch) {
    NormalizationRecipe batchNorm =
        NormalizationRecipe.NONE.withKind(NormalizationRecipe.Kind.BATCH);
    return new Recipe(
        "digits",
        1,
        EngineRecipe.DEFAULT,
        new DataRecipe(
            new SourceRecipe.Digits(),
            new SplitRecipe(1000, 297, 500, 0),
            ScalingRecipe.NONE,
            AugmentationRecipe.NONE),
        new ModelRecipe.Mlp(
            List.of(64, 64), Activation.RELU, batchNorm, InitializationRecipe.DEFAULT),
        LossRecipe.DEFAULT,
        new TrainingRecipe(
            batch,
            1,
            new OptimizerRecipe.Sgd(0.05, 0.9, false, 5e-4, false),
            new ScheduleRecipe.Cosine(0, Span.epochs(1)),
            Span.epochs(20),
            0,
            AveragingRecipe.NONE,
            Span.epochs(1)),
        SnapshotRecipe.DEFAULT,
        ControlRecipe.DEFAULT.withChange(ChangeRecipe.batch(512)));
  }

  /** Five seeds, a clear gap, one correction refused. */
  static ControlResult ordinary() {
    return withSeeds(5);
  }

  static ControlResult withSeeds(int seeds) {
    List<Arm> arms =
        List.of(
            arm("baseline", 16, seeds, 1260, 20, 0.962, 0.31),
            arm("changed", 512, seeds, 40, 20, 0.921, 1.6),
            arm("step-matched", 512, seeds, 1260, 630, 0.944, 0.35),
            arm("controlled", 512, seeds, 160, 80, 0.955, 0.5),
            arm("equal-cost", 16, seeds, 5040, 80, 0.967, 0.3));
    return new ControlResult(
        new ChangeSummary(List.of(new Edit("training.batch", "16", "512")), Matching.STEPS),
        0.95,
        arms,
        new Gap(
            new Interval(4.1, 3.2, 5.0), new Interval(2.3, 1.4, 3.2), new Interval(1.8, 0.9, 2.7)),
        new Recovery(
            new Interval(3.4, 2.6, 4.2),
            new Interval(0.83, 0.62, 1.04),
            new EqualCost(new Interval(0.5, 0.1, 0.9), new Interval(-1.2, -1.9, -0.5))),
        new BaselineTrend(new Interval(0.1, -0.2, 0.4), 1),
        new GatePower(seeds, 297, 7, 0.05, 0.6, 0.3),
        corrections(),
        invariants(),
        shifts(),
        List.of(Fact.of(PlanFinding.STEPS_AGAINST_COST, 32, 4)),
        recipe(512),
        List.of(
            new LoopChange("batch size", "16", "512", "batch_size = 512  # was 16"),
            new LoopChange("learning rate", "0.05", "0.28", "lr = 0.28  # was 0.05")),
        List.of(
            Fact.of(PlanFinding.UNDER_TRAINED, 40, 1260),
            Fact.of(PlanFinding.WORK_AT_GAIN, 5.6, 224, 17.8)),
        List.of(
            new Prediction(
                new Forecast(
                    "changed",
                    "batch",
                    Quantity.ACCURACY,
                    Predictor.CURVE,
                    true,
                    new Band(0.5, -0.2, 1.4, Band.Kind.CALIBRATED, 30),
                    0,
                    0.93,
                    0.88,
                    0.965),
                new LedgerEntry(
                    "digits",
                    "batch",
                    "batch=512",
                    Quantity.ACCURACY,
                    Map.of(Predictor.CURVE, 0.6, Predictor.FIRST_RUN, 0.7),
                    0.1,
                    4,
                    0.73),
                0.921)),
        Map.of(
            "seed",
            "1 to " + seeds,
            "data",
            "digits, sha256 4f1c0b2e9d",
            "version",
            "0.1.0-SNAPSHOT",
            "jvm",
            "17.0.15",
            "os",
            "Linux amd64",
            "cpu",
            "2 cores",
            "device",
            "cpu",
            "engine",
            "libtorch 2.10.0"));
  }

  static final String ATTACK =
      "</script><script>alert(1)</script><img src=x onerror='alert(2)'>\"@rows\"";

  static List<TriedCorrection> corrections() {
    return List.of(
        new TriedCorrection(
            "made-up",
            "Square-root learning rate",
            "The batch grew 32 times; the noise scale of 210 examples says that beyond it the rate"
                + " should grow no faster than its square root: 0.05 becomes 0.28.",
            Outcome.KEPT,
            new Interval(1.9, 1.1, 2.7),
            0.002,
            0.002,
            1,
            3.4),
        new TriedCorrection(
            "made-up",
            "Linear learning rate with warm-up",
            "Would hold the SGD noise scale, but 1.6 times the measured curvature of 3.1 is beyond"
                + " the limit of stability.",
            Outcome.NOT_SIGNIFICANT,
            new Interval(-0.6, -2.4, 1.2),
            0.4,
            0.4,
            1,
            3.1),
        new TriedCorrection(
            "made-up",
            "Ghost batch normalization, 16 at a time",
            "Keeps the statistics of normalization as noisy as in the baseline.",
            Outcome.KEPT,
            new Interval(0.7, 0.2, 1.2),
            0.03,
            0.03,
            1,
            4.0),
        new TriedCorrection(
            "made-up",
            "Train longer, 80 epochs",
            "Gives 160 steps instead of 40 at four times the cost, the most that was allowed.",
            Outcome.KEPT,
            new Interval(1.2, 0.6, 1.8),
            0.01,
            0.01,
            4,
            12.9));
  }

  static List<InvariantRow> invariants() {
    return List.of(
        new InvariantRow(
            "SGD noise scale",
            "How strongly the choice of examples disturbs the weights in each step.",
            "",
            0.031,
            0.00098,
            0.0055,
            false,
            "Holding it would need a learning rate beyond the limit of stability."),
        new InvariantRow(
            "Sharpness over its stability threshold",
            "How close the steps come to the size at which training becomes unstable; 1 is the"
                + " edge.",
            "",
            0.41,
            0.43,
            0.52,
            true,
            ""),
        new InvariantRow(
            "Number of steps",
            "How many times the weights are changed.",
            "steps",
            1260,
            40,
            160,
            false,
            "Four times the cost was the limit."),
        new InvariantRow(
            "Curvature at the end",
            "How sharply the loss rises around the solution.",
            "",
            3.1,
            9.8,
            4.2,
            true,
            "Lower than after the change alone, as in the baseline."),
        new InvariantRow(
            "Distance from initialization",
            "How far the weights travelled.",
            "",
            9.4,
            3.2,
            7.9,
            true,
            ""));
  }

  static List<BiasShift> shifts() {
    return List.of(
        new BiasShift(
            "curvature/top",
            "1/rate",
            3.1,
            9.8,
            4.2,
            new Interval(6.7, 4.1, 9.3),
            new Interval(1.1, -0.3, 2.5)),
        new BiasShift(
            "calibration/ece",
            "",
            0.047,
            0.081,
            0.066,
            new Interval(0.034, 0.021, 0.047),
            new Interval(0.019, 0.008, 0.03)),
        new BiasShift(
            "noise/scale",
            "examples",
            210,
            230,
            214,
            new Interval(20, -41, 81),
            new Interval(4, -50, 58)));
  }

  static Arm arm(
      String name, int batch, int seeds, long steps, double epochs, double end, double slow) {
    List<ArmRun> runs =
        LongStream.rangeClosed(1, seeds)
            .mapToObj(seed -> run(seed, steps, epochs, end, slow, batch))
            .toList();
    return new Arm(
        name,
        recipe(batch),
        new TrainingCost(steps, Math.round(1000 * epochs)),
        runs,
        name.equals(Arm.EQUAL_COST) ? List.of() : SampleMeasures.measures(end));
  }

  static ArmRun run(long seed, long steps, double epochs, double end, double slow, int batch) {
    Random random = new Random(31 * seed + steps + batch);
    double final_ = end + 0.006 * random.nextGaussian();
    List<Evaluation> curve = new ArrayList<>();
    Evaluation.Score onTrain = new Evaluation.Score(Double.NaN, Double.NaN);
    Evaluation.Score onTest = onTrain;
    int points = 20;
    for (int i = 0; i <= points; i++) {
      double t = Math.pow((double) i / points, 2);
      long step = Math.round(t * steps);
      double learned = 1 - Math.exp(-6 * (double) i / points / (1 + slow));
      double full = 1 - Math.exp(-6 / (1 + slow));
      double test = 0.1 + (final_ - 0.1) * learned / full + 0.003 * random.nextGaussian();
      double train = Math.min(1, test + 0.03 * learned);
      double loss = 2.3 * Math.exp(-2.6 * learned / full) * (1 + 0.03 * random.nextGaussian());
      onTrain = new Evaluation.Score(loss * 0.4, train);
      onTest = new Evaluation.Score(loss, test);
      curve.add(
          new Evaluation(
              step,
              epochs * step / steps,
              Map.of(Split.TEST, onTest, Split.TRAIN, onTrain, Split.VALIDATION, onTest)));
    }
    return new ArmRun(
        seed,
        onTrain.loss(),
        onTrain.accuracy(),
        final_ - 0.002,
        final_,
        onTest.loss(),
        steps,
        steps * batch,
        steps * 0.0021,
        false,
        curve);
  }
}
