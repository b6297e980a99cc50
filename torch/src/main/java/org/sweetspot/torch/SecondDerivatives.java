package org.sweetspot.torch;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.GaussNewton;
import org.sweetspot.problem.Linearization;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.SecondOrder;
import org.sweetspot.problem.Split;
import org.sweetspot.torch.model.SecondDerivative;
import org.sweetspot.torch.model.SecondDerivative.Kind;

/** How a problem's second derivatives are had: see {@link SecondDerivative}. */
final class SecondDerivatives implements SecondOrder {
  private final TorchModel model;
  private OptionalDouble error = OptionalDouble.empty();

  SecondDerivatives(TorchModel model) {
    this.model = model;
  }

  private SecondDerivative how() {
    return model.network().second();
  }

  @Override
  public Linearization linearize(Batch batch, Mode mode) {
    if (mode == Mode.TRAIN) {
      throw new IllegalArgumentException(
          "linearization: expected mode PROBE or EVALUATE, got TRAIN, which would move the running"
              + " statistics; use PROBE for the batch's statistics");
    }
    if (TangentGraph.fits(model.bound(), mode)) {
      return new TangentGraph(model, batch, mode);
    }
    return how().kind() == Kind.EXACT
        ? new HessianGraph(model, batch, mode)
        : new DifferenceGraph(model, batch, mode);
  }

  @Override
  public boolean graphsGiveGaussNewton(Mode mode) {
    return TangentGraph.fits(model.bound(), mode);
  }

  @Override
  public long graphBytes(int examples) {
    return HessianGraph.bytes(model, examples);
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

  @Override
  public Optional<String> remark() {
    List<String> words = new ArrayList<>();
    model.network().remark().ifPresent(words::add);
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
      Mode mode = model.network().whyNot(Mode.EVALUATE).isPresent() ? Mode.PROBE : Mode.EVALUATE;
      Batch some = Batch.range(Split.TRAIN, 0, Math.min(32, model.data().size(Split.TRAIN)));
      error = OptionalDouble.of(DifferenceGraph.error(model, some, mode));
    }
    return error.getAsDouble();
  }
}
