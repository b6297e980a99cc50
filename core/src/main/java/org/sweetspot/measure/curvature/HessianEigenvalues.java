package org.sweetspot.measure.curvature;

import java.util.List;
import java.util.stream.Stream;
import org.sweetspot.measure.Answer;
import org.sweetspot.measure.Card;
import org.sweetspot.measure.Conventions;
import org.sweetspot.measure.Finding;
import org.sweetspot.measure.Measure;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.MeasureSettings;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.Status;
import org.sweetspot.measure.Value;
import org.sweetspot.measure.Work;
import org.sweetspot.problem.Mode;
import org.sweetspot.random.RandomStream;
import org.sweetspot.vector.ParameterVector;
import org.sweetspot.vector.spectrum.Eigenpair;
import org.sweetspot.vector.spectrum.Eigenpairs;
import org.sweetspot.vector.spectrum.Lanczos;

/** The largest eigenvalues of the Hessian, with their residuals. */
public final class HessianEigenvalues implements Measure {
  static final String ID = "hessian-eigenvalues";

  /** Below this tolerance an answer is meant to be exact. */
  private static final double FINE = 1e-6;

  /** Up to here a basis of the whole space is held: no restart slows the last eigenvalues down. */
  private static final int WHOLE = 512;

  /**
   * Of larger models so many vectors are held where memory allows: without a restart the flat end
   * takes a fifth fewer products, and to keep directions apart costs little beside a product.
   */
  private static final int KEPT = 200;

  /** The random part of the start beside a gradient of length one. */
  private static final double RANDOM_SHARE = 0.1;

  @Override
  public Card card() {
    return new Card(
        ID,
        "largest eigenvalues of the Hessian",
        "How sharp is the minimum in its steepest directions?",
        "Hessian products",
        "Larger is sharper. For image classifiers 1 to 1000 is common, and about as many values"
            + " stand out as there are classes. Depends on the scale of the weights: compare only"
            + " networks of one architecture. For what the step size makes of it see"
            + " stability-margin.",
        "",
        "Lanczos 1950; Sagun et al. 2017; Ghorbani, Krishnan and Xiao, ICML 2019");
  }

  @Override
  public List<Work> work(MeasureContext context) {
    return CurvatureWork.eigenvalues(context);
  }

  @Override
  public Finding judge(Measurement found) {
    return found.series().isEmpty()
        ? Finding.READING
        : TopEigenvalues.judge(
            found, CurvatureMatrix.HESSIAN.bends(), CurvatureFinding.ALL_WEIGHTS);
  }

  @Override
  public Answer answer(MeasureContext context) {
    Eigenpairs pairs = solve(context);
    return answer(
        context,
        pairs,
        pairs.top(),
        context
            .sampling()
            .conventions(context.subject().mode())
            .and(Conventions.DEFINITION, "Hessian of that mean; descending"));
  }

  /** The eigenpairs at the top that all measures of a context share. */
  public static Eigenpairs solve(MeasureContext context) {
    return solve(context, context.subject().mode());
  }

  /** The same in a mode. */
  public static Eigenpairs solve(MeasureContext context, Mode mode) {
    return context
        .bench()
        .shared(
            Eigenpairs.class,
            List.of("hessian", mode),
            () -> largest(context, BatchHessian.of(context, mode)));
  }

  private static Eigenpairs largest(MeasureContext context, BatchHessian hessian) {
    Lanczos lanczos = lanczos(context, context.bench().settings().eigenvalues(), 0);
    RandomStream stream = context.sampling().stream("hessian-eigenvalues");
    try (ParameterVector start = hessian.space().gaussian(stream)) {
      hessian.gradient().ifPresent(gradient -> lean(start, gradient));
      return lanczos.solve(hessian, start, stream);
    }
  }

  /**
   * Turns a random start towards the gradient, which lies almost wholly in the directions that
   * stand out of the spectrum (Gur-Ari, Roberts and Dyer 2018): of seventeen products one or two
   * are saved. What stays random reaches the directions that the gradient misses.
   */
  private static void lean(ParameterVector start, ParameterVector gradient) {
    try (gradient) {
      double length = gradient.norm();
      if (length > 0 && Double.isFinite(length)) {
        start.scale(RANDOM_SHARE / start.norm()).add(1 / length, gradient);
      }
    }
  }

  /**
   * The solver that the settings ask for. Tolerances below {@link #FINE} also look for the copies
   * of equal eigenvalues.
   */
  static Lanczos lanczos(MeasureContext context, int top, int bottom) {
    MeasureSettings settings = context.bench().settings();
    boolean fine = settings.tolerance() < FINE;
    int ends = top > 0 && bottom > 0 ? 2 : 1;
    Lanczos lanczos = Lanczos.bothEnds(top, bottom);
    long dimension = context.subject().problem().space().dimension();
    long basis = dimension <= WHOLE ? dimension : Math.min(KEPT, ends * settings.products());
    lanczos =
        lanczos
            .withBasis(
                context
                    .bench()
                    .vectors(
                        context.subject().problem().space(),
                        top + bottom + 10,
                        (int) Math.max(lanczos.basis(), basis)))
            .withTolerance(settings.tolerance())
            .withProducts(ends * settings.products());
    return fine ? lanczos.withConfirmation() : lanczos;
  }

  /** Vectors that such a solve of one end holds: its basis, the next direction and a product. */
  static int vectors(MeasureContext context) {
    return lanczos(context, context.bench().settings().eigenvalues(), 0).basis() + 2;
  }

  /** One end of a solve as an answer. */
  static Answer answer(
      MeasureContext context, Eigenpairs pairs, List<Eigenpair> end, Conventions conventions) {
    return answer(
        context, pairs, end, conventions, context.subject().problem().space().dimension());
  }

  /** The same for an operator of another dimension. */
  static Answer answer(
      MeasureContext context,
      Eigenpairs pairs,
      List<Eigenpair> end,
      Conventions conventions,
      long dimension) {
    double tolerance = context.bench().settings().tolerance();
    double scale =
        Stream.concat(pairs.top().stream(), pairs.bottom().stream())
            .mapToDouble(pair -> Math.abs(pair.value()))
            .max()
            .orElse(0);
    boolean precise = end.stream().allMatch(pair -> pair.residual() <= tolerance * scale);
    boolean copies = pairs.converged() && tolerance < FINE;
    Answer answer =
        Answer.estimate(
            new Value.Series(end.stream().map(Eigenpair::value).toList()),
            new Value.Series(end.stream().map(Eigenpair::residual).toList()),
            "thick-restart Lanczos with full reorthogonalization, "
                + pairs.products()
                + " products; the error is the residual norm ||A v - lambda v||, within which an"
                + " eigenvalue lies",
            conventions.and(
                Conventions.DEFINITION,
                (copies
                    ? "; equal eigenvalues as often as they were found again"
                    : "; equal eigenvalues may count once")));
    boolean whole = end.size() >= Math.min(context.bench().settings().eigenvalues(), dimension);
    return pairs.converged() || (precise && whole)
        ? answer
        : answer.withStatus(Status.NOT_CONVERGED);
  }
}
