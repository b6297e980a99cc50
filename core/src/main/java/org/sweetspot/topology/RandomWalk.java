package org.sweetspot.topology;

/**
 * The distances that a random walk shows which makes steps of given lengths in independent
 * directions of many dimensions: d(i, j)^2 = sum of the squared steps between i and j. The null
 * control of a training's shape: whatever it shows follows from step lengths alone. For equal steps
 * its dimension is 2, as that of Brownian motion. Memory: k numbers. Exact in the limit of many
 * dimensions.
 */
public final class RandomWalk implements Distances {
  private final double[] travelled;

  /** The walk with the steps of a cloud taken in the order of its points. */
  public RandomWalk(Distances cloud) {
    travelled = new double[cloud.size()];
    for (int i = 1; i < travelled.length; i++) {
      double step = cloud.get(i, i - 1);
      travelled[i] = travelled[i - 1] + step * step;
    }
  }

  @Override
  public int size() {
    return travelled.length;
  }

  @Override
  public double get(int i, int j) {
    return Math.sqrt(Math.abs(travelled[i] - travelled[j]));
  }
}
