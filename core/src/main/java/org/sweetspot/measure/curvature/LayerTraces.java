package org.sweetspot.measure.curvature;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.sweetspot.measure.Answer;
import org.sweetspot.measure.Card;
import org.sweetspot.measure.Conventions;
import org.sweetspot.measure.Finding;
import org.sweetspot.measure.Measure;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.OutputShape;
import org.sweetspot.measure.Status;
import org.sweetspot.measure.Value;
import org.sweetspot.measure.Work;
import org.sweetspot.random.RandomStream;
import org.sweetspot.statistics.Sample;
import org.sweetspot.vector.ParameterGroup;
import org.sweetspot.vector.ParameterVector;
import org.sweetspot.vector.spectrum.Eigenpair;

/**
 * The trace of each parameter group's diagonal block of the Hessian, all from the same products:
 *
 * <pre>tr H_gg = sum_i lambda_i ||u_i,g||^2 + mean of z_g' ((H - U Lambda U') z)_g</pre>
 *
 * <p>with U, Lambda the known eigenpairs and z random signs. Unbiased for any U and Lambda, since
 * the entries of z in other groups have mean zero; they do add to the variance.
 *
 * <p>Sampling stops once each layer's error is the wanted share of its trace, or of a fifth of the
 * largest.
 *
 * <p>Exact where all unit vectors are affordable, which {@link HessianPowers} shares. For piecewise
 * linear networks in mode evaluate a weight's second derivative is that of the Gauss-Newton matrix,
 * and the traces come from gradients of outputs instead: exact, class by class, or where classes
 * are many with random signs, which takes two or three passes in the place of some hundred
 * products.
 */
public final class LayerTraces implements Measure {
  private static final int LEAST = 6;

  /** Below this share of the largest a trace is known well enough if that is. */
  private static final double SMALL = 0.2;

  private static final String BLOCKS =
      "tr H = tr G block by block, since the network is piecewise linear";

  @Override
  public Card card() {
    return new Card(
        "layer-traces",
        "trace of each layer's Hessian",
        "Which layer holds the curvature?",
        "Hessian products",
        "They add up to the trace of the whole Hessian. Large traces of normalization or bias"
            + " tensors are common; they say little about sharpness that hurts.",
        "",
        "Hutchinson 1990; Dong et al. 2020 (HAWQ-V2) for traces of layers");
  }

  @Override
  public List<Work> work(MeasureContext context) {
    if (HessianPowers.isSmall(context)) {
      return HessianPowers.work(context);
    }
    if (OutputTraces.giveTheHessiansTrace(context)) {
      int classes = OutputShape.of(context).classes();
      int budget = context.bench().settings().products();
      List<Work> draws =
          CurvatureWork.gradients(
              context,
              "gradients of randomly signed outputs by layer",
              Math.min(budget, classes),
              1);
      return classes > budget
          ? draws
          : Stream.concat(draws.stream(), CurvatureWork.outputs(context, classes).stream())
              .toList();
    }
    return Stream.concat(
            CurvatureWork.eigenvalues(context).stream(),
            CurvatureWork.hessian(
                context, "traces of layers", context.bench().settings().products(), 2)
                .stream())
        .toList();
  }

  @Override
  public Finding judge(Measurement found) {
    return found
        .largest()
        .map(top -> most(found, top.getKey(), top.getValue()))
        .orElse(Finding.READING);
  }

  private static Finding most(Measurement found, String layer, double value) {
    double error = found.margin(layer);
    long rivals =
        found.parts().entrySet().stream()
            .filter(
                part ->
                    value - part.getValue() <= 2 * Math.hypot(error, found.margin(part.getKey())))
            .count();
    if (rivals > 1) {
      return Finding.of(CurvatureFinding.LAYER_UNDECIDED, layer, value, error);
    }
    double sum = found.parts().values().stream().mapToDouble(Double::doubleValue).sum();
    boolean share = found.parts().values().stream().allMatch(part -> part >= 0) && sum > 0;
    return share
        ? Finding.of(CurvatureFinding.LAYER_HOLDS_SHARE, layer, value, error, 100 * value / sum)
        : Finding.of(CurvatureFinding.LAYER_HOLDS_MOST, layer, value, error);
  }

  @Override
  public Answer answer(MeasureContext context) {
    if (HessianPowers.isSmall(context)) {
      return exact(context);
    }
    return OutputTraces.giveTheHessiansTrace(context) ? ofOutputs(context) : ofProducts(context);
  }

  private static Answer exact(MeasureContext context) {
    HessianPowers powers = HessianPowers.of(context);
    Map<String, Double> values = new TreeMap<>();
    for (ParameterGroup group : context.subject().problem().space().groups()) {
      values.put(group.name(), powers.trace(group));
    }
    return Answer.exact(
        Value.Named.of(values), powers.estimator(), conventions(context, "from Hessian products"));
  }

  private static Conventions conventions(MeasureContext context, String why) {
    return context
        .sampling()
        .conventions(context.subject().mode())
        .and(
            Conventions.DEFINITION,
            "one block for each parameter tensor, not divided by its size; " + why);
  }

