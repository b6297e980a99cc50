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
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.PerExample;

/** The trace of the empirical Fisher matrix: the mean squared norm of the examples' gradients. */
public final class FisherTrace implements Measure {
  static final String CONVENTION =
      "; empirical Fisher F = (1/n) sum g_i g_i' with the true labels, not centred; not the Fisher"
          + " matrix, which for softmax cross-entropy is the Gauss-Newton matrix";

  @Override
  public Card card() {
    return new Card(
        "fisher-trace",
        "trace of the empirical Fisher matrix",
        "How large are the gradients of single examples?",
        "gradients of single examples",
        "Falls towards zero as the data are fitted. Early growth, before the loss falls, is taken"
            + " as a sign of a sharp basin.",
        "",
        "Kunstner, Balles and Hennig, NeurIPS 2019; Jastrzebski et al., ICML 2021 (trace)");
  }

  @Override
  public List<Work> work(MeasureContext context) {
    context.subject().require(PerExample.class);
    return CurvatureWork.gradients(context, "squared gradient norms of single examples", 1, 0);
  }

  @Override
  public Finding judge(Measurement found) {
    double trace = found.number();
    if (Double.isNaN(trace)) {
      return Finding.READING;
    }
    return trace == 0
        ? Finding.of(CurvatureFinding.NOTHING_TO_LEARN)
        : Finding.of(CurvatureFinding.GRADIENT_LENGTH, Math.sqrt(trace), trace);
  }

  @Override
  public Answer answer(MeasureContext context) {
    PerExample examples = context.subject().require(PerExample.class);
    Batch batch = context.sampling().batch();
    double sum = 0;
    for (Batch chunk : context.sampling().chunks(batch)) {
      sum += Arrays.stream(examples.squaredGradientNorms(chunk)).sum();
    }
    context.bench().work().addGradients(1);
    return Answer.exact(
        Value.of(sum / batch.size()),
        "mean squared gradient norm of single examples",
        context.sampling().conventions(Mode.EVALUATE).and(Conventions.DEFINITION, CONVENTION));
  }
}
