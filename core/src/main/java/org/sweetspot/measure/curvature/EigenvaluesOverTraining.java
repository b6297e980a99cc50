package org.sweetspot.measure.curvature;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.sweetspot.measure.Answer;
import org.sweetspot.measure.Card;
import org.sweetspot.measure.Conventions;
import org.sweetspot.measure.Finding;
import org.sweetspot.measure.Measure;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.Status;
import org.sweetspot.measure.Value;
import org.sweetspot.measure.Work;
import org.sweetspot.measure.dynamics.States;
import org.sweetspot.vector.spectrum.Eigenpair;
import org.sweetspot.vector.spectrum.Eigenpairs;
import org.sweetspot.vector.spectrum.TopEigenpairsTracker;

/**
 * The largest eigenvalues of the Hessian at up to {@value #MOST} states of the training, on the
 * same examples; each solve starts from the eigenvectors of the state before ({@link
 * TopEigenpairsTracker}). Error: the residual. The problem gets its weights and buffers back. Cost:
 * a gradient and at most the settings' products for each state.
 */
public final class EigenvaluesOverTraining implements Measure {
  static final int MOST = 20;

  @Override
  public Card card() {
    return new Card(
        "eigenvalues-over-training",
        "largest eigenvalues of the Hessian over training",
        "Did the minimum become sharper on the way?",
        "a trajectory of at least two states, the model, data and Hessian products",
        "Full-batch training sharpens until the largest reaches 2 / eta and stays there; a late"
            + " fall is usual for cross-entropy once all examples are fitted.",
        "",
        "Cohen et al., ICLR 2021; Lanczos 1950");
  }

  @Override
  public List<Work> work(MeasureContext context) {
    States.require(context);
    int states = States.count(context, MOST);
    double products = (double) states * context.bench().settings().products();
    boolean fits =
        BatchHessian.bytes(context, context.subject().mode())
            <= context.bench().settings().memory();
    return List.of(
        new Work(
            "largest eigenvalues along the way",
            fits ? states : products,
            products,
            BatchHessian.bytes(context, context.subject().mode())));
  }

  @Override
  public Answer answer(MeasureContext context) {
    States.require(context);
    int count = States.count(context, MOST);
    int k =
        (int)
            Math.min(
                context.bench().settings().eigenvalues(),
                context.subject().problem().space().dimension());
    Map<String, double[]> values = new LinkedHashMap<>();
    Map<String, double[]> errors = new LinkedHashMap<>();
    values.put("position", States.positions(context, MOST));
    errors.put("position", new double[count]);
    for (int i = 1; i <= k; i++) {
      values.put("lambda-" + i, new double[count]);
      errors.put("lambda-" + i, new double[count]);
    }
    int[] products = new int[1];
    boolean[] converged = {true};
    try (TopEigenpairsTracker tracker =
        new TopEigenpairsTracker(
            HessianEigenvalues.lanczos(context, k, 0),
            context.sampling().stream("eigenvalues-over-training"))) {
      States.visit(
          context,
          MOST,
          row -> {
            try (BatchHessian hessian = BatchHessian.now(context);
                Eigenpairs pairs = tracker.solve(hessian)) {
              products[0] += pairs.products();
              converged[0] &= pairs.converged();
              for (int i = 0; i < k; i++) {
                boolean found = i < pairs.top().size();
                Eigenpair pair = pairs.top().get(Math.min(i, pairs.top().size() - 1));
                String name = "lambda-" + (i + 1);
                Objects.requireNonNull(values.get(name))[row] = found ? pair.value() : Double.NaN;
                Objects.requireNonNull(errors.get(name))[row] =
                    found ? pair.residual() : Double.NaN;
              }
            }
          });
    }
    Answer answer =
        Answer.estimate(
            Value.Columns.of(values),
            Value.Columns.of(errors),
            "Lanczos, from the second state on starting at the eigenvectors of the one before, "
                + products[0]
                + " products in all; the error is the residual norm",
            context
                .sampling()
                .conventions(context.subject().mode())
                .and(
                    Conventions.DEFINITION,
                    "at "
                        + count
                        + " of "
                        + context.subject().trajectory().size()
                        + " states; descending; equal eigenvalues may count once"));
    return converged[0] ? answer : answer.withStatus(Status.NOT_CONVERGED);
  }

  @Override
  public Finding judge(Measurement found) {
    List<Double> top = found.column("lambda-1");
    if (top.isEmpty() || !(found.error() instanceof Value.Columns)) {
      return Finding.READING;
    }
    int last = top.size() - 1;
    double change = top.get(last) - top.get(0);
    if (Math.abs(change) <= found.margin("lambda-1", 0) + found.margin("lambda-1", last)) {
      return Finding.of(CurvatureFinding.CHANGE_NOT_SHOWN);
    }
    return Finding.of(
        change > 0 ? CurvatureFinding.TOP_ROSE : CurvatureFinding.TOP_FELL,
        top.get(0),
        top.get(last));
  }
}
