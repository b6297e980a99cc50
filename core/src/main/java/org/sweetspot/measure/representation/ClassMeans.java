package org.sweetspot.measure.representation;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.sweetspot.matrix.Matrix;
import org.sweetspot.matrix.MatrixAlgebra;
import org.sweetspot.matrix.SymmetricEigen;
import org.sweetspot.statistics.UndefinedException;

/**
 * Means of the features class by class, and what neural collapse says of them. Only classes with at
 * least one row count; C is their number. The global mean mu_G is the mean of the class means, so
 * that classes weigh alike however many rows they have.
 */
final class ClassMeans {
  private final Matrix features;
  private final int[] labels;
  private final int[] rows;
  private final int[] classes;
  private final double[][] means;
  private final double[][] centred;

  /**
   * Means over some rows, which may repeat.
   *
   * @param labels class of each row of the features
   * @param rows that are looked at
   */
  ClassMeans(Matrix features, int[] labels, int[] rows) {
    this.features = features;
    this.labels = labels;
    this.rows = rows;
    int width = features.columns();
    classes = Arrays.stream(rows).map(row -> labels[row]).distinct().sorted().toArray();
    means = new double[classes.length][width];
    int[] counts = new int[classes.length];
    for (int row : rows) {
      int c = index(labels[row]);
      counts[c]++;
      for (int j = 0; j < width; j++) {
        means[c][j] += features.get(row, j);
      }
    }
    double[] global = new double[width];
    for (int c = 0; c < classes.length; c++) {
      for (int j = 0; j < width; j++) {
        means[c][j] /= counts[c];
        global[j] += means[c][j] / classes.length;
      }
    }
    centred = new double[classes.length][width];
    for (int c = 0; c < classes.length; c++) {
      for (int j = 0; j < width; j++) {
        centred[c][j] = means[c][j] - global[j];
      }
    }
  }

  /** Number of classes that have rows. */
  int count() {
    return classes.length;
  }

  /**
   * tr(S_W pinv(S_B)) / C. With M the centred means as columns, S_B = M M' / C, so that pinv(S_B) =
   * C M (M'M)^+ (M'M)^+ M' and only C x C matrices are needed. Eigenvalues of M'M below 1e-13 of
   * the largest count as zero: one of them always is, since the centred means sum to zero.
   */
  double variability(MatrixAlgebra algebra) {
    int c = classes.length;
    double[] gram = new double[c * c];
    for (int a = 0; a < c; a++) {
      for (int b = 0; b < c; b++) {
        gram[a * c + b] = dot(centred[a], centred[b]);
      }
    }
    SymmetricEigen eigen = algebra.decomposition(new Matrix(c, c, gram));
    double largest = eigen.values()[0];
    if (!(largest > 0)) {
      throw new UndefinedException(
          "class means: expected different ones, got equal means of the features in all classes");
    }
    // The within-class scatter seen along M times each eigenvector of M'M.
    double[] along = new double[c];
    for (int row : rows) {
      int own = index(labels[row]);
      double[] projected = new double[c];
      for (int a = 0; a < c; a++) {
        double sum = 0;
        for (int j = 0; j < features.columns(); j++) {
          sum += centred[a][j] * (features.get(row, j) - means[own][j]);
        }
        projected[a] = sum;
      }
      for (int k = 0; k < c; k++) {
        double sum = 0;
        for (int a = 0; a < c; a++) {
          sum += eigen.vectors().get(a, k) * projected[a];
        }
        along[k] += sum * sum / rows.length;
      }
    }
    double trace = 0;
    for (int k = 0; k < c; k++) {
      double value = eigen.values()[k];
      if (value > 1e-13 * largest) {
        trace += along[k] / (value * value);
      }
    }
    // The C of pinv(S_B) cancels the division by C.
    return trace;
  }

  /** Coefficient of variation of ||mu_c - mu_G||, its deviation over C or over C - 1. */
  double inequality(boolean unbiased) {
    double[] norms = Arrays.stream(centred).mapToDouble(m -> Math.sqrt(dot(m, m))).toArray();
    double mean = Arrays.stream(norms).sum() / norms.length;
    double squares = Arrays.stream(norms).map(x -> (x - mean) * (x - mean)).sum();
    return Math.sqrt(squares / (norms.length - (unbiased ? 1 : 0))) / mean;
  }

  /** Mean over pairs of classes of |cos(mu_c - mu_G, mu_d - mu_G) + 1 / (C - 1)|. */
  double angles() {
    double sum = 0;
    int pairs = 0;
    for (int a = 0; a < classes.length; a++) {
      for (int b = 0; b < a; b++) {
        double lengths =
            Math.sqrt(dot(centred[a], centred[a])) * Math.sqrt(dot(centred[b], centred[b]));
        sum += Math.abs(dot(centred[a], centred[b]) / lengths + 1.0 / (classes.length - 1));
        pairs++;
      }
    }
    return sum / pairs;
  }

  /** ||W / ||W||_F - M' / ||M||_F||_F^2 over the classes that have rows. */
  double duality(Matrix weight) {
    double mm = Arrays.stream(centred).mapToDouble(m -> dot(m, m)).sum();
    double ww = 0;
    double wm = 0;
    for (int c = 0; c < classes.length; c++) {
      for (int j = 0; j < weight.columns(); j++) {
        double w = weight.get(classes[c], j);
        ww += w * w;
        wm += w * centred[c][j];
      }
    }
    return 2 - 2 * wm / Math.sqrt(ww * mm);
  }

  /** The class whose mean is nearest to a row of the features; the first of equals. */
  int nearest(int row) {
    int best = 0;
    double least = Double.POSITIVE_INFINITY;
    for (int c = 0; c < classes.length; c++) {
      double square = 0;
      for (int j = 0; j < features.columns(); j++) {
        double difference = features.get(row, j) - means[c][j];
        square += difference * difference;
      }
      if (square < least) {
        least = square;
        best = c;
      }
    }
    return classes[best];
  }

  /** Share of the rows on which the network's choice is not the nearest class mean. */
  double disagreement(int[] predicted) {
    long different = IntStream.of(rows).filter(row -> nearest(row) != predicted[row]).count();
    return different / (double) rows.length;
  }

  private int index(int label) {
    return Arrays.binarySearch(classes, label);
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int j = 0; j < a.length; j++) {
      sum += a[j] * b[j];
    }
    return sum;
  }
}
