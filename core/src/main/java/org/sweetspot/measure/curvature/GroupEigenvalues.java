package org.sweetspot.measure.curvature;

import java.util.List;
import org.sweetspot.measure.Answer;
import org.sweetspot.measure.Card;
import org.sweetspot.measure.Conventions;
import org.sweetspot.measure.Finding;
import org.sweetspot.measure.Measure;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.Work;
import org.sweetspot.vector.ChosenGroups;
import org.sweetspot.vector.SymmetricOperator;
import org.sweetspot.vector.spectrum.Eigenpairs;

/**
 * The largest or the smallest eigenvalues of a curvature matrix's block of chosen groups of
 * parameters. By Cauchy's interlacing none lies outside the whole matrix's of the same rank. Error:
 * the residual. Cost: products of the whole matrix, as many as the settings allow at most.
 */
public final class GroupEigenvalues implements Measure {
  private final CurvatureMatrix matrix;
  private final boolean bottom;

  private GroupEigenvalues(CurvatureMatrix matrix, boolean bottom) {
    this.matrix = matrix;
    this.bottom = bottom;
  }

  /** Of the Hessian. */
  public static GroupEigenvalues ofHessian() {
    return new GroupEigenvalues(CurvatureMatrix.HESSIAN, false);
  }

  /** The smallest of the Hessian. */
  public static GroupEigenvalues ofHessianBottom() {
    return new GroupEigenvalues(CurvatureMatrix.HESSIAN, true);
  }

  /** Of the Gauss-Newton matrix. */
  public static GroupEigenvalues ofGaussNewton() {
    return new GroupEigenvalues(CurvatureMatrix.GAUSS_NEWTON, false);
  }

  /** Of the empirical Fisher matrix. */
  public static GroupEigenvalues ofFisher() {
    return new GroupEigenvalues(CurvatureMatrix.FISHER, false);
  }

  @Override
  public Card card() {
    String block =
        switch (matrix) {
          case HESSIAN -> "Hessian block";
          case GAUSS_NEWTON -> "Gauss-Newton block";
          case FISHER -> "empirical Fisher block";
        };
    String question =
        switch (matrix) {
          case HESSIAN ->
              bottom
                  ? "Does the loss bend downwards if only the chosen parameters move?"
                  : "How sharp is the minimum if only the chosen parameters move?";
          case GAUSS_NEWTON -> "How strongly do the outputs react to the chosen parameters alone?";
          case FISHER ->
              "In which directions of the chosen parameters do the gradients of single examples"
                  + " lie?";
        };
    return new Card(
        "group-" + matrix.prefix() + "eigenvalues" + (bottom ? "-bottom" : ""),
        (bottom ? "smallest" : "largest")
            + " eigenvalues of the "
            + block
            + " of chosen parameters",
        question,
        matrix.needs() + ", a pattern of names",
        bottom
            ? "None lies below the whole network's of the same rank. Negative: along the chosen"
                + " parameters alone there is a way down."
            : "None exceeds the whole network's of the same rank. Close to it, the chosen"
                + " parameters set the sharpness and the largest step size; far below it, they"
                + " could take larger steps than the rest.",
        "",
        "Lanczos 1950; Cauchy's interlacing theorem (Golub and Van Loan, section 8.1)");
  }

  @Override
  public List<Work> work(MeasureContext context) {
    context.subject().groups();
    return matrix.work(
        context,
        card().title(),
        context.bench().settings().products(),
        HessianEigenvalues.vectors(context) + 1);
  }

  @Override
  public Finding judge(Measurement found) {
    if (found.series().isEmpty()) {
      return Finding.READING;
    }
    if (bottom) {
      return Finding.of(CurvatureFinding.OF_CHOSEN, HessianBottomEigenvalues.ascending(found));
    }
    return matrix == CurvatureMatrix.FISHER
        ? FisherEigenvalues.descending(found)
        : TopEigenvalues.judge(found, matrix.bends(), CurvatureFinding.CHOSEN_ALONE);
  }

  @Override
  public Answer answer(MeasureContext context) {
    return matrix.ask(context, whole -> answer(context, whole));
  }

  private Answer answer(MeasureContext context, SymmetricOperator whole) {
    ChosenGroups chosen = context.subject().groups();
    int count = context.bench().settings().eigenvalues();
    try (ChosenBlock block = new ChosenBlock(whole, chosen);
        Eigenpairs pairs =
            HessianEigenvalues.lanczos(context, bottom ? 0 : count, bottom ? count : 0)
                .solve(block, context.sampling().stream(card().id()))) {
      return HessianEigenvalues.answer(
          context,
          pairs,
          bottom ? pairs.bottom() : pairs.top(),
          matrix
              .conventions(context)
              .and(
                  Conventions.DEFINITION,
                  chosen.words()
                      + ", the other weights held fixed; "
                      + (bottom ? "ascending" : "descending")),
          chosen.size());
    }
  }
}
