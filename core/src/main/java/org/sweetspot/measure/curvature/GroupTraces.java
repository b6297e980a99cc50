package org.sweetspot.measure.curvature;

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
import org.sweetspot.problem.GaussNewton;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.OutputGradients;
import org.sweetspot.vector.ChosenGroups;
import org.sweetspot.vector.ParameterGroup;
import org.sweetspot.vector.ParameterVector;
import org.sweetspot.vector.SymmetricOperator;
import org.sweetspot.vector.spectrum.Hutchinson;
import org.sweetspot.vector.spectrum.TraceEstimate;
import org.sweetspot.vector.spectrum.TraceEstimator;
import org.sweetspot.vector.spectrum.XTrace;

/**
 * The trace of the block of chosen groups of parameters, and its share of the whole trace, for the
 * Hessian and for the Gauss-Newton matrix:
 *
 * <pre>trace = tr P A P,  share = tr P A P / tr A,  density = share / (weights chosen / p)</pre>
 *
 * <p>Exact where all unit vectors are affordable; else block and remainder are estimated apart, so
 * that the error of the share s = b / (b + r) is sqrt((r e_b)^2 + (b e_r)^2) / (b + r)^2. Cost: at
 * most the settings' products for the block and for the remainder of each matrix.
 */
public final class GroupTraces implements Measure {
  @Override
  public Card card() {
    return new Card(
        "group-traces",
        "traces and their shares of chosen parameters",
        "How much of the curvature do the chosen parameters hold?",
        "Hessian products, a pattern of names",
        "density is the share of the trace over the share of the weights: 1 means as curved as the"
            + " network is on average. A share of the Hessian's trace is no proportion where it has"
            + " negative curvature; the Gauss-Newton's always is.",
        "",
        "Hutchinson 1990; Epperly, Tropp and Webber 2024 (XTrace)");
  }

  @Override
  public List<Work> work(MeasureContext context) {
    context.subject().groups();
    double products = 2.0 * context.bench().settings().products();
    int vectors =
        context
            .bench()
            .vectors(
                context.subject().problem().space(), 4, context.bench().settings().products() + 3);
    List<Work> outputs =
        areCheap(context)
            ? CurvatureWork.outputs(context, OutputShape.of(context).classes())
            : List.of();
    if (!outputs.isEmpty() && OutputTraces.giveTheHessiansTrace(context)) {
      return outputs;
    }
    List<Work> hessian =
        CurvatureWork.hessian(context, "traces of chosen parameters", products, vectors);
    if (!context.subject().offers(GaussNewton.class)) {
      return hessian;
    }
    return Stream.concat(
            hessian.stream(),
            outputs.isEmpty()
                ? CurvatureWork.gaussNewton(
                    context, "Gauss-Newton traces of chosen parameters", products, vectors)
                    .stream()
                : outputs.stream())
        .toList();
  }

  @Override
  public Finding judge(Measurement found) {
    double density = found.number("gauss-newton-density");
    if (Double.isNaN(density)) {
      return Finding.READING;
    }
    return Math.abs(density - 1) <= 2 * found.margin("gauss-newton-density")
        ? Finding.of(CurvatureFinding.DENSITY_AVERAGE)
        : Finding.of(
            density > 1 ? CurvatureFinding.DENSITY_HIGH : CurvatureFinding.DENSITY_LOW, density);
  }

  @Override
  public Answer answer(MeasureContext context) {
    ChosenGroups chosen = context.subject().groups();
    Map<String, Double> values = new TreeMap<>();
    Map<String, Double> errors = new TreeMap<>();
    Traces hessian =
        OutputTraces.giveTheHessiansTrace(context) && areCheap(context)
            ? Traces.ofOutputs(context, chosen)
            : Traces.of(context, BatchHessian.of(context), chosen, "hessian");
    hessian.tell("hessian", chosen, values, errors);
    Traces other = hessian;
    if (context.subject().offers(GaussNewton.class)) {
      other =
          areCheap(context)
              ? Traces.ofOutputs(context, chosen)
              : Traces.of(context, new BatchGaussNewton(context), chosen, "gauss-newton");
      other.tell("gauss-newton", chosen, values, errors);
    }
    Conventions conventions =
        context
            .sampling()
            .conventions(context.subject().mode())
            .and(
                Conventions.DEFINITION,
                chosen.words() + "; traces not divided by the number of weights");
    String estimator = hessian.estimator();
    if (!other.estimator().equals(estimator)) {
      estimator += "; the Gauss-Newton matrix: " + other.estimator();
    }
    if (hessian.exact() && other.exact()) {
      return Answer.exact(Value.Named.of(values), estimator, conventions);
    }
    Answer answer =
        Answer.estimate(
            Value.Named.of(values),
            Value.Named.of(errors),
            estimator + "; standard errors, those of shares by propagation",
            conventions);
    boolean enough =
        (hessian.reached() && other.reached()) || context.bench().settings().traceError() == 0;
    return enough ? answer : answer.withStatus(Status.NOT_CONVERGED);
  }

