package org.sweetspot.torch;

import java.nio.DoubleBuffer;
import java.util.Arrays;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.openblas.global.openblas_nolapack;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.sweetspot.matrix.Finite;
import org.sweetspot.matrix.Matrix;
import org.sweetspot.matrix.MatrixAlgebra;
import org.sweetspot.matrix.SymmetricEigen;
import org.sweetspot.torch.tensor.Libtorch;
import org.sweetspot.torch.tensor.Place;

/** LAPACK's decompositions and BLAS's products, on the processor and in double precision. */
public final class TorchAlgebra implements MatrixAlgebra {
  /** From this order on several threads pay. */
  private static final int LARGE = 1024;

  private final int threads;

  /**
   * Loads libtorch.
   *
   * @param threads for a decomposition; 0 for every core
   */
  public TorchAlgebra(int threads) {
    Libtorch.load();
    this.threads = threads == 0 ? Runtime.getRuntime().availableProcessors() : threads;
  }

  @Override
  public double[] singularValues(Matrix matrix) {
    Finite.require(matrix);
    if (matrix.rows() == 0 || matrix.columns() == 0) {
      return new double[0];
    }
    try (PointerScope scope = enter(Math.min(matrix.rows(), matrix.columns()));
        NoGradGuard guard = new NoGradGuard()) {
      return numbers(torch.linalg_svdvals(tensor(matrix)));
    } finally {
      leave();
    }
  }

  @Override
  public double[] eigenvalues(Matrix symmetric) {
    if (Finite.requireSquare(symmetric).rows() == 0) {
      return new double[0];
    }
    try (PointerScope scope = enter(symmetric.rows());
        NoGradGuard guard = new NoGradGuard()) {
      return reversed(numbers(torch.linalg_eigvalsh(tensor(symmetric))));
    } finally {
      leave();
    }
  }

  @Override
  public SymmetricEigen decomposition(Matrix symmetric) {
    int n = Finite.requireSquare(symmetric).rows();
    if (n == 0) {
      return new SymmetricEigen(new double[0], new Matrix(0, 0, new double[0]));
    }
    try (PointerScope scope = enter(n);
        NoGradGuard guard = new NoGradGuard()) {
      var pair = torch.linalg_eigh(tensor(symmetric));
      Tensor vectors = pair.get1().flip(new long[] {1});
      return new SymmetricEigen(reversed(numbers(pair.get0())), new Matrix(n, n, numbers(vectors)));
    } finally {
      leave();
    }
  }

  @Override
  public void rowProducts(DoubleBuffer left, DoubleBuffer right, int width, DoubleBuffer into) {
    int rows = left.remaining() / width;
    int others = right.remaining() / width;
    if (rows > 0 && others > 0) {
      // Slices: a buffer is taken from its beginning on, wherever its position is.
      openblas_nolapack.cblas_dgemm(
          openblas_nolapack.CblasRowMajor,
          openblas_nolapack.CblasNoTrans,
          openblas_nolapack.CblasTrans,
          rows,
          others,
          width,
          1,
          left.slice(),
          width,
          right.slice(),
          width,
          0,
          into.slice(),
          others);
    }
  }

  /**
   * LAPACK's work is OpenBLAS's: here its pool gets the cores, which elsewhere are OpenMP's. Small
   * matrices are many short steps, between which its threads wait for each other by spinning:
   * beside other work that took ten times as long as one thread does.
   */
  private PointerScope enter(int side) {
    PointerScope scope = Libtorch.enter(1);
    openblas_nolapack.blas_set_num_threads(side < LARGE ? 1 : threads);
    return scope;
  }

  private static void leave() {
    openblas_nolapack.blas_set_num_threads(1);
  }

  private static Tensor tensor(Matrix matrix) {
    return torch.from_blob(
        new DoublePointer(matrix.entries()),
        new long[] {matrix.rows(), matrix.columns()},
        Place.cpu(ScalarType.Double));
  }

  private static double[] numbers(Tensor tensor) {
    double[] values = new double[Math.toIntExact(tensor.numel())];
    new DoublePointer(tensor.contiguous().data_ptr()).get(values);
    return values;
  }

  private static double[] reversed(double[] ascending) {
    double[] descending = new double[ascending.length];
    Arrays.setAll(descending, i -> ascending[ascending.length - 1 - i]);
    return descending;
  }
}
