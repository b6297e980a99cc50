package org.sweetspot.measure.curvature;

import java.util.Arrays;
import java.util.List;
import org.sweetspot.measure.Answer;
import org.sweetspot.measure.Card;
import org.sweetspot.measure.Conventions;
import org.sweetspot.measure.Finding;
import org.sweetspot.measure.Measure;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.Value;
import org.sweetspot.measure.Work;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.PerExample;
import org.sweetspot.vector.spectrum.Eigenpairs;

/**
 * The largest eigenvalues of the empirical Fisher matrix, from the Gram matrix of the examples'
 * gradients where there are few examples, else by Lanczos.
 */
public final class FisherEigenvalues implements Measure {
  @Override
  public Card card() {
    return new Card(
        "fisher-eigenvalues",
        "largest eigenvalues of the empirical Fisher matrix",
        "In which directions do the gradients of single examples mostly lie?",
        "gradients of single examples",
        "Never negative. One value far above the rest: all examples pull the same way. They shrink"
            + " as the data are fitted, other than the Hessian's.",
        "",
        "Kunstner, Balles and Hennig, NeurIPS 2019; Papyan 2019");
  }

  @Override
  public List<Work> work(MeasureContext context) {
    context.subject().require(PerExample.class);
    return CurvatureWork.gradients(
        context,
        "gradients of single examples, held",
        1,
        context
            .bench()
            .vectors(context.subject().problem().space(), 62, context.sampling().batch().size()));
  }

  @Override
  public Finding judge(Measurement found) {
    return found.series().isEmpty() ? Finding.READING : descending(found);
  }

  /** What a descending list says, as far as its residuals allow. */
  static Finding descending(Measurement found) {
    double top = found.series().get(0);
    if (!(top > found.margin(0))) {
      return Finding.of(CurvatureFinding.FISHER_ZERO);
    }
    Finding main = Finding.of(CurvatureFinding.FISHER_MAIN, Math.sqrt(top));
    return TopEigenvalues.leaders(found).map(main::and).orElse(main);
  }

  @Override
  public Answer answer(MeasureContext context) {
    int count = context.bench().settings().eigenvalues();
    Conventions conventions =
        context
            .sampling()
            .conventions(Mode.EVALUATE)
            .and(Conventions.DEFINITION, FisherTrace.CONVENTION + "; descending");
    try (EmpiricalFisher fisher = new EmpiricalFisher(context)) {
      if (fisher.holdsFew()) {
        double[] values = context.bench().algebra().eigenvalues(fisher.gram());
        int wanted = (int) Math.min(count, fisher.space().dimension());
        // Beyond the number of examples all eigenvalues are zero.
        double[] top = Arrays.copyOf(values, wanted);
        return Answer.exact(
            new Value.Series(Arrays.stream(top).boxed().toList()),
            "eigenvalues of the Gram matrix of all gradients",
            conventions);
      }
      try (Eigenpairs pairs =
          HessianEigenvalues.lanczos(context, count, 0)
              .solve(fisher, context.sampling().stream("fisher-eigenvalues"))) {
        return HessianEigenvalues.answer(context, pairs, pairs.top(), conventions);
      }
    }
  }
}