  /** Whether the Gauss-Newton matrix's traces cost but a pass for each class. */
  private static boolean areCheap(MeasureContext context) {
    if (context.subject().mode() != Mode.EVALUATE
        || !context.subject().offers(OutputGradients.class)
        || !OutputTraces.hasRowsOfExamples(context)) {
      return false;
    }
    return context.subject().require(OutputGradients.class).cheapGroup() == 1
        && OutputShape.of(context).classes() <= context.bench().settings().products();
  }

  /** Traces of the block and of the remaining diagonal, with their errors. */
  private record Traces(
      double block,
      double blockError,
      double rest,
      double restError,
      boolean reached,
      boolean exact,
      String estimator,
      long dimension) {
    static Traces of(
        MeasureContext context, SymmetricOperator whole, ChosenGroups chosen, String name) {
      long p = whole.space().dimension();
      int products = context.bench().settings().products();
      if (p <= products) {
        return exact(whole, chosen);
      }
      boolean fits =
          context.bench().vectors(context.subject().problem().space(), 1, products) == products;
      TraceEstimator estimator = fits ? new XTrace() : new Hutchinson();
      TraceEstimate block = estimate(context, estimator, whole, chosen, name + "/block");
      List<ParameterGroup> others =
          whole.space().groups().stream()
              .filter(group -> group.size() > 0 && !chosen.groups().contains(group))
              .toList();
      TraceEstimate rest =
          others.isEmpty()
              ? new TraceEstimate(0, 0, 0, true)
              : estimate(
                  context, estimator, whole, new ChosenGroups("rest", others), name + "/rest");
      return new Traces(
          block.value(),
          block.standardError(),
          rest.value(),
          rest.standardError(),
          block.reached() && rest.reached(),
          false,
          (fits ? "XTrace" : "Hutchinson") + " on the block and on the remainder apart",
          p);
    }

    /** Those of the Gauss-Newton matrix, parameter by parameter. */
    static Traces ofOutputs(MeasureContext context, ChosenGroups chosen) {
      List<Double> byParameter = OutputTraces.exact(context).byParameter();
      List<ParameterGroup> groups = context.subject().problem().space().groups();
      double block = 0;
      double rest = 0;
      for (int g = 0; g < groups.size(); g++) {
        boolean inside = chosen.groups().contains(groups.get(g));
        block += inside ? byParameter.get(g) : 0;
        rest += inside ? 0 : byParameter.get(g);
      }
      String estimator = "squared gradient norms by parameter, one for each example and class";
      long p = context.subject().problem().space().dimension();
      return new Traces(block, 0, rest, 0, true, true, estimator, p);
    }

    private static TraceEstimate estimate(
        MeasureContext context,
        TraceEstimator estimator,
        SymmetricOperator whole,
        ChosenGroups groups,
        String name) {
      try (ChosenBlock block = new ChosenBlock(whole, groups)) {
        return estimator.estimate(
            block,
            context.sampling().stream("group-traces/" + name),
            context.bench().settings().traceError(),
            context.bench().settings().products());
      }
    }

    private static Traces exact(SymmetricOperator whole, ChosenGroups chosen) {
      int p = (int) whole.space().dimension();
      boolean[] inside = new boolean[p];
      chosen
          .groups()
          .forEach(
              group ->
                  Arrays.fill(
                      inside, (int) group.offset(), (int) (group.offset() + group.size()), true));
      double block = 0;
      double rest = 0;
      try (ParameterVector unit = whole.space().zero();
          ParameterVector image = whole.space().zero()) {
        for (int i = 0; i < p; i++) {
          double[] entries = new double[p];
          entries[i] = 1;
          whole.apply(unit.set(entries), image);
          double diagonal = unit.dot(image);
          block += inside[i] ? diagonal : 0;
          rest += inside[i] ? 0 : diagonal;
        }
      }
      return new Traces(block, 0, rest, 0, true, true, "sum over all unit vectors", p);
    }

    void tell(
        String name, ChosenGroups chosen, Map<String, Double> values, Map<String, Double> errors) {
      double total = block + rest;
      double share = block / total;
      double error = Math.hypot(rest * blockError, block * restError) / (total * total);
      double ratio = dimension / (double) chosen.size();
      values.put(name, block);
      values.put(name + "-share", share);
      values.put(name + "-density", share * ratio);
      errors.put(name, blockError);
      errors.put(name + "-share", error);
      errors.put(name + "-density", error * ratio);
    }
  }
}
