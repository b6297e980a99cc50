package org.sweetspot.torch;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.global.torch;
import org.sweetspot.precision.Operands;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Linearization;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.QuantizedGradients;
import org.sweetspot.problem.SecondOrder;
import org.sweetspot.problem.Split;
import org.sweetspot.random.RandomStream;
import org.sweetspot.random.Seed;
import org.sweetspot.recipe.Activation;
import org.sweetspot.recipe.ConvolutionRecipe;
import org.sweetspot.recipe.EngineRecipe;
import org.sweetspot.recipe.LossRecipe;
import org.sweetspot.recipe.ModelRecipe;
import org.sweetspot.recipe.PrecisionRecipe;
import org.sweetspot.recipe.Recipe;
import org.sweetspot.vector.Precision;

/**
 * Our side of {@code benchmarks/torch/run}: reads lines "what count" from standard input, does it
 * so often and answers with the milliseconds of one.
 *
 * <p>What: {@code step} (gradient, heavy-ball update, loss read), {@code kept} (a Hessian product
 * on a linearization), {@code quantized} (the step with the gradient of NVFP4 products), {@code
 * simulated} and {@code real} (of bfloat16 products), {@code half} (of real half ones), {@code
 * hand} (the same without quantizers), {@code full} (graph and product), {@code resident} (answers
 * in megabytes). {@code -Dsweetspot.test.device=cuda} and {@code -Dsweetspot.benchmark.batch=1024}
 * change what is timed.
 */
final class BenchmarkWorker implements AutoCloseable {
  private static final int BATCH = Integer.getInteger("sweetspot.benchmark.batch", 128);
  private static final int EXAMPLES = 1024;

  /** Gradients with products by hand, by what is asked. */
  private static final Map<String, Operands> PRODUCTS =
      Map.of(
          "quantized", formats(PrecisionRecipe.Kind.NVFP4),
          "simulated", formats(PrecisionRecipe.Kind.BFLOAT16),
          "real", formats(PrecisionRecipe.Kind.REAL_BFLOAT16),
          "half", formats(PrecisionRecipe.Kind.REAL_HALF),
          "hand", new Operands(Map.of(), Optional.empty()));

  private final TorchProblem problem;
  private final TorchVector gradient;
  private final TorchVector velocity;
  private final TorchVector product;
  private final Linearization kept;
  private final QuantizedGradients quantized;
  private final RandomStream draws = new Seed(2).stream("benchmark");
  private int step;

  private BenchmarkWorker(int threads) {
    ModelRecipe model =
        new ModelRecipe.Cnn(
            List.of(new ConvolutionRecipe(16, 3, 1, 2), new ConvolutionRecipe(32, 3, 1, 2)),
            List.of(128),
            Activation.RELU,
            Fixtures.NONE,
            Fixtures.START);
    Recipe recipe =
        Fixtures.on(
            new EngineRecipe(TestDevice.CHOSEN, Precision.FLOAT, threads),
            Fixtures.recipe(model, LossRecipe.DEFAULT, Precision.FLOAT));
    problem =
        new TorchEngine()
            .open(recipe, Fixtures.random("images", EXAMPLES, List.of(1, 28, 28), 10), new Seed(1));
    gradient = problem.space().zero();
    velocity = problem.space().zero();
    product = problem.space().zero();
    kept = problem.ability(SecondOrder.class).orElseThrow().linearize(batch(), Mode.PROBE);
    quantized = problem.ability(QuantizedGradients.class).orElseThrow();
    problem.gradient(batch(), Mode.TRAIN, gradient);
  }

  /** Answers until standard input ends. */
  public static void main(String[] arguments) throws IOException {
    PrintStream out = System.out;
    try (BenchmarkWorker worker = new BenchmarkWorker(Integer.parseInt(arguments[0]));
        BufferedReader in =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      out.println("ready " + worker.problem.space().dimension());
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        String[] words = line.split(" ", -1);
        out.println(worker.answer(words[0], Integer.parseInt(words[1])));
      }
    }
  }

  private double answer(String what, int count) {
    if (what.equals("resident")) {
      return Pointer.physicalBytes() / 1048576.0;
    }
    long start = System.nanoTime();
    for (int i = 0; i < count; i++) {
      switch (what) {
        case "step" -> {
          problem.gradient(batch(), Mode.TRAIN, gradient);
          velocity.scale(0.9).add(1, gradient);
          problem.parameters().add(-0.01, velocity);
        }
        case "quantized", "simulated", "real", "half", "hand" -> {
          Operands operands = Objects.requireNonNull(PRODUCTS.get(what));
          quantized.gradient(batch(), Mode.TRAIN, operands, draws, gradient);
          velocity.scale(0.9).add(1, gradient);
          problem.parameters().add(-0.01, velocity);
        }
        case "kept" -> kept.apply(gradient, product);
        case "full" -> {
          try (Linearization graph =
              problem.ability(SecondOrder.class).orElseThrow().linearize(batch(), Mode.PROBE)) {
            graph.apply(gradient, product);
          }
        }
        default ->
            throw new IllegalArgumentException(
                "expected step, quantized, simulated, real, half, hand, kept or full, got " + what);
      }
    }
    if (TestDevice.CHOSEN == EngineRecipe.Device.CUDA) {
      torch.cuda_synchronize();
    }
    return (System.nanoTime() - start) * 1e-6 / count;
  }

  private static Operands formats(PrecisionRecipe.Kind kind) {
    return PrecisionRecipe.of(kind).operands().orElseThrow();
  }

  /** A batch in random order, as training gathers it. */
  private Batch batch() {
    int[] indices = new int[BATCH];
    for (int i = 0; i < BATCH; i++) {
      indices[i] = (i * 37 + step * 101) % EXAMPLES;
    }
    step++;
    return Batch.of(Split.TRAIN, indices);
  }

  @Override
  public void close() {
    kept.close();
    gradient.close();
    velocity.close();
    product.close();
    problem.close();
  }
}
