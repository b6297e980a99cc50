package org.sweetspot.theory.setting;

import java.util.ArrayList;
import java.util.List;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.EigenDecompositionSymmetric;
import org.hipparchus.linear.LUDecomposition;
import org.hipparchus.linear.RealMatrix;
import org.sweetspot.random.RandomStream;
import org.sweetspot.random.Seed;
import org.sweetspot.theory.Check;
import org.sweetspot.theory.Finding;
import org.sweetspot.theory.Finding.Curve;
import org.sweetspot.theory.FormulaClaim;

/**
 * The exact largest rate at which the mean square of SGD near a minimum stays finite. With example
 * Hessians H_i of mean H, batch B of n without replacement and p = (n - B)/(B (n - 1)): eta* =
 * 2/lambda_max(C^-1 D), C = (H (x) I + I (x) H)/2, D = (1 - p) H (x) H + (p/n) sum of H_i (x) H_i.
 * Beside it the mean of (I - eta H_B) (x) (I - eta H_B) over all batches, one by one: its spectral
 * radius is below 1 just below eta* and above 1 just above. Source: Mulayoff and Michaeli 2024,
 * ICML, arXiv 2306.07850, theorem 3.
 */
public final class MeanSquareStability implements FormulaClaim {
  private static final int INPUTS = 3;
  private static final int EXAMPLES = 7;
  private static final double SIDE = 1e-3;
  private static final int[] BATCHES = {1, 2, 4, 7};

  @Override
  public Card card() {
    return new Card(
        "sgd-stability",
        "a small batch lowers the largest usable rate by a known amount",
        "eta* = 2/lambda_max(C^-1 D), growing with the batch to 2/lambda_max(H)",
        "mean-square: means are ruled by rare runs, typical runs converge past eta*; networks move"
            + " to flatter points instead of diverging",
        "Mulayoff and Michaeli 2024, arXiv 2306.07850");
  }

  @Override
  public Finding run(Seed seed) {
    RandomStream stream = seed.stream("inputs");
    double[][] x = DiagonalNetwork.inputs(stream, EXAMPLES, INPUTS);
    List<RealMatrix> curvatures = new ArrayList<>();
    RealMatrix mean = new Array2DRowRealMatrix(INPUTS, INPUTS);
    for (double[] row : x) {
      RealMatrix column = new Array2DRowRealMatrix(row);
      RealMatrix one = column.multiply(column.transpose());
      curvatures.add(one);
      mean = mean.add(one.scalarMultiply(1.0 / EXAMPLES));
    }
    List<Check> checks = new ArrayList<>();
    List<Double> batches = new ArrayList<>();
    List<Double> limits = new ArrayList<>();
    double before = 0;
    for (int batch : BATCHES) {
      double limit = threshold(curvatures, mean, batch);
      checks.add(
          Check.atMost(
              "batch " + batch + ", growth of the mean square at 0.999 eta*",
              1,
              radius(curvatures, batch, (1 - SIDE) * limit),
              0));
      checks.add(
          Check.atLeast(
              "batch " + batch + ", growth of the mean square at 1.001 eta*",
              1,
              radius(curvatures, batch, (1 + SIDE) * limit),
              0));
      checks.add(Check.atLeast("eta* of batch " + batch, before, limit, 0));
      before = limit;
      batches.add((double) batch);
      limits.add(limit);
    }
    double top = new EigenDecompositionSymmetric(mean).getEigenvalues()[0];
    checks.add(Check.equal("eta* of the whole batch", 2 / top, before, 1e-9));
    return new Finding(
        checks, List.of(new Curve("largest stable rate", "batch", batches, limits, limits)));
  }

  static double threshold(List<RealMatrix> curvatures, RealMatrix mean, int batch) {
    int n = curvatures.size();
    double p = (double) (n - batch) / (batch * (n - 1.0));
    RealMatrix unit = identity(INPUTS);
    RealMatrix c = kronecker(mean, unit).add(kronecker(unit, mean)).scalarMultiply(0.5);
    RealMatrix d = kronecker(mean, mean).scalarMultiply(1 - p);
    for (RealMatrix one : curvatures) {
      d = d.add(kronecker(one, one).scalarMultiply(p / n));
    }
    RealMatrix root = new EigenDecompositionSymmetric(c).getSquareRoot();
    RealMatrix inverse = new LUDecomposition(root).getSolver().getInverse();
    RealMatrix middle = inverse.multiply(d).multiply(inverse);
    RealMatrix symmetric = middle.add(middle.transpose()).scalarMultiply(0.5);
    return 2 / new EigenDecompositionSymmetric(symmetric).getEigenvalues()[0];
  }

  /** The spectral radius of the mean of (I - eta H_B) (x) (I - eta H_B) over all batches. */
  static double radius(List<RealMatrix> curvatures, int batch, double rate) {
    int n = curvatures.size();
    RealMatrix sum = new Array2DRowRealMatrix(INPUTS * INPUTS, INPUTS * INPUTS);
    int count = 0;
    for (int chosen = 0; chosen < (1 << n); chosen++) {
      if (Integer.bitCount(chosen) != batch) {
        continue;
      }
      RealMatrix step = identity(INPUTS);
      for (int i = 0; i < n; i++) {
        if (((chosen >> i) & 1) == 1) {
          step = step.subtract(curvatures.get(i).scalarMultiply(rate / batch));
        }
      }
      sum = sum.add(kronecker(step, step));
      count++;
    }
    RealMatrix mean = sum.scalarMultiply(1.0 / count);
    RealMatrix symmetric = mean.add(mean.transpose()).scalarMultiply(0.5);
    double[] values = new EigenDecompositionSymmetric(symmetric).getEigenvalues();
    return Math.max(Math.abs(values[0]), Math.abs(values[values.length - 1]));
  }

  private static RealMatrix identity(int size) {
    RealMatrix unit = new Array2DRowRealMatrix(size, size);
    for (int i = 0; i < size; i++) {
      unit.setEntry(i, i, 1);
    }
    return unit;
  }

  private static RealMatrix kronecker(RealMatrix a, RealMatrix b) {
    int n = b.getRowDimension();
    int m = a.getRowDimension() * n;
    RealMatrix product = new Array2DRowRealMatrix(m, m);
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < m; j++) {
        product.setEntry(i, j, a.getEntry(i / n, j / n) * b.getEntry(i % n, j % n));
      }
    }
    return product;
  }
}
