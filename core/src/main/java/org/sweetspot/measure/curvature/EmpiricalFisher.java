package org.sweetspot.measure.curvature;

import java.util.ArrayList;
import java.util.List;
import org.sweetspot.matrix.Matrix;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.PerExample;
import org.sweetspot.vector.ParameterSpace;
import org.sweetspot.vector.ParameterVector;
import org.sweetspot.vector.SymmetricOperator;

/**
 * F v = (1/n) sum_i g_i (g_i' v) over the measured examples. The gradients are held where they fit
 * the memory set for vectors; otherwise each product makes them anew, chunk by chunk.
 */
final class EmpiricalFisher implements SymmetricOperator, AutoCloseable {
  private final MeasureContext context;
  private final PerExample examples;
  private final Batch batch;
  private final boolean holds;
  private final List<ParameterVector> held = new ArrayList<>();

  EmpiricalFisher(MeasureContext context) {
    this.context = context;
    this.examples = context.require(PerExample.class);
    this.batch = context.batch();
    this.holds = context.vectors(1, batch.size()) == batch.size();
    if (holds) {
      for (Batch chunk : context.chunks(batch)) {
        examples.gradients(chunk, (position, gradient) -> held.add(gradient.copy()));
      }
      context.work().addGradients(1);
    }
  }

  /** Whether all gradients are in memory. */
  boolean holdsGradients() {
    return holds;
  }

  /** The n x n matrix g_i' g_j / n, whose eigenvalues other than zero are those of F. */
  Matrix gram() {
    int n = held.size();
    double[] entries = new double[n * n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        entries[i * n + j] = held.get(i).dot(held.get(j)) / n;
        entries[j * n + i] = entries[i * n + j];
      }
    }
    return new Matrix(n, n, entries);
  }

  @Override
  public ParameterSpace space() {
    return context.problem().space();
  }

  @Override
  public void apply(ParameterVector argument, ParameterVector result) {
    result.scale(0);
    if (holds) {
      held.forEach(gradient -> add(gradient, argument, result));
      return;
    }
    for (Batch chunk : context.chunks(batch)) {
      examples.gradients(chunk, (position, gradient) -> add(gradient, argument, result));
    }
    context.work().addGradients(1);
  }

  private void add(ParameterVector gradient, ParameterVector argument, ParameterVector result) {
    result.add(gradient.dot(argument) / batch.size(), gradient);
  }

  @Override
  public void close() {
    held.forEach(ParameterVector::close);
  }
}
