package org.sweetspot.measure.curvature;

import java.util.List;
import org.sweetspot.measure.Answer;
import org.sweetspot.measure.Card;
import org.sweetspot.measure.Measure;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.Work;
import org.sweetspot.problem.GaussNewton;
import org.sweetspot.vector.ChosenGroups;
import org.sweetspot.vector.SymmetricOperator;
import org.sweetspot.vector.spectrum.Eigenpairs;

/**
 * The largest eigenvalues of the Hessian's or the Gauss-Newton matrix's block of chosen groups of
 * parameters. By Cauchy's interlacing none exceeds the whole matrix's of the same rank. Error: the
 * residual. Cost: products of the whole matrix, as many as the settings allow at most.
 */
public final class GroupEigenvalues implements Measure {
  private final boolean gaussNewton;

  private GroupEigenvalues(boolean gaussNewton) {
    this.gaussNewton = gaussNewton;
  }

  /** Of the Hessian. */
  public static GroupEigenvalues ofHessian() {
    return new GroupEigenvalues(false);
  }

  /** Of the Gauss-Newton matrix. */
  public static GroupEigenvalues ofGaussNewton() {
    return new GroupEigenvalues(true);
  }

  @Override
  public Card card() {
    return new Card(
        gaussNewton ? "group-gauss-newton-eigenvalues" : "group-eigenvalues",
        gaussNewton
            ? "largest eigenvalues of the Gauss-Newton block of chosen parameters"
            : "largest eigenvalues of the Hessian block of chosen parameters",
        gaussNewton
            ? "How strongly do the outputs react to the chosen parameters alone?"
            : "How sharp is the minimum if only the chosen parameters move?",
        gaussNewton
            ? "Gauss-Newton products, a pattern of names"
            : "Hessian products, a pattern of names",
        "None exceeds the whole network's of the same rank. Close to it, the chosen parameters set"
            + " the sharpness and the largest step size; far below it, they could take larger"
            + " steps than the rest.",
        "",
        "Lanczos 1950; Cauchy's interlacing theorem (Golub and Van Loan, section 8.1)");
  }

  @Override
  public List<Work> work(MeasureContext context) {
    context.groups();
    String name = card().title();
    int products = context.settings().products();
    if (gaussNewton) {
      context.require(GaussNewton.class);
      return CurvatureWork.gaussNewton(context, name, products, 63);
    }
    return CurvatureWork.hessian(context, name, products, 63);
  }

  @Override
  public String finding(Measurement found) {
    return found.series().isEmpty()
        ? card().reading()
        : Steepest.words(
            found,
            gaussNewton ? "the loss of outputs linear in the weights" : "the loss",
            "of the chosen parameters alone");
  }

  @Override
  public Answer answer(MeasureContext context) {
    ChosenGroups chosen = context.groups();
    SymmetricOperator whole =
        gaussNewton ? new BatchGaussNewton(context) : BatchHessian.of(context);
    try (ChosenBlock block = new ChosenBlock(whole, chosen);
        Eigenpairs pairs =
            HessianEigenvalues.lanczos(context, context.settings().eigenvalues(), 0)
                .solve(block, context.stream(card().id()))) {
      return HessianEigenvalues.answer(
          context,
          pairs,
          pairs.top(),
          context.conventions(context.settings().mode())
              + "; "
              + chosen.words()
              + ", the other weights held fixed; descending",
          chosen.size());
    }
  }
}
