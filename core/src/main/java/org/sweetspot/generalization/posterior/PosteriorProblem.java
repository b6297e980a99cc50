package org.sweetspot.generalization.posterior;

import java.util.Arrays;
import java.util.List;
import org.sweetspot.generalization.bound.PacBayesForm;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.Problem;
import org.sweetspot.problem.Split;
import org.sweetspot.random.RandomStream;
import org.sweetspot.vector.ArraySpace;
import org.sweetspot.vector.ArrayVector;
import org.sweetspot.vector.ParameterGroup;
import org.sweetspot.vector.ParameterGroup.Role;
import org.sweetspot.vector.ParameterVector;

/**
 * The training of a posterior as a problem like any other: its parameters are mean and logarithm of
 * the deviation of each weight, its loss is a PAC-Bayes bound of the posterior's mean loss.
 *
 * <p>Each call draws one network w = mu + sigma e (the reparametrization trick). With r the loss
 * over the range that the bound wants in [0, 1], and f the form: d/dmu = f_r dr/dw + f_c (mu -
 * m)/(n s^2), d/d ln sigma = f_r dr/dw e sigma + f_c (sigma^2/s^2 - 1)/n. The cross-entropy has no
 * upper end and is divided by {@code range}: that makes the objective no bound, and the certificate
 * takes the error instead. Error: one draw a call. Cost: one gradient and 2 p draws. The problem
 * inside stays the caller's, its weights are moved.
 */
final class PosteriorProblem implements Problem {
  private final Problem inner;
  private final PacBayesForm form;
  private final double delta;
  private final double range;
  private final double[] priorMean;
  private final double priorDeviation;
  private final RandomStream stream;
  private final int boundExamples;
  private final int size;
  private final ArrayVector parameters;
  private final ArrayVector buffers = ArraySpace.of("buffers", 0).zero();
  private final ParameterVector scratch;

  PosteriorProblem(
      Problem inner,
      PacBayesForm form,
      double delta,
      double range,
      double[] priorMean,
      double priorDeviation,
      int boundExamples,
      RandomStream stream) {
    this.inner = inner;
    this.form = form;
    this.delta = delta;
    this.range = range;
    this.priorMean = priorMean;
    this.priorDeviation = priorDeviation;
    this.boundExamples = boundExamples;
    this.stream = stream;
    this.size = priorMean.length;
    // No role of these is decayed: the divergence is the only penalty.
    ArraySpace space =
        new ArraySpace(
            List.of(
                new ParameterGroup("mean", Role.BIAS, 0, List.of((long) size)),
                new ParameterGroup("log-deviation", Role.BIAS, size, List.of((long) size))));
    double[] start = new double[2 * size];
    System.arraycopy(priorMean, 0, start, 0, size);
    Arrays.fill(start, size, 2 * size, Math.log(priorDeviation));
    this.parameters = space.zero().set(start);
    this.scratch = inner.space().zero();
  }

  /** The posterior as it stands. */
  GaussianPosterior posterior() {
    double[] all = parameters.toArray();
    return new GaussianPosterior(
        priorMean,
        priorDeviation,
        Arrays.copyOf(all, size),
        Arrays.copyOfRange(all, size, 2 * size));
  }

  @Override
  public ArrayVector parameters() {
    return parameters;
  }

  @Override
  public ArrayVector buffers() {
    return buffers;
  }

  @Override
  public int size(Split split) {
    return inner.size(split);
  }

  /** The objective with the network at the mean in the place of a random one. */
  @Override
  public double loss(Batch batch, Mode mode) {
    GaussianPosterior posterior = posterior();
    inner.parameters().set(posterior.mean());
    double risk = Math.max(0, inner.loss(batch, mode) / range);
    return form.value(
        Math.min(1, risk), PacBayesForm.complexity(posterior.divergence(), boundExamples, delta));
  }

  @Override
  public double gradient(Batch batch, Mode mode, ParameterVector into) {
    GaussianPosterior posterior = posterior();
    double[] draws = new double[size];
    double[] weights = new double[size];
    double[] deviations = new double[size];
    for (int i = 0; i < size; i++) {
      draws[i] = stream.nextGaussian();
      deviations[i] = Math.exp(posterior.logDeviation()[i]);
      weights[i] = posterior.mean()[i] + deviations[i] * draws[i];
    }
    inner.parameters().set(weights);
    double risk = Math.min(1, Math.max(0, inner.gradient(batch, mode, scratch) / range));
    double complexity = PacBayesForm.complexity(posterior.divergence(), boundExamples, delta);
    PacBayesForm.Slopes slopes = form.slopes(risk, complexity);
    double[] loss = scratch.toArray();
    double square = priorDeviation * priorDeviation;
    double byRisk = slopes.byRisk() / range;
    double byDivergence = slopes.byComplexity() / boundExamples;
    double[] gradient = new double[2 * size];
    for (int i = 0; i < size; i++) {
      double shift = posterior.mean()[i] - priorMean[i];
      double wider = deviations[i] * deviations[i] / square - 1;
      gradient[i] = byRisk * loss[i] + byDivergence * shift / square;
      gradient[size + i] = byRisk * loss[i] * draws[i] * deviations[i] + byDivergence * wider;
    }
    into.set(gradient);
    return form.value(risk, complexity);
  }

  /** Leaves the problem inside open. */
  @Override
  public void close() {
    parameters.close();
    buffers.close();
    scratch.close();
  }
}
