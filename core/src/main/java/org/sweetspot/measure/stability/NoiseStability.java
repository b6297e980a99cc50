package org.sweetspot.measure.stability;

import java.util.List;
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
import org.sweetspot.vector.spectrum.Eigenpair;
import org.sweetspot.vector.spectrum.Eigenpairs;
import org.sweetspot.vector.spectrum.Lanczos;

/**
 * Wu's sufficient condition for SGD to stay at a minimum:
 *
 * <pre>lambda_max{ (I - eta H)^2 + eta^2 (n - B) / (B (n - 1)) Sigma_H } at most 1,
 * Sigma_H = (1/n) sum H_i^2 - H^2</pre>
 */
public final class NoiseStability implements Measure {
  @Override
  public Card card() {
    return new Card(
        "sgd-stability",
        "stability of SGD at a minimum",
        "Does the expected distance from this minimum shrink at every step of SGD?",
        "Hessian products of single examples, learning rate and batch size",
        "At most 1: yes, so that SGD stays near this minimum. Above 1: some direction grows at some"
            + " step; SGD may still stay, for which see mean-square-threshold. Directions without"
            + " curvature give exactly 1.",
        "",
        "Wu, Ma and E, NeurIPS 2018, theorem 1");
  }

  @Override
  public List<Work> work(MeasureContext context) {
    SgdFacts.of(context);
    return ExampleHessians.work(
        context, "expected squared step of SGD", 4.0 * context.bench().settings().products());
  }

  @Override
  public Finding judge(Measurement found) {
    double value = found.number();
    double error = found.margin();
    if (Double.isNaN(value)) {
      return Finding.READING;
    }
    return Finding.of(
        value - error > 1
            ? StabilityFinding.CONDITION_FAILS
            : value - 1 <= Math.max(1e-9, error)
                ? StabilityFinding.CONDITION_HOLDS
                : StabilityFinding.CONDITION_UNDECIDED);
  }

  @Override
  public Answer answer(MeasureContext context) {
    SgdFacts facts = SgdFacts.of(context);
    ExampleHessians hessians = ExampleHessians.of(context);
    try (NoisyStep step =
            new NoisyStep(context, hessians, facts.rate(), hessians.share(facts.batch()));
        Eigenpairs pairs =
            Lanczos.largest(1)
                .withBasis(context.bench().vectors(context.subject().problem().space(), 11, 60))
                .withTolerance(context.bench().settings().tolerance())
                .withProducts(context.bench().settings().products())
                .solve(step, context.sampling().stream("sgd-stability"))) {
      Eigenpair top = pairs.top().get(0);
      boolean holds = top.value() - 1 <= Math.max(1e-9, top.residual());
      Answer answer =
          Answer.estimate(
              Value.of(top.value()),
              Value.of(top.residual()),
              "Lanczos on products of single examples' Hessians, "
                  + pairs.products()
                  + " products; the error is the residual",
              hessians
                  .conventions(facts.batch())
                  .and(
                      Conventions.DEFINITION,
                      (holds ? "the condition holds" : "the condition does not hold")
                          + "; "
                          + facts.words())
                  .and(Conventions.DEFINITION, "assumes a minimum that all examples share"));
      return pairs.converged() ? answer : answer.withStatus(Status.NOT_CONVERGED);
    }
  }
}
