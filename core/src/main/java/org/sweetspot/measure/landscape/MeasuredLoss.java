package org.sweetspot.measure.landscape;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.Problem;
import org.sweetspot.vector.ParameterVector;

/** The mean loss over the measured examples, here and at displaced weights. */
final class MeasuredLoss implements AutoCloseable {
  private final MeasureContext context;
  private final Mode mode;
  private final List<Batch> passes;
  private final ParameterVector saved;
  private @Nullable ParameterVector gradient;
  private double here = Double.NaN;

  private MeasuredLoss(MeasureContext context, Mode mode) {
    this.context = context;
    this.mode = mode;
    this.passes = context.sampling().passes(context.sampling().batch(), mode);
    this.saved = context.subject().problem().parameters().copy();
  }

  /** The loss in a mode that all measures of a context share. */
  static MeasuredLoss of(MeasureContext context, Mode mode) {
    return context.bench().shared(MeasuredLoss.class, mode, () -> new MeasuredLoss(context, mode));
  }

  /** The weights where they are; not to be changed. */
  ParameterVector weights() {
    return saved;
  }

  /** The loss at the weights. */
  double here() {
    if (Double.isNaN(here)) {
      here = loss();
    }
    return here;
  }

  /** Its gradient at the weights; owned by this. */
  ParameterVector gradient() {
    if (gradient == null) {
      Problem problem = context.subject().problem();
      Batch batch = context.sampling().batch();
      ParameterVector sum = problem.space().zero();
      try (ParameterVector part = problem.space().zero()) {
        for (Batch chunk : passes) {
          problem.gradient(chunk, mode, part);
          sum.add((double) chunk.size() / batch.size(), part);
        }
      }
      context.bench().work().addGradients(1);
      gradient = sum;
    }
    return gradient;
  }

  /** The loss at w + a x; the weights are put back bit by bit. */
  double at(double a, ParameterVector x) {
    return at(a, x, 0, x);
  }

  /** The loss at w + a x + b y; the weights are put back bit by bit. */
  double at(double a, ParameterVector x, double b, ParameterVector y) {
    ParameterVector weights = context.subject().problem().parameters();
    try {
      weights.add(a, x);
      if (b != 0) {
        weights.add(b, y);
      }
      return loss();
    } finally {
      weights.set(saved);
    }
  }

  private double loss() {
    Batch batch = context.sampling().batch();
    double sum = 0;
    for (Batch chunk : passes) {
      sum += chunk.size() * context.subject().problem().loss(chunk, mode);
    }
    return sum / batch.size();
  }

  @Override
  public void close() {
    saved.close();
    if (gradient != null) {
      gradient.close();
    }
  }
}
