package org.sweetspot.torch;

import java.util.List;
import java.util.function.Function;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.sweetspot.matrix.Matrix;
import org.sweetspot.torch.tensor.TensorMatrix;

/** Inner products of many vectors at once, in double precision, some columns at a time. */
final class Products {
  /** Entries converted at a time: 32 MB. */
  private static final long BLOCK = 1 << 22;

  private Products() {}

  /** Rows of a matrix, as many as there are vectors. */
  record Rows(long count, Function<long[], Tensor> columns) {
    static Rows of(Tensor matrix) {
      return new Rows(matrix.size(0), part -> matrix.narrow(1, part[0], part[1]));
    }

    static Rows of(List<Tensor> vectors) {
      return new Rows(
          vectors.size(),
          part -> {
            TensorVector parts = new TensorVector();
            vectors.forEach(vector -> parts.push_back(vector.narrow(0, part[0], part[1])));
            return torch.stack(parts, 0);
          });
    }
  }

  /** Left times right transposed. */
  static double[][] of(Rows left, Rows right, long dimension) {
    int rows = Math.toIntExact(left.count());
    int columns = Math.toIntExact(right.count());
    double[][] sums = new double[rows][columns];
    long width = Math.max(1, BLOCK / Math.max(1, Math.max(rows, columns)));
    for (long from = 0; from < dimension && rows > 0 && columns > 0; from += width) {
      long[] part = {from, Math.min(width, dimension - from)};
      try (PointerScope scope = new PointerScope();
          NoGradGuard guard = new NoGradGuard()) {
        Tensor one = left.columns().apply(part).to(ScalarType.Double);
        Tensor other = right.columns().apply(part).to(ScalarType.Double);
        Matrix products = TensorMatrix.of(one.matmul(other.t()));
        for (int i = 0; i < rows; i++) {
          for (int j = 0; j < columns; j++) {
            sums[i][j] += products.get(i, j);
          }
        }
      }
    }
    return sums;
  }
}
