package org.sweetspot.topology;

import java.nio.DoubleBuffer;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.sweetspot.matrix.MatrixAlgebra;
import org.sweetspot.trajectory.Trajectory;

/**
 * The scalar products of all pairs of states, from which their mean was taken off. The trajectory
 * is read once; products of a stretch of coordinates are added to those of earlier ones.
 */
final class ScalarProducts {
  /** States whose products one task forms: many cost least, and few states need several tasks. */
  private static final int STRIP = 256;

  private static final int FEWEST = 32;
  private static final int STRIPS = 16;

  /** States that a strip is multiplied with at a time. */
  private static final int ACROSS = 1024;

  private final Trajectory points;
  private final MatrixAlgebra algebra;
  private final int size;
  private final int strip;

  /** Room for a strip's products: as many as there are threads, used again and again. */
  private final Queue<DoubleBuffer> free = new ConcurrentLinkedQueue<>();

  ScalarProducts(Trajectory points, MatrixAlgebra algebra) {
    this.points = points;
    this.algebra = algebra;
    this.size = points.size();
    // By the number of states alone: the order of summation does not depend on the machine.
    this.strip = Math.max(FEWEST, Math.min(STRIP, size / STRIPS));
  }

  /**
   * Adds x'y of each pair.
   *
   * @param below a row each, of those before it
   * @return |x|^2 of each state
   */
  double[] addTo(double[][] below) {
    double[] squares = new double[size];
    new StateRows(points)
        .forEach(
            stretch ->
                Strips.inParallel(size, strip, first -> add(first, stretch, below, squares)));
    return squares;
  }

  private void add(int first, StateRows.Stretch stretch, double[][] below, double[] squares) {
    DoubleBuffer held = free.poll();
    DoubleBuffer products = held == null ? StateRows.direct(strip * Math.min(size, ACROSS)) : held;
    int end = Math.min(size, first + strip);
    DoubleBuffer own = stretch.some(first, end - first);
    double[] line = new double[Math.min(end, ACROSS)];
    for (int start = 0; start < end; start += ACROSS) {
      int others = Math.min(ACROSS, end - start);
      algebra.rowProducts(own, stretch.some(start, others), stretch.width(), products);
      for (int i = Math.max(first, start); i < end; i++) {
        int count = Math.min(others, i + 1 - start);
        products.get((i - first) * others, line, 0, count);
        int before = Math.min(count, i - start);
        double[] row = below[i];
        for (int j = 0; j < before; j++) {
          row[start + j] += line[j];
        }
        if (before < count) {
          squares[i] += line[before];
        }
      }
    }
    free.add(products);
  }
}
