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
 * F v = (1/n) sum_i g_i (g_i' v) over the measured examples. Few gradients are held, if they fit
 * the memory set for vectors. Otherwise products come from the graphs that are kept for the
 * Hessian, where those give them; if not, from gradients that are held or made anew, chunk by
 * chunk.
 */
final class EmpiricalFisher implements SymmetricOperator, AutoCloseable {
  /** Up to here all inner products cost less than the products that a solver takes. */
  private static final int FEW = 512;

  private final MeasureContext context;
  private final PerExample examples;
  private final Batch batch;
  private final List<SymmetricOperator> kept;
  private final boolean holds;
  private final List<ParameterVector> held = new ArrayList<>();

  EmpiricalFisher(MeasureContext context) {
    this.context = context;
    this.examples = context.subject().require(PerExample.class);
    this.batch = context.sampling().batch();
    boolean fits =
        context.bench().vectors(context.subject().problem().space(), 1, batch.size())
            == batch.size();
    this.kept = fits && batch.size() <= FEW ? List.of() : BatchHessian.fisher(context);
    this.holds = fits && kept.isEmpty();
    if (holds) {
      for (Batch chunk : context.sampling().chunks(batch)) {
        examples.gradients(chunk, (position, gradient) -> held.add(gradient.copy()));
      }
      context.bench().work().addGradients(1);
    }
  }

  /** Whether there are few gradients, and all in memory. */
  boolean holdsFew() {
    return holds && batch.size() <= FEW;
  }

  /** The n x n matrix g_i' g_j / n, whose eigenvalues other than zero are those of F. */
  Matrix gram() {
    int n = held.size();
    double[][] products = space().products(held, held);
    double[] entries = new double[n * n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        entries[i * n + j] = products[i][j] / n;
      }
    }
    return new Matrix(n, n, entries);
  }

  @Override
  public ParameterSpace space() {
    return context.subject().problem().space();
  }

  @Override
  public void apply(ParameterVector argument, ParameterVector result) {
    result.scale(0);
    if (!kept.isEmpty()) {
      List<Batch> passes = context.sampling().chunks(batch);
      try (ParameterVector part = space().zero()) {
        for (int i = 0; i < passes.size(); i++) {
          kept.get(i).apply(argument, part);
          result.add((double) passes.get(i).size() / batch.size(), part);
        }
      }
      context.bench().work().addProducts(1);
      return;
    }
    if (holds) {
      held.forEach(gradient -> add(gradient, argument, result));
      return;
    }
    for (Batch chunk : context.sampling().chunks(batch)) {
      examples.gradients(chunk, (position, gradient) -> add(gradient, argument, result));
    }
    context.bench().work().addGradients(1);
  }

  private void add(ParameterVector gradient, ParameterVector argument, ParameterVector result) {
    result.add(gradient.dot(argument) / batch.size(), gradient);
  }

  @Override
  public void close() {
    held.forEach(ParameterVector::close);
  }
}
