package org.sweetspot.torch;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sweetspot.data.DataLoader;
import org.sweetspot.data.DataSet;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.MeasureSettings;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.TrainingFacts;
import org.sweetspot.measure.Value;
import org.sweetspot.measure.profile.MeasureCatalogue;
import org.sweetspot.random.Seed;
import org.sweetspot.recipe.EngineRecipe;
import org.sweetspot.recipe.LossRecipe;
import org.sweetspot.recipe.OptimizerRecipe;
import org.sweetspot.recipe.SourceRecipe;
import org.sweetspot.vector.Precision;

/**
 * Our side of {@code benchmarks/identify/curvature}: measures a scripted module as it is asked on
 * standard input; every answer begins with its seconds, graphs included.
 *
 * <p>{@code eigenvalues TOLERANCE} (then worst relative residual, products and processor seconds),
 * {@code trace SEED ERROR} (then the value, gradients and products), {@code exact-trace} (then the
 * value).
 */
final class IdentifyWorker implements AutoCloseable {
  private static final int EXAMPLES = 1000;
  private static final TrainingFacts FACTS =
      TrainingFacts.UNKNOWN
          .withOptimizer(new OptimizerRecipe.Sgd(0.05, 0.9, false, 0, true))
          .withBatch(250);

  private final TorchProblem problem;

  private IdentifyWorker(String model, String data, int threads) {
    DataSet set = DataLoader.whole(new SourceRecipe.Npz(data), Path.of("").toAbsolutePath());
    problem =
        new TorchEngine()
            .openScript(
                model,
                new EngineRecipe(TestDevice.CHOSEN, Precision.FLOAT, threads),
                LossRecipe.DEFAULT,
                set);
  }

  /** Answers until standard input ends. */
  public static void main(String[] arguments) throws IOException {
    PrintStream out = System.out;
    try (IdentifyWorker worker =
            new IdentifyWorker(arguments[0], arguments[1], Integer.parseInt(arguments[2]));
        BufferedReader in =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      out.println("ready " + worker.problem.space().dimension());
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        out.println(worker.answer(line.split(" ", -1)));
      }
    }
  }

  private String answer(String[] words) {
    return switch (words[0]) {
      case "eigenvalues" -> eigenvalues(Double.parseDouble(words[1]));
      case "trace" -> trace(Integer.parseInt(words[1]), Double.parseDouble(words[2]));
      case "exact-trace" -> exactTrace();
      default -> throw new IllegalArgumentException("expected a question, got " + words[0]);
    };
  }

  private String eigenvalues(double tolerance) {
    double before = processorSeconds();
    Measurement answer =
        ask("hessian-eigenvalues", settings().withEigenvalues(5, tolerance, 1000), 1);
    double processor = processorSeconds() - before;
    List<Double> values = ((Value.Series) present(answer.value())).values();
    List<Double> errors = ((Value.Series) present(answer.error())).values();
    double worst = errors.stream().mapToDouble(Double::doubleValue).max().orElse(0);
    return answer.cost().seconds()
        + " "
        + worst / values.get(0)
        + " "
        + answer.cost().hvps()
        + " "
        + processor;
  }

  /** Of all threads of this process. */
  private static double processorSeconds() {
    return ProcessHandle.current()
            .info()
            .totalCpuDuration()
            .orElseThrow(() -> new IllegalStateException("expected processor time, got none"))
            .toNanos()
        / 1e9;
  }

  private String trace(int seed, double error) {
    Measurement answer = ask("hessian-trace", settings().withTraceError(error), seed);
    return scalar(answer) + " " + answer.cost().gradients() + " " + answer.cost().hvps();
  }

  private String exactTrace() {
    return scalar(ask("gauss-newton-trace", settings(), 1));
  }

  private static String scalar(Measurement answer) {
    return answer.cost().seconds() + " " + ((Value.Scalar) present(answer.value())).value();
  }

  private Measurement ask(String id, MeasureSettings settings, long seed) {
    try (MeasureContext context = context(settings, seed)) {
      return new MeasureCatalogue().choose(List.of(id)).get(0).measure(context);
    }
  }

  private MeasureContext context(MeasureSettings settings, long seed) {
    return new MeasureContext(problem, FACTS, settings, new Seed(seed))
        .withAlgebra(new TorchAlgebra(0));
  }

  private static MeasureSettings settings() {
    return MeasureSettings.DEFAULT.withExamples(EXAMPLES, EXAMPLES);
  }

  private static Value present(@Nullable Value value) {
    if (value == null) {
      throw new IllegalStateException("expected an answer, got none");
    }
    return value;
  }

  @Override
  public void close() {
    problem.close();
  }
}
