package org.sweetspot.measure.curvature;

import java.util.List;
import java.util.function.Function;
import org.sweetspot.measure.Conventions;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.Work;
import org.sweetspot.problem.GaussNewton;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.PerExample;
import org.sweetspot.vector.SymmetricOperator;

/** The three matrices that describe curvature. */
enum CurvatureMatrix {
  /** Second derivatives of the mean loss. */
  HESSIAN("", "Hessian", "Hessian products", CurvatureFinding.THE_LOSS),
  /** G = mean of J' H_out J. */
  GAUSS_NEWTON(
      "gauss-newton-",
      "Gauss-Newton matrix",
      "Gauss-Newton products",
      CurvatureFinding.LINEARIZED_LOSS),
  /** F = (1/n) sum g_i g_i'. */
  FISHER(
      "fisher-",
      "empirical Fisher matrix",
      "gradients of single examples",
      CurvatureFinding.SQUARED_PULL);

  private final String prefix;
  private final String words;
  private final String needs;
  private final CurvatureFinding bends;

  CurvatureMatrix(String prefix, String words, String needs, CurvatureFinding bends) {
    this.prefix = prefix;
    this.words = words;
    this.needs = needs;
    this.bends = bends;
  }

  /** Put before a measure's name. */
  String prefix() {
    return prefix;
  }

  /** Its name. */
  String words() {
    return words;
  }

  /** What it takes. */
  String needs() {
    return needs;
  }

  /** What it is the curvature of. */
  CurvatureFinding bends() {
    return bends;
  }

  /** Asks the matrix of the measured examples. */
  <T> T ask(MeasureContext context, Function<SymmetricOperator, T> question) {
    if (this == FISHER) {
      try (EmpiricalFisher fisher = new EmpiricalFisher(context)) {
        return question.apply(fisher);
      }
    }
    return question.apply(
        this == HESSIAN ? BatchHessian.of(context) : new BatchGaussNewton(context));
  }

  /** Products with so many vectors held. */
  List<Work> work(MeasureContext context, String name, double products, int vectors) {
    return switch (this) {
      case HESSIAN -> CurvatureWork.hessian(context, name, products, vectors);
      case GAUSS_NEWTON -> {
        context.subject().require(GaussNewton.class);
        yield CurvatureWork.gaussNewton(context, name, products, vectors);
      }
      case FISHER -> {
        context.subject().require(PerExample.class);
        yield CurvatureWork.gradients(context, name, products, vectors);
      }
    };
  }

  /** The data and the matrix in words. */
  Conventions conventions(MeasureContext context) {
    return this == FISHER
        ? context
            .sampling()
            .conventions(Mode.EVALUATE)
            .and(Conventions.DEFINITION, FisherTrace.CONVENTION)
        : context.sampling().conventions(context.subject().mode());
  }
}
