package org.sweetspot.measure.curvature;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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
import org.sweetspot.vector.ParameterGroup;
import org.sweetspot.vector.SymmetricOperator;
import org.sweetspot.vector.spectrum.Eigenpairs;
import org.sweetspot.vector.spectrum.Lanczos;

/** The largest eigenvalue of each parameter group's diagonal block of a curvature matrix. */
public final class LayerEigenvalues implements Measure {
  private final CurvatureMatrix matrix;

  private LayerEigenvalues(CurvatureMatrix matrix) {
    this.matrix = matrix;
  }

  /** Of the Hessian. */
  public static LayerEigenvalues ofHessian() {
    return new LayerEigenvalues(CurvatureMatrix.HESSIAN);
  }

  /** Of the Gauss-Newton matrix. */
  public static LayerEigenvalues ofGaussNewton() {
    return new LayerEigenvalues(CurvatureMatrix.GAUSS_NEWTON);
  }

  /** Of the empirical Fisher matrix. */
  public static LayerEigenvalues ofFisher() {
    return new LayerEigenvalues(CurvatureMatrix.FISHER);
  }

  @Override
  public Card card() {
    return switch (matrix) {
      case HESSIAN ->
          card(
              "Which layer makes the minimum sharp?",
              "A layer far above the others limits the step size of all; it is where a learning"
                  + " rate of its own, normalization or warm-up pays.",
              "Lanczos 1950; per block as in Zhang et al. 2024 (Hessian block spectra)");
      case GAUSS_NEWTON ->
          card(
              "To which layer do the outputs react most strongly?",
              "Compare with the Hessian's of the same layer: what that has beyond it comes from"
                  + " examples that are still wrong.",
              "Schraudolph 2002; Martens and Grosse 2015 (blocks by layer)");
      case FISHER ->
          card(
              "In which layer do the gradients of single examples agree most strongly?",
              "A layer far above the others takes most of what single examples pull.",
              "Kunstner, Balles and Hennig, NeurIPS 2019");
    };
  }

  private Card card(String question, String reading, String source) {
    return new Card(
        "layer-" + matrix.prefix() + "eigenvalues",
        "largest eigenvalue of each layer's " + matrix.words(),
        question,
        matrix.needs(),
        "None exceeds the largest eigenvalue of the whole matrix by more than its error. "
            + reading,
        "",
        source);
  }

  @Override
  public List<Work> work(MeasureContext context) {
    return matrix.work(
        context,
        card().title(),
        (double) context.subject().problem().space().groups().size()
            * context.bench().settings().products(),
        64);
  }

  @Override
  public Finding judge(Measurement found) {
    return found
        .largest()
        .map(top -> sharpest(found, top.getKey(), top.getValue()))
        .orElse(Finding.READING);
  }

  private Finding sharpest(Measurement found, String layer, double value) {
    double error = found.margin(layer);
    long rivals =
        found.parts().entrySet().stream()
            .filter(part -> part.getValue() + found.margin(part.getKey()) >= value - error)
            .count();
    boolean sharp = matrix == CurvatureMatrix.HESSIAN;
    if (rivals > 1) {
      return Finding.of(
          sharp ? CurvatureFinding.SHARPEST_UNDECIDED : CurvatureFinding.LARGEST_UNDECIDED,
          layer,
          value,
          error);
    }
    if (!sharp) {
      return Finding.of(
          value > error ? CurvatureFinding.LARGEST : CurvatureFinding.LARGEST_NOT_SHOWN,
          layer,
          value,
          error);
    }
    return value > error
        ? Finding.of(CurvatureFinding.SHARPEST_LIMITS, layer, value, error, 2 / value)
        : Finding.of(CurvatureFinding.SHARPEST_NOT_SHOWN, layer, value, error);
  }

  @Override
  public Answer answer(MeasureContext context) {
    return matrix.ask(context, whole -> answer(context, whole));
  }

  private Answer answer(MeasureContext context, SymmetricOperator whole) {
    Map<String, Double> values = new TreeMap<>();
    Map<String, Double> errors = new TreeMap<>();
    Lanczos lanczos =
        Lanczos.largest(1)
            .withBasis(context.bench().vectors(context.subject().problem().space(), 11, 60))
            .withTolerance(context.bench().settings().tolerance())
            .withProducts(context.bench().settings().products());
    int products = 0;
    boolean converged = true;
    for (ParameterGroup group : whole.space().groups()) {
      try (GroupBlock block = new GroupBlock(whole, group);
          Eigenpairs pairs =
              lanczos.solve(block, context.sampling().stream(card().id() + "/" + group.name()))) {
        values.put(group.name(), pairs.top().get(0).value());
        errors.put(group.name(), pairs.top().get(0).residual());
        products += pairs.products();
        converged &= pairs.converged();
      }
    }
    Answer answer =
        Answer.estimate(
            Value.Named.of(values),
            Value.Named.of(errors),
            "Lanczos on each group's diagonal block, "
                + products
                + " products in all; the error is the residual norm",
            matrix
                .conventions(context)
                .and(
                    Conventions.DEFINITION,
                    "one block for each parameter tensor: rows and columns of that tensor, the"
                        + " other weights held fixed"));
    return converged ? answer : answer.withStatus(Status.NOT_CONVERGED);
  }
}
