package org.sweetspot.topology;

import org.sweetspot.random.RandomStream;
import org.sweetspot.random.Seed;

/** Clouds of points whose dimension is known. */
final class Clouds {
  private Clouds() {}

  static double[][] square(int points, long seed) {
    RandomStream stream = new Seed(seed).stream("test/square");
    double[][] cloud = new double[points][2];
    for (double[] point : cloud) {
      point[0] = stream.nextDouble();
      point[1] = stream.nextDouble();
    }
    return cloud;
  }

  /** The chaos game: halfway to a random corner, again and again. */
  static double[][] sierpinski(int points, long seed) {
    RandomStream stream = new Seed(seed).stream("test/sierpinski");
    double[][] corners = {{0, 0}, {1, 0}, {0.5, Math.sqrt(0.75)}};
    double[][] cloud = new double[points][2];
    double x = 0.3;
    double y = 0.3;
    for (int i = -50; i < points; i++) {
      double[] corner = corners[stream.nextInt(3)];
      x = (x + corner[0]) / 2;
      y = (y + corner[1]) / 2;
      if (i >= 0) {
        cloud[i] = new double[] {x, y};
      }
    }
    return cloud;
  }

  static double[][] gaussian(int points, int dimension, long seed) {
    RandomStream stream = new Seed(seed).stream("test/gaussian");
    double[][] cloud = new double[points][dimension];
    for (double[] point : cloud) {
      for (int j = 0; j < dimension; j++) {
        point[j] = stream.nextGaussian();
      }
    }
    return cloud;
  }
}
