package org.sweetspot.topology;

/** Distances in memory: the strict lower triangle, k (k - 1) / 2 doubles. */
public final class DistanceTable implements Distances {
  private final double[][] below;

  /**
   * Wraps a triangle.
   *
   * @param below row i holds the distances from point i to the points 0 to i - 1; not copied
   */
  DistanceTable(double[][] below) {
    this.below = below;
  }

  /**
   * A given table of distances, for instance of a graph.
   *
   * @param square k x k, symmetric, zero on the diagonal, finite and not negative
   */
  public static DistanceTable of(double[][] square) {
    int k = square.length;
    if (k == 0) {
      throw new IllegalArgumentException("distances: expected at least one point, got none");
    }
    double[][] below = new double[k][];
    for (int i = 0; i < k; i++) {
      below[i] = new double[i];
      for (int j = 0; j <= i; j++) {
        double distance = square[i].length == k ? square[i][j] : Double.NaN;
        boolean fits =
            distance >= 0
                && distance < Double.POSITIVE_INFINITY
                && distance == square[j][i]
                && (i != j || distance == 0);
        if (!fits) {
          throw new IllegalArgumentException(
              "distances: expected a square, symmetric table of finite numbers from 0 on, with a"
                  + " diagonal of zeros; got "
                  + distance
                  + " in row "
                  + i
                  + ", column "
                  + j);
        }
        if (j < i) {
          below[i][j] = distance;
        }
      }
    }
    return new DistanceTable(below);
  }

  /** Bytes that the table of so many points takes. */
  public static long bytes(int points) {
    return 4L * points * (points - 1L);
  }

  @Override
  public int size() {
    return below.length;
  }

  @Override
  public double get(int i, int j) {
    return i > j ? below[i][j] : i < j ? below[j][i] : 0;
  }

  @Override
  public void row(int i, double[] target) {
    System.arraycopy(below[i], 0, target, 0, i);
    target[i] = 0;
    for (int j = i + 1; j < below.length; j++) {
      target[j] = below[j][i];
    }
  }

  @Override
  public void before(int i, double[] target) {
    System.arraycopy(below[i], 0, target, 0, i);
  }

  /** A copy of that part of the table, so that what lies together is read together. */
  @Override
  public Distances subset(int[] indices) {
    if (indices.length == 0) {
      throw new IllegalArgumentException("subset: expected at least one point, got none");
    }
    double[][] part = new double[indices.length][];
    for (int i = 0; i < part.length; i++) {
      part[i] = new double[i];
      for (int j = 0; j < i; j++) {
        part[i][j] = get(indices[i], indices[j]);
      }
    }
    return new DistanceTable(part);
  }
}
