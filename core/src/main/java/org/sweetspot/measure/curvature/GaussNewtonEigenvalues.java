package org.sweetspot.measure.curvature;

import java.util.Collections;
import java.util.List;
import org.sweetspot.measure.Answer;
import org.sweetspot.measure.Card;
import org.sweetspot.measure.Conventions;
import org.sweetspot.measure.Finding;
import org.sweetspot.measure.Measure;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.OutputShape;
import org.sweetspot.measure.Value;
import org.sweetspot.measure.Work;
import org.sweetspot.problem.GaussNewton;
import org.sweetspot.vector.spectrum.Eigenpairs;

/** The largest or the smallest eigenvalues of the Gauss-Newton matrix. */
public final class GaussNewtonEigenvalues implements Measure {
  private final boolean bottom;

  private GaussNewtonEigenvalues(boolean bottom) {
    this.bottom = bottom;
  }

  /** The largest. */
  public static GaussNewtonEigenvalues largest() {
    return new GaussNewtonEigenvalues(false);
  }

  /** The smallest. */
  public static GaussNewtonEigenvalues smallest() {
    return new GaussNewtonEigenvalues(true);
  }

  @Override
  public Card card() {
    return new Card(
        bottom ? "gauss-newton-eigenvalues-bottom" : "gauss-newton-eigenvalues",
        (bottom ? "smallest" : "largest") + " eigenvalues of the Gauss-Newton matrix",
        bottom
            ? "Are there directions of the weights that the outputs do not react to?"
            : "How strongly do the outputs react to the weights in the steepest directions?",
        "Gauss-Newton products",
        bottom
            ? "Never negative, but for rounding. Exactly zero for all but examples times classes"
                + " directions: a network of more weights than that always has directions that the"
                + " measured outputs do not react to."
            : "Never negative. Near a minimum that fits its data it is close to the Hessian's; what"
                + " the Hessian has beyond it comes from examples that are still wrong.",
        "",
        "Schraudolph 2002; Martens 2010; Papyan 2019");
  }

  @Override
  public List<Work> work(MeasureContext context) {
    context.subject().require(GaussNewton.class);
    return CurvatureWork.gaussNewton(
        context,
        card().title(),
        bottom && zeros(context) >= context.bench().settings().eigenvalues()
            ? 0
            : context.bench().settings().products(),
        bottom ? HessianEigenvalues.vectors(context) : 0);
  }

  @Override
  public Finding judge(Measurement found) {
    if (found.series().isEmpty()) {
      return Finding.READING;
    }
    return bottom
        ? still(found)
        : TopEigenvalues.judge(
            found, CurvatureMatrix.GAUSS_NEWTON.bends(), CurvatureFinding.ALL_WEIGHTS);
  }

  private static Finding still(Measurement found) {
    double least = found.series().get(0);
    double error = found.margin(0);
    if (error == 0) {
      return Finding.of(CurvatureFinding.DIRECTIONS_WITHOUT_OUTPUT);
    }
    return least > error
        ? Finding.of(CurvatureFinding.EVERY_DIRECTION_REACTS, least)
        : Finding.of(CurvatureFinding.STILL_DIRECTION, least, error);
  }

  @Override
  public Answer answer(MeasureContext context) {
    context.subject().require(GaussNewton.class);
    int count = context.bench().settings().eigenvalues();
    long zeros = bottom ? zeros(context) : 0;
    if (bottom && zeros >= count) {
      return Answer.exact(
          new Value.Series(Collections.nCopies(count, 0.0)),
          "the rank of G is at most the number of measured outputs, which are fewer than the"
              + " weights by "
              + zeros,
          conventions(context));
    }
    try (Eigenpairs pairs =
        HessianEigenvalues.lanczos(context, bottom ? 0 : count, bottom ? count : 0)
            .solve(new BatchGaussNewton(context), context.sampling().stream(card().id()))) {
      return HessianEigenvalues.answer(
          context, pairs, bottom ? pairs.bottom() : pairs.top(), conventions(context));
    }
  }

  /** Directions of the weights that surely move no output; negative if outputs are more. */
  private static long zeros(MeasureContext context) {
    OutputShape shape = OutputShape.of(context);
    long outputs = (long) context.sampling().batch().size() * shape.rows() * shape.classes();
    return context.subject().problem().space().dimension() - outputs;
  }

  private Conventions conventions(MeasureContext context) {
    return context
        .sampling()
        .conventions(context.subject().mode())
        .and(
            Conventions.DEFINITION,
            "G = mean of J' H_out J, for softmax cross-entropy the Fisher matrix; "
                + (bottom ? "ascending" : "descending"));
  }
}
