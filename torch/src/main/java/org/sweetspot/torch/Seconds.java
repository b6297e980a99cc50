package org.sweetspot.torch;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.GaussNewton;
import org.sweetspot.problem.KeptGraph;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.SecondOrder;
import org.sweetspot.problem.Split;
import org.sweetspot.torch.model.SecondDerivative;
import org.sweetspot.torch.model.SecondDerivative.Kind;

/** How a problem's second derivatives are had: see {@link SecondDerivative}. */
final class Seconds {
  private final TorchProblem problem;
  private OptionalDouble error = OptionalDouble.empty();

  Seconds(TorchProblem problem) {
    this.problem = problem;
  }

  private SecondDerivative how() {
    return problem.network().second();
  }

  /** What gives products on a batch. */
  KeptGraph graph(Batch batch, Mode mode) {
    if (TangentGraph.fits(problem.bound(), mode)) {
      return new TangentGraph(problem, batch, mode);
    }
    return how().kind() == Kind.EXACT
        ? new HessianGraph(problem, batch, mode)
        : new DifferenceGraph(problem, batch, mode);
  }

  /** Why an ability is withdrawn; empty if it is not. */
  Optional<String> whyNot(Class<?> ability) {
    boolean needed =
        (ability == SecondOrder.class && how().kind() == Kind.NONE)
            || (ability == GaussNewton.class && how().kind() != Kind.EXACT);
    return needed
        ? Optional.of(
            "needs second derivatives of the module: "
                + how().reason()
                + "; write that part out with plain operators")
        : Optional.empty();
  }

  /** What stands for the module's own derivatives, with its error; empty if nothing does. */
  Optional<String> remark() {
    List<String> words = new ArrayList<>();
    problem.network().remark().ifPresent(words::add);
    if (how().kind() == Kind.DIFFERENCES) {
      words.add(
          String.format(
              Locale.ROOT,
              "Hessian products by differences of gradients, to about %.0e of their length, since"
                  + " %s",
              error(),
              how().reason()));
    }
    return words.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", words));
  }

  private double error() {
    if (error.isEmpty()) {
      Mode mode = problem.whyNot(Mode.EVALUATE).isPresent() ? Mode.PROBE : Mode.EVALUATE;
      Batch some = Batch.range(Split.TRAIN, 0, Math.min(32, problem.size(Split.TRAIN)));
      error = OptionalDouble.of(DifferenceGraph.error(problem, some, mode));
    }
    return error.getAsDouble();
  }
}
