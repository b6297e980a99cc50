package org.sweetspot.measure.stability;

import java.util.List;
import org.sweetspot.measure.Answer;
import org.sweetspot.measure.Card;
import org.sweetspot.measure.Conventions;
import org.sweetspot.measure.Finding;
import org.sweetspot.measure.Measure;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.NotApplicableException;
import org.sweetspot.measure.Status;
import org.sweetspot.measure.Value;
import org.sweetspot.measure.Work;

/**
 * The largest learning rate at which SGD stays near a minimum in mean square:
 *
 * <pre>
 * eta* = 2 / lambda_max(C^+ D),  C = (H x I + I x H) / 2,
 * D = (1 - q) H x H + (q/n) sum_i H_i x H_i,  q = (n - B) / (B (n - 1))
 * </pre>
 *
 * <p>Exact for up to {@link #SMALL} weights. For larger models the quotient &lt;X, D X&gt; / &lt;X,
 * C X&gt;, whose maximum over symmetric X is that eigenvalue, is maximized over X within a subspace
 * only: eta* is then at most the number given, provided that H has no negative eigenvalue.
 */
public final class MeanSquareThreshold implements Measure {
  private static final int SMALL = 30;

  @Override
  public Card card() {
    return new Card(
        "mean-square-threshold",
        "mean-square stability threshold of SGD",
        "What is the largest learning rate at which SGD with this batch size stays at this"
            + " minimum?",
        "Hessian products of single examples and the batch size",
        "Never above 2 / lambda_1, the threshold of full-batch descent, and far below it where"
            + " single examples are much sharper than their mean. A learning rate above it drives"
            + " SGD away.",
        "learning rate",
        "Mulayoff and Michaeli, COLT 2024");
  }

  @Override
  public List<Work> work(MeasureContext context) {
    context.subject().facts().requireBatch();
    return ExampleHessians.work(
        context, "examples' Hessians on a subspace", context.bench().settings().products() + SMALL);
  }

  @Override
  public Finding judge(Measurement found) {
    double threshold = found.number();
    return Double.isNaN(threshold)
        ? Finding.READING
        : Finding.of(StabilityFinding.LARGEST_RATE, threshold);
  }

  @Override
  public Answer answer(MeasureContext context) {
    int batch = context.subject().facts().requireBatch();
    ExampleHessians hessians = ExampleHessians.of(context);
    boolean small = hessians.mean().space().dimension() <= SMALL;
    ProjectedHessians projected =
        small
            ? ProjectedHessians.whole(context, hessians)
            : ProjectedHessians.dominant(context, hessians);
    double[] curvatures = projected.curvatures();
    requireMinimum(curvatures, small);
    SecondMoments moments =
        new SecondMoments(curvatures, projected.examples(), hessians.share(batch));
    double[] largest = moments.largest(context.sampling().stream("mean-square-threshold/moments"));
    double threshold = 2 / largest[0];
    Conventions conventions =
        hessians
            .conventions(batch)
            .and(
                Conventions.DEFINITION, "full-batch threshold 2 / lambda_1 = " + 2 / curvatures[0]);
    if (small) {
      return Answer.exact(
          Value.of(threshold),
          "eigenvalue on all symmetric "
              + curvatures.length
              + " x "
              + curvatures.length
              + " matrices",
          conventions);
    }
    return Answer.estimate(
            Value.of(threshold),
            Value.of(threshold * largest[1] / largest[0]),
            "eigenvalue on the symmetric matrices over a subspace of "
                + curvatures.length
                + " dimensions; the error is that of this eigenvalue and not of the subspace",
            conventions.and(
                Conventions.DEFINITION,
                "an upper bound: the threshold is at most this where the Hessian has no negative"
                    + " eigenvalue, which is assumed"))
        .withStatus(Status.CONDITIONAL_BOUND);
  }

  private static void requireMinimum(double[] curvatures, boolean small) {
    double most = curvatures[0];
    double least = curvatures[curvatures.length - 1];
    if (!(most > 0) || (small && least < -1e-8 * most)) {
      throw new NotApplicableException(
          "speaks of minima, and the Hessian has an eigenvalue of "
              + least
              + " beside its largest of "
              + most);
    }
  }
}
