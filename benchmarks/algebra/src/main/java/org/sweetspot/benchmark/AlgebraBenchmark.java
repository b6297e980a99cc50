package org.sweetspot.benchmark;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.sweetspot.random.Seed;
import org.sweetspot.recipe.EngineRecipe.Device;
import org.sweetspot.torch.TorchSpace;
import org.sweetspot.torch.tensor.Place;
import org.sweetspot.vector.ArraySpace;
import org.sweetspot.vector.ParameterSpace;
import org.sweetspot.vector.ParameterVector;
import org.sweetspot.vector.Precision;
import org.sweetspot.vector.SymmetricOperator;
import org.sweetspot.vector.spectrum.Eigenpairs;
import org.sweetspot.vector.spectrum.Lanczos;
import org.sweetspot.vector.spectrum.TraceEstimate;
import org.sweetspot.vector.spectrum.XTrace;

/**
 * What trainings and measures do most with parameter vectors: single operations, blocks of them
 * beside the loops that they stand for, an optimizer's step, and the solvers on a diagonal
 * operator, whose product costs one pass, so that the solver's own work shows.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
    value = 1,
    jvmArgsAppend = {"-Xmx3g", "-Dorg.bytedeco.javacpp.nopointergc=true"})
public class AlgebraBenchmark {
  private static final int BLOCK = 16;

  /** Whose vectors: plain Java in double precision, or libtorch in the named one. */
  @Param({"java", "torch-float", "torch-double"})
  public String engine = "java";

  /** Entries of a vector. */
  @Param({"10000", "1000000"})
  public int size = 10_000;

  private final double[] coefficients = new double[BLOCK];
  private List<ParameterVector> block = List.of();
  private List<ParameterVector> made = List.of();
  private ParameterVector x = ArraySpace.of("x", 1).zero();
  private ParameterVector y = x;
  private ParameterVector square = x;
  private SymmetricOperator diagonal = SymmetricOperators.diagonal(x);

  /** Draws the vectors. */
  @Setup(Level.Trial)
  public void draw() {
    ParameterSpace space = space();
    Seed seed = new Seed(1);
    x = space.gaussian(seed.stream("x"));
    y = space.gaussian(seed.stream("y"));
    square = y.copy().multiply(y);
    block =
        Stream.iterate(0, i -> i + 1)
            .limit(BLOCK)
            .map(i -> space.gaussian(seed.stream("block/" + i)))
            .toList();
    Arrays.setAll(coefficients, i -> 1e-9 * (i + 1));
    diagonal = SymmetricOperators.diagonal(square);
    made = Stream.concat(Stream.of(x, y, square), block.stream()).toList();
  }

  private ParameterSpace space() {
    ArraySpace plain = ArraySpace.of("weights", size);
    return switch (engine) {
      case "torch-float" -> new TorchSpace(plain.groups(), new Place(Device.CPU, Precision.FLOAT));
      case "torch-double" ->
          new TorchSpace(plain.groups(), new Place(Device.CPU, Precision.DOUBLE));
      default -> plain;
    };
  }

  /** Frees the vectors. */
  @TearDown(Level.Trial)
  public void close() {
    made.forEach(ParameterVector::close);
  }

  /** An inner product, accumulated in double precision. */
  @Benchmark
  public double dot() {
    return x.dot(y);
  }

  /** x := x + a y. */
  @Benchmark
  public ParameterVector add() {
    return x.add(1e-9, y);
  }

  /** The step of an adaptive optimizer. */
  @Benchmark
  public ParameterVector addRatio() {
    return x.addRatio(1e-9, y, 1, square, 1e-8);
  }

  /** Sixteen vectors added in one call. */
  @Benchmark
  public ParameterVector combine() {
    x.space().combine(coefficients, block, x);
    return x;
  }

  /** The same as sixteen calls. */
  @Benchmark
  public ParameterVector combineOneByOne() {
    for (int i = 0; i < BLOCK; i++) {
      x.add(coefficients[i], block.get(i));
    }
    return x;
  }

  /** Sixteen inner products in one call, as a reorthogonalization asks for. */
  @Benchmark
  public double[][] products() {
    return x.space().products(block, List.of(x));
  }

  /** The same as sixteen calls. */
  @Benchmark
  public double productsOneByOne() {
    double sum = 0;
    for (ParameterVector vector : block) {
      sum += vector.dot(x);
    }
    return sum;
  }

  /** Five of the largest eigenvalues from thirty products. */
  @Benchmark
  public Eigenpairs lanczos() {
    Lanczos solver = Lanczos.largest(5).withTolerance(1e-12).withBasis(20).withProducts(30);
    try (Eigenpairs pairs = solver.solve(diagonal, new Seed(2).stream("lanczos"))) {
      return pairs;
    }
  }

  /** A trace from thirty products. */
  @Benchmark
  public TraceEstimate trace() {
    return new XTrace().estimate(diagonal, new Seed(3).stream("trace"), 0, 30);
  }
}