  private static Answer ofOutputs(MeasureContext context) {
    // Class by class the traces are exact, at the cost of as many draws.
    int classes = OutputShape.of(context).classes();
    int budget = context.bench().settings().products();
    boolean affordable = classes <= budget;
    boolean wanted = classes <= 2 || context.bench().settings().traceError() == 0;
    if (affordable && wanted) {
      return ofClasses(context);
    }
    SignedLayers layers = SignedLayers.draw(context, Math.min(budget, classes));
    return layers.reached() || !affordable ? ofSigns(context, layers) : ofClasses(context);
  }

  private static Answer ofSigns(MeasureContext context, SignedLayers layers) {
    List<ParameterGroup> groups = context.subject().problem().space().groups();
    Map<String, Double> values = new TreeMap<>();
    Map<String, Double> errors = new TreeMap<>();
    for (int g = 0; g < groups.size(); g++) {
      values.put(groups.get(g).name(), layers.trace(g));
      errors.put(groups.get(g).name(), layers.error(g));
    }
    return answer(
        context,
        values,
        errors,
        "squared gradients of outputs with random signs over examples and classes, by layer, "
            + layers.count()
            + " draws; standard error over draws",
        BLOCKS,
        layers.reached());
  }

  private static Answer ofClasses(MeasureContext context) {
    List<Double> traces = OutputTraces.exact(context).byParameter();
    List<ParameterGroup> groups = context.subject().problem().space().groups();
    Map<String, Double> values = new TreeMap<>();
    for (int g = 0; g < traces.size(); g++) {
      values.put(groups.get(g).name(), traces.get(g));
    }
    return Answer.exact(
        Value.Named.of(values),
        "sums of squared gradient norms by layer, one for each example and class",
        conventions(context, BLOCKS));
  }

  private static Answer ofProducts(MeasureContext context) {
    BatchHessian hessian = BatchHessian.of(context);
    List<ParameterGroup> groups = hessian.space().groups();
    List<Eigenpair> known = HessianEigenvalues.solve(context).top();
    double[] deflated = groups.stream().mapToDouble(group -> along(known, group)).toArray();
    List<double[]> samples = new ArrayList<>();
    RandomStream stream = context.sampling().stream("layer-traces");
    boolean reached = false;
    try (ParameterVector image = hessian.space().zero()) {
      while (!reached && samples.size() < Math.max(LEAST, context.bench().settings().products())) {
        try (ParameterVector probe = hessian.space().rademacher(stream)) {
          hessian.apply(probe, image);
          for (Eigenpair pair : known) {
            image.add(-pair.value() * pair.vector().dot(probe), pair.vector());
          }
          samples.add(groups.stream().mapToDouble(group -> dot(probe, image, group)).toArray());
        }
        reached = samples.size() >= LEAST && reached(context, samples, deflated);
      }
    }
    Map<String, Double> values = new TreeMap<>();
    Map<String, Double> errors = new TreeMap<>();
    for (int g = 0; g < deflated.length; g++) {
      double[] column = column(samples, g);
      values.put(groups.get(g).name(), deflated[g] + Sample.mean(column));
      errors.put(groups.get(g).name(), Sample.standardError(column));
    }
    return answer(
        context,
        values,
        errors,
        "Hutchinson on all blocks at once, "
            + samples.size()
            + " products, after taking "
            + known.size()
            + " eigenpairs of the whole Hessian exactly; standard error over probes",
        "from Hessian products",
        reached);
  }

  private static Answer answer(
      MeasureContext context,
      Map<String, Double> values,
      Map<String, Double> errors,
      String estimator,
      String why,
      boolean reached) {
    Answer answer =
        Answer.estimate(
            Value.Named.of(values), Value.Named.of(errors), estimator, conventions(context, why));
    boolean enough = reached || context.bench().settings().traceError() == 0;
    return enough ? answer : answer.withStatus(Status.NOT_CONVERGED);
  }

  private static boolean reached(
      MeasureContext context, List<double[]> samples, double[] deflated) {
    double[] traces = new double[deflated.length];
    double[] errors = new double[deflated.length];
    for (int g = 0; g < deflated.length; g++) {
      double[] column = column(samples, g);
      traces[g] = deflated[g] + Sample.mean(column);
      errors[g] = Sample.standardError(column);
    }
    return areReached(context, traces, errors);
  }

  /**
   * Whether each layer's error is the wanted share of its trace, or so small a part of the largest
   * trace that the layer is known to hold little: layers of no weight would cost the most.
   */
  static boolean areReached(MeasureContext context, double[] traces, double[] errors) {
    double wanted = context.bench().settings().traceError();
    double largest = Arrays.stream(traces).map(Math::abs).max().orElse(0);
    for (int g = 0; g < traces.length; g++) {
      if (!(errors[g] <= wanted * Math.max(Math.abs(traces[g]), SMALL * largest))) {
        return false;
      }
    }
    return true;
  }

  private static double along(List<Eigenpair> pairs, ParameterGroup group) {
    double sum = 0;
    for (Eigenpair pair : pairs) {
      sum += pair.value() * dot(pair.vector(), pair.vector(), group);
    }
    return sum;
  }

  private static double dot(ParameterVector x, ParameterVector y, ParameterGroup group) {
    try (ParameterVector left = x.view(group);
        ParameterVector right = y.view(group)) {
      return left.dot(right);
    }
  }

  private static double[] column(List<double[]> samples, int index) {
    return samples.stream().mapToDouble(sample -> sample[index]).toArray();
  }
}
