package org.sweetspot.bridge;

import java.util.ArrayList;
import java.util.List;
import org.sweetspot.bridge.wire.Connection;
import org.sweetspot.bridge.wire.Operation;
import org.sweetspot.matrix.Matrix;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.Outputs;
import org.sweetspot.problem.TangentKernel;
import org.sweetspot.vector.ParameterVector;

/**
 * The empirical tangent kernel of a classifier in another process: class after class the inner
 * products of the gradients of the examples' outputs, which stay in that process.
 *
 * <p>K_ij = sum over c of g_ic . g_jc, each product accumulated in double precision. Cost: for each
 * class one gradient of each example where all of them fit the memory, and otherwise one for each
 * pair of blocks of examples; n^2 p multiplications a class.
 *
 * @param own the live weights of the other process, which are moved for the time of the question
 *     where other weights are asked about, and then put back bit by bit
 * @param outputs which say how many classes there are
 */
record RemoteTangentKernel(Session session, RemoteVector own, Outputs outputs)
    implements TangentKernel {
  /** Examples whose gradients one question may ask for. */
  private static final int TOGETHER = 64;

  @Override
  public Matrix tangentKernel(Batch batch, ParameterVector weights, long bytes) {
    if (session.handle(weights) == own.handle()) {
      return kernel(batch, bytes);
    }
    try (RemoteVector before = own.copy()) {
      own.set(weights);
      try {
        return kernel(batch, bytes);
      } finally {
        own.set(before);
      }
    }
  }

  private Matrix kernel(Batch batch, long bytes) {
    int size = batch.size();
    int classes = outputs.predictions(batch.slice(0, 1), Mode.EVALUATE).classes();
    RemoteSpace space = own.space();
    long each = Math.max(1, space.dimension() * space.precision().bytes());
    // One block that holds all of them, or two that are compared with each other.
    int block = (int) (bytes / each >= size ? size : Math.max(1, Math.min(size, bytes / each / 2)));
    double[] kernel = new double[size * size];
    List<RemoteVector> vectors = new ArrayList<>();
    try {
      while (vectors.size() < (block < size ? 2 * block : block)) {
        vectors.add(space.zero());
      }
      for (int c = 0; c < classes; c++) {
        for (int from = 0; from < size; from += block) {
          List<RemoteVector> rows =
              filled(batch, from, block, c, classes, vectors.subList(0, block));
          add(kernel, size, rows, from, rows, from);
          for (int next = from + block; next < size; next += block) {
            List<RemoteVector> others =
                filled(batch, next, block, c, classes, vectors.subList(block, 2 * block));
            add(kernel, size, rows, from, others, next);
          }
        }
      }
    } finally {
      vectors.forEach(RemoteVector::close);
    }
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < i; j++) {
        kernel[i * size + j] = kernel[j * size + i];
      }
    }
    return new Matrix(size, size, kernel);
  }

  /** Gradients of one class's output for a block of examples, in so many of the vectors. */
  private List<RemoteVector> filled(
      Batch batch, int from, int block, int c, int classes, List<RemoteVector> vectors) {
    int to = Math.min(batch.size(), from + block);
    for (int start = from; start < to; start += TOGETHER) {
      Batch part = batch.slice(start, Math.min(to, start + TOGETHER));
      double[] coefficients = new double[part.size() * classes];
      for (int i = 0; i < part.size(); i++) {
        coefficients[i * classes + c] = 1;
      }
      List<RemoteVector> into = vectors.subList(start - from, start - from + part.size());
      session
          .ask(
              Session.about(Operation.OUTPUT_GRADIENTS, part, Mode.EVALUATE)
                  .reals(coefficients)
                  .numbers(session.handles(into)))
          .end();
    }
    return vectors.subList(0, to - from);
  }

  /** Adds inner products of a block with itself or a later one to the upper triangle. */
  private void add(
      double[] kernel,
      int size,
      List<RemoteVector> rows,
      int from,
      List<RemoteVector> columns,
      int to) {
    int most = Math.max(1, Connection.PIECE / Double.BYTES / columns.size());
    for (int start = 0; start < rows.size(); start += most) {
      List<RemoteVector> part = rows.subList(start, Math.min(rows.size(), start + most));
      double[][] products = own.space().products(List.copyOf(part), List.copyOf(columns));
      for (int i = 0; i < products.length; i++) {
        int row = from + start + i;
        for (int j = 0; j < products[i].length; j++) {
          kernel[row * size + to + j] += products[i][j];
        }
      }
    }
  }
}
