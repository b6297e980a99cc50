package org.sweetspot.measure.curvature;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.NotApplicableException;
import org.sweetspot.measure.OutputShape;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.OutputForm;
import org.sweetspot.problem.OutputForm.Linearity;
import org.sweetspot.problem.OutputGradients;
import org.sweetspot.problem.OutputTable;
import org.sweetspot.random.RandomStream;
import org.sweetspot.statistics.UndefinedException;

/**
 * The trace of the Gauss-Newton matrix G = (1/n) sum_i J_i' H_i J_i from gradients of weighted sums
 * of outputs alone. With L_i L_i' = H_i,
 *
 * <pre>
 * tr G = (1/n) sum_i sum_c ||J_i' L_i e_c||^2                       exact, a pass for each class
 *      = (1/n) sum_g E || sum_{i in g} J_i' L_i s_i ||^2            sampled, a pass for each draw
 * </pre>
 *
 * <p>with s_i independent random signs and g any groups of the examples: signs of different
 * examples and classes have mean zero together, so that cross terms vanish in the mean. The n or n
 * / |g| terms of a draw are independent, which is why a few draws suffice: the relative error of
 * one falls with the square root of their number, where one random vector for all examples, as
 * Hutchinson's estimator takes, has a single term. Error: the standard error over draws, group by
 * group; the examples are all that are measured and no sample.
 */
final class OutputTraces {
  /** Backward passes of single examples that are made for an exact trace. */
  private static final int SINGLES = 1024;

  /** Degrees of freedom that a standard error should rest on. */
  private static final int FREEDOM = 16;

  private final MeasureContext context;
  private final OutputGradients gradients;

  /**
   * A sampled trace.
   *
   * @param value the estimate, or the trace itself
   * @param error standard error; 0 if exact
   * @param draws of signs; 0 if exact
   * @param group examples in a group
   * @param reached whether the error is what was asked for
   */
  record Trace(double value, double error, int draws, int group, boolean reached) {
    boolean isExact() {
      return draws == 0;
    }
  }

  /**
   * The trace without sampling.
   *
   * @param byParameter traces of the blocks of parameter tensors, in the order of the space's
   *     groups
   */
  record Exact(List<Double> byParameter) {
    double value() {
      return byParameter.stream().mapToDouble(Double::doubleValue).sum();
    }
  }

  private OutputTraces(MeasureContext context) {
    this.context = context;
    this.gradients = context.subject().require(OutputGradients.class);
    context.subject().require(OutputForm.class);
  }

  /** Whether tr G is the trace of the Hessian here, and can be had from outputs. */
  static boolean giveTheHessiansTrace(MeasureContext context) {
    return context.subject().mode() == Mode.EVALUATE
        && context
            .subject()
            .problem()
            .ability(OutputForm.class)
            .filter(form -> form.linearity(Mode.EVALUATE) == Linearity.PIECEWISE_LINEAR)
            .isPresent()
        && context.subject().offers(OutputGradients.class)
        && hasRowsOfExamples(context);
  }

  /** Whether each example has one row of outputs; those of a language model have one a token. */
  static boolean hasRowsOfExamples(MeasureContext context) {
    return context.subject().offers(OutputForm.class) && OutputShape.of(context).rows() == 1;
  }

  /** Passes with a backward pass that {@link #trace} takes at most. */
  static double most(MeasureContext context) {
    int group = context.subject().require(OutputGradients.class).cheapGroup();
    return Math.min(
        context.bench().settings().products(), OutputShape.of(context).classes() * group);
  }

  /**
   * Whether the trace without sampling is affordable: single examples' gradients cost little more
   * than their sum, or there are few of them.
   */
  static boolean isCheap(MeasureContext context) {
    return context.subject().require(OutputGradients.class).cheapGroup() == 1
        || context.bench().settings().traceError() == 0
        || (long) context.sampling().batch().size() * OutputShape.of(context).classes() <= SINGLES;
  }

  /** The trace without sampling, as {@link #trace} gives it. */
  static Trace whole(MeasureContext context) {
    return new Trace(exact(context).value(), 0, 0, 1, true);
  }

  /** The trace without sampling, which all measures of a context share. */
  static Exact exact(MeasureContext context) {
    return context
        .bench()
        .shared(Exact.class, "gauss-newton", () -> new OutputTraces(context).sum());
  }

  /**
   * The trace to the error that the settings ask for, within their number of products; without
   * sampling where that is asked for anyway or costs no more.
   */
  static Trace trace(MeasureContext context) {
    return new OutputTraces(context).sample();
  }

