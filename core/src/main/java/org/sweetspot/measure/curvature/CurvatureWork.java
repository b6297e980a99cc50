package org.sweetspot.measure.curvature;

import java.util.ArrayList;
import java.util.List;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.Work;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.SecondOrder;

/** The work of curvature as the plan shows it; equal names are the same work. */
public final class CurvatureWork {
  private CurvatureWork() {}

  /** Linearizations, and products of the Hessian with so many vectors held. */
  public static List<Work> hessian(
      MeasureContext context, String name, double products, int vectors) {
    return hessian(context, context.subject().mode(), name, products, vectors);
  }

  /** The same in a mode. */
  public static List<Work> hessian(
      MeasureContext context, Mode mode, String name, double products, int vectors) {
    long graphs = BatchHessian.bytes(context, mode);
    boolean fits = graphs <= context.bench().settings().memory();
    List<Work> works = new ArrayList<>();
    if (fits) {
      works.add(new Work("linearization of the gradient" + as(context, mode), 1, 0, graphs));
    }
    works.add(new Work(name, fits ? 0 : products, products, vectors * vector(context)));
    return works;
  }

  /** Products of the Gauss-Newton matrix with so many vectors held, and graphs that give them. */
  static List<Work> gaussNewton(MeasureContext context, String name, double products, int vectors) {
    if (context
        .subject()
        .problem()
        .ability(SecondOrder.class)
        .filter(second -> second.graphsGiveGaussNewton(context.subject().mode()))
        .isPresent()) {
      // Where the graphs do not fit the products start from nothing, and cost no gradients.
      return hessian(context, name, products, vectors).stream()
          .map(work -> work.hvps() > 0 ? new Work(name, 0, products, work.bytes()) : work)
          .toList();
    }
    return List.of(new Work(name, 0, products, vectors * vector(context)));
  }

  /** The largest eigenvalues of the Hessian, which several measures use. */
  public static List<Work> eigenvalues(MeasureContext context) {
    return eigenvalues(context, context.subject().mode());
  }

  /** The same in a mode. */
  public static List<Work> eigenvalues(MeasureContext context, Mode mode) {
    return hessian(
        context,
        mode,
        "largest eigenvalues of the Hessian" + as(context, mode),
        context.bench().settings().products(),
        HessianEigenvalues.vectors(context));
  }

  /** Passes with a backward pass, without products. */
  static List<Work> gradients(MeasureContext context, String name, double passes, long vectors) {
    return List.of(new Work(name, passes, 0, vectors * vector(context)));
  }

  /** What gives the Gauss-Newton matrix's trace without noise, for each parameter. */
  static List<Work> outputs(MeasureContext context, int classes) {
    return gradients(context, "squared gradient norms of outputs, class by class", classes, 0);
  }

  /** Work in another mode than most is other work. */
  private static String as(MeasureContext context, Mode mode) {
    return mode == context.bench().settings().mode() ? "" : ", as training takes it";
  }

  private static long vector(MeasureContext context) {
    return context.subject().problem().space().dimension()
        * context.subject().problem().space().precision().bytes();
  }
}
