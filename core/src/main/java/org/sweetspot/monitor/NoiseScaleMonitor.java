package org.sweetspot.monitor;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.sweetspot.measure.NotApplicableException;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.Split;
import org.sweetspot.statistics.Jackknife;
import org.sweetspot.statistics.NoiseOfMean;
import org.sweetspot.training.StepReport;
import org.sweetspot.vector.ParameterVector;

/**
 * Gradient noise from k batches of b examples and their union: S = k b / (k - 1) (mean |g_i|^2 -
 * |g|^2), G2 = (k |g|^2 - mean |g_i|^2) / (k - 1), both unbiased ({@link NoiseOfMean}); errors by a
 * jackknife over the batches. The noise scale S / G2 is that of the sums over the last {@value
 * #WINDOW} readings, from the third on, while the sum of G2 is above zero; its error is a jackknife
 * over readings, doubtful where G2 is less than twice its error. Cost: k gradients; memory: k
 * gradients. Source: McCandlish et al. 2018, appendix A.1.
 */
final class NoiseScaleMonitor implements Monitor {
  static final String SCALE = "noise-scale";
  private static final int WINDOW = 10;
  private static final int FEWEST = 3;
  private static final long MEMORY = 1L << 28;

  private final Deque<NoiseOfMean> window = new ArrayDeque<>();

  @Override
  public String id() {
    return "noise-scale";
  }

  @Override
  public String question() {
    return "From which batch size on do larger batches stop making the gradient much better?";
  }

  @Override
  public String conventions(TrainingView watched) {
    return batches(watched)
        + " disjoint batches of "
        + small(watched)
        + " training examples drawn for the step, not augmented, without weight decay; mode probe;"
        + " errors of trace-sigma and squared-gradient by jackknife over batches; noise-scale from"
        + " the sums over the last "
        + WINDOW
        + " readings, jackknife over readings";
  }

  private static int batches(TrainingView watched) {
    long bytes =
        watched.problem().space().dimension() * watched.problem().space().precision().bytes();
    return (int) Math.max(2, Math.min(watched.budget().batches(), MEMORY / Math.max(1, bytes)));
  }

  private static int small(TrainingView watched) {
    int most = watched.problem().size(Split.TRAIN) / batches(watched);
    return Math.min(watched.batch(), most);
  }

  @Override
  public double gradients(TrainingView watched, boolean first) {
    return batches(watched) * watched.gradients(small(watched));
  }

  @Override
  public Optional<MonitorSample> read(TrainingView watched, StepReport report) {
    int k = batches(watched);
    int b = small(watched);
    if (b < 2) {
      throw new NotApplicableException(
          "needs at least " + 2 * k + " training examples for " + k + " batches");
    }
    Batch all = watched.draw("noise-scale", report.step(), k * b);
    List<ParameterVector> gradients = new ArrayList<>();
    try (ParameterVector mean = watched.problem().space().zero()) {
      double[] squares = new double[k];
      for (int i = 0; i < k; i++) {
        ParameterVector gradient = watched.problem().space().zero();
        gradients.add(gradient);
        watched.problem().gradient(all.slice(i * b, (i + 1) * b), Mode.PROBE, gradient);
        squares[i] = gradient.dot(gradient);
        mean.add(1.0 / k, gradient);
      }
      double[] along = gradients.stream().mapToDouble(mean::dot).toArray();
      double whole = mean.dot(mean);
      NoiseOfMean moments = moments(squares, along, whole, b, -1);
      SortedMap<String, Figure> figures = new TreeMap<>();
      if (k > 2) {
        figures.put(
            "trace-sigma",
            Figure.estimate(
                moments.variance(),
                Jackknife.standardError(k, i -> moments(squares, along, whole, b, i).variance())));
        figures.put(
            "squared-gradient",
            Figure.estimate(
                moments.squaredMean(),
                Jackknife.standardError(
                    k, i -> moments(squares, along, whole, b, i).squaredMean())));
      }
      smooth(moments).ifPresent(figure -> figures.put(SCALE, figure));
      return Optional.of(new MonitorSample(figures));
    } finally {
      gradients.forEach(ParameterVector::close);
    }
  }

  /**
   * The moments of all batches but one, or (-1) of all. Without batch i the sum of the others has
   * the square |k g - g_i|^2, which needs no further pass.
   */
  private static NoiseOfMean moments(
      double[] squares, double[] along, double whole, double b, int left) {
    int k = squares.length;
    double sum = Arrays.stream(squares).sum();
    double square = k * (double) k * whole;
    if (left >= 0) {
      sum -= squares[left];
      square += squares[left] - 2 * k * along[left];
    }
    return NoiseOfMean.ofSums(left < 0 ? k : k - 1, sum, square).ofBatchesOf(b);
  }

  private Optional<Figure> smooth(NoiseOfMean moments) {
    if (!Double.isFinite(moments.variance()) || !Double.isFinite(moments.squaredMean())) {
      throw new ArithmeticException("gradients: expected finite numbers, got NaN or infinity");
    }
    window.addLast(moments);
    if (window.size() > WINDOW) {
      window.removeFirst();
    }
    List<NoiseOfMean> known = List.copyOf(window);
    double square = sum(known, -1).squaredMean();
    if (known.size() < FEWEST || square <= 0) {
      return Optional.empty();
    }
    double error = Jackknife.standardError(known.size(), i -> scale(sum(known, i)));
    double doubt = Jackknife.standardError(known.size(), i -> mean(known, i)) * known.size();
    Figure figure = Figure.estimate(scale(sum(known, -1)), error);
    return Optional.of(square > 2 * doubt ? figure : figure.doubtful());
  }

  private static double scale(NoiseOfMean moments) {
    return moments.variance() / moments.squaredMean();
  }

  private static double mean(List<NoiseOfMean> known, int left) {
    return sum(known, left).squaredMean() / (known.size() - 1);
  }

  private static NoiseOfMean sum(List<NoiseOfMean> known, int left) {
    double trace = 0;
    double square = 0;
    for (int i = 0; i < known.size(); i++) {
      if (i != left) {
        trace += known.get(i).variance();
        square += known.get(i).squaredMean();
      }
    }
    return new NoiseOfMean(trace, square);
  }
}