  private Exact sum() {
    double[] sums = new double[context.subject().problem().space().groups().size()];
    int classes = 0;
    for (Batch chunk : context.sampling().chunks(context.sampling().batch())) {
      OutputCurvature curvature = curvature(context, chunk);
      classes = curvature.table().outputs();
      int together = SignedOutputs.together(curvature);
      for (int from = 0; from < classes; from += together) {
        List<double[]> columns =
            IntStream.range(from, Math.min(classes, from + together))
                .mapToObj(curvature::column)
                .toList();
        for (double[][] norms : gradients.squaredParameterNorms(chunk, columns)) {
          Arrays.setAll(sums, g -> sums[g] + Arrays.stream(norms[g]).sum());
        }
      }
    }
    context.bench().work().addGradients(classes);
    return new Exact(
        Arrays.stream(sums).mapToObj(sum -> sum / context.sampling().batch().size()).toList());
  }

  private Trace sample() {
    RandomStream stream = context.sampling().stream("hessian-trace/order");
    int group = gradients.cheapGroup();
    List<Batch> chunks = context.sampling().chunks(shuffled(stream));
    SignedOutputs signed = new SignedOutputs(context, "hessian-trace/signs", chunks);
    int examples = context.sampling().batch().size();
    int units = (examples + group - 1) / group;
    double wanted = context.bench().settings().traceError();
    int budget = context.bench().settings().products();
    // A pass over single examples, class by class, costs as much as so many draws.
    long exact = (long) OutputShape.of(context).classes() * group;
    List<double[]> draws = new ArrayList<>();
    int goal = wanted == 0 ? budget : Math.min(budget, 2 + (FREEDOM - 1) / units);
    while (true) {
      if (exact <= Math.min(goal, budget)) {
        return new Trace(exact(context).value(), 0, 0, 1, true);
      }
      draws.addAll(draws(signed, chunks, group, draws.size(), goal));
      double value = mean(draws) / examples;
      if (!Double.isFinite(value)) {
        throw new UndefinedException("gradients of outputs are not finite");
      }
      double error = error(draws) / examples;
      boolean reached = error <= wanted * Math.abs(value);
      if (reached || goal == budget) {
        return new Trace(value, error, draws.size(), group, reached);
      }
      double ratio = error / (wanted * Math.abs(value));
      goal = (int) Math.min(budget, Math.max(goal + 1.0, Math.ceil(1.1 * goal * ratio * ratio)));
    }
  }

  /** In random order, so that a group is a random one. */
  private Batch shuffled(RandomStream stream) {
    int[] indices = context.sampling().batch().indices();
    int[] order = stream.permutation(indices.length);
    int[] mixed = new int[indices.length];
    Arrays.setAll(mixed, i -> indices[order[i]]);
    return Batch.of(context.sampling().batch().split(), mixed);
  }

  /** In each draw one term for each group. */
  private List<double[]> draws(
      SignedOutputs signed, List<Batch> chunks, int group, int from, int to) {
    double[][][] terms = new double[to - from][chunks.size()][];
    signed.visit(
        from,
        to,
        (chunk, first, coefficients) -> {
          double[][] norms = norms(chunks.get(chunk), coefficients, group);
          for (int draw = 0; draw < norms.length; draw++) {
            terms[first - from + draw][chunk] = norms[draw];
          }
        });
    return Arrays.stream(terms)
        .map(parts -> Arrays.stream(parts).flatMapToDouble(Arrays::stream).toArray())
        .toList();
  }

  /** By draw, by group. */
  private double[][] norms(Batch chunk, List<double[]> coefficients, int group) {
    if (group > 1) {
      return coefficients.stream()
          .map(signed -> gradients.squaredGroupNorms(chunk, signed, group))
          .toArray(double[][]::new);
    }
    return Arrays.stream(gradients.squaredParameterNorms(chunk, coefficients))
        .map(OutputGradients::whole)
        .toArray(double[][]::new);
  }

  /** Square roots of the output Hessians of some examples. */
  static OutputCurvature curvature(MeasureContext context, Batch chunk) {
    OutputTable table =
        context.subject().require(OutputForm.class).outputTable(chunk, context.subject().mode());
    if (table.rows() != chunk.size()) {
      throw new NotApplicableException(
          "needs one row of logits for each example; a language model has one for each token");
    }
    return new OutputCurvature(table);
  }

  static double mean(List<double[]> draws) {
    return draws.stream().mapToDouble(draw -> Arrays.stream(draw).sum()).sum() / draws.size();
  }

  /** Of the mean: groups are independent, so their variances add up. */
  static double error(List<double[]> draws) {
    int count = draws.size();
    double sum = 0;
    for (int g = 0; g < draws.get(0).length; g++) {
      double mean = 0;
      for (double[] draw : draws) {
        mean += draw[g] / count;
      }
      for (double[] draw : draws) {
        sum += (draw[g] - mean) * (draw[g] - mean);
      }
    }
    return Math.sqrt(sum / (count * (count - 1.0)));
  }
}
