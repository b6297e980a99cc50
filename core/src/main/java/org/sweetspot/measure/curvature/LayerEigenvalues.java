package org.sweetspot.measure.curvature;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.sweetspot.measure.Answer;
import org.sweetspot.measure.Card;
import org.sweetspot.measure.Measure;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.Sentence;
import org.sweetspot.measure.Status;
import org.sweetspot.measure.Value;
import org.sweetspot.measure.Work;
import org.sweetspot.vector.ParameterGroup;
import org.sweetspot.vector.spectrum.Eigenpairs;
import org.sweetspot.vector.spectrum.Lanczos;

/** The largest eigenvalue of each parameter group's diagonal block of the Hessian. */
public final class LayerEigenvalues implements Measure {
  @Override
  public Card card() {
    return new Card(
        "layer-eigenvalues",
        "largest eigenvalue of each layer's Hessian",
        "Which layer makes the minimum sharp?",
        "Hessian products",
        "None exceeds the largest eigenvalue of the whole Hessian by more than its error. A layer"
            + " far above the others limits the step size of all; it is where a learning rate of"
            + " its own, normalization or warm-up pays.",
        "",
        "Lanczos 1950; per block as in Zhang et al. 2024 (Hessian block spectra)");
  }

  @Override
  public List<Work> work(MeasureContext context) {
    return CurvatureWork.hessian(
        context,
        "largest eigenvalue of each layer",
        (double) context.problem().space().groups().size() * context.settings().products(),
        64);
  }

  @Override
  public String finding(Measurement found) {
    return found
        .largest()
        .map(top -> sharpest(found, top.getKey(), top.getValue()))
        .orElseGet(() -> card().reading());
  }

  private static String sharpest(Measurement found, String layer, double value) {
    double error = found.margin(layer);
    long rivals =
        found.parts().entrySet().stream()
            .filter(part -> part.getValue() + found.margin(part.getKey()) >= value - error)
            .count();
    String words = Sentence.of("The sharpest is %s (%.3g, residual %.2g)", layer, value, error);
    if (rivals > 1) {
      return words + ", but within the residuals others may be: which is sharpest cannot be told.";
    }
    return value > error
        ? words
            + Sentence.of(
                ": it limits the step size of all, that of plain gradient descent to %.3g (2 over"
                    + " it) or less.",
                2 / value)
        : words + ": no layer is shown to bend upwards.";
  }

  @Override
  public Answer answer(MeasureContext context) {
    BatchHessian hessian = BatchHessian.of(context);
    Map<String, Double> values = new TreeMap<>();
    Map<String, Double> errors = new TreeMap<>();
    Lanczos lanczos =
        Lanczos.largest(1)
            .withBasis(context.vectors(11, 60))
            .withTolerance(context.settings().tolerance())
            .withProducts(context.settings().products());
    int products = 0;
    boolean converged = true;
    for (ParameterGroup group : hessian.space().groups()) {
      try (GroupBlock block = new GroupBlock(hessian, group);
          Eigenpairs pairs =
              lanczos.solve(block, context.stream("layer-eigenvalues/" + group.name()))) {
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
            context.conventions(context.settings().mode())
                + "; one block for each parameter tensor: rows and columns of that tensor, the"
                + " other weights held fixed");
    return converged ? answer : answer.withStatus(Status.NOT_CONVERGED);
  }
}
