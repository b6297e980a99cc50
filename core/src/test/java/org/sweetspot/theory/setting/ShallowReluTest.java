package org.sweetspot.theory.setting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.EigenDecompositionSymmetric;
import org.junit.jupiter.api.Test;
import org.sweetspot.random.Seed;

class ShallowReluTest {
  @Test
  void theCurvatureIsThatOfDifferencesOfGradients() {
    double[][] x = {{-1.2, 0.3}, {0.4, -0.7}, {0.9, 1.1}};
    double[] y = {2, -1, 0.5};
    ShallowRelu network = new ShallowRelu(2, 4, x, y);
    double[] w = network.start(new Seed(3).stream("start"));
    int size = network.size();
    int[] all = {0, 1, 2};
    double step = 1e-6;
    double[][] hessian = new double[size][size];
    for (int i = 0; i < size; i++) {
      double[] up = new double[size];
      double[] down = new double[size];
      double kept = w[i];
      w[i] = kept + step;
      network.loss(w, all, up);
      w[i] = kept - step;
      network.loss(w, all, down);
      w[i] = kept;
      for (int j = 0; j < size; j++) {
        hessian[i][j] = (up[j] - down[j]) / (2 * step);
      }
    }
    double[][] symmetric = new double[size][size];
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        assertThat(hessian[i][j]).isCloseTo(hessian[j][i], within(1e-8));
        symmetric[i][j] = (hessian[i][j] + hessian[j][i]) / 2;
      }
    }
    double largest =
        new EigenDecompositionSymmetric(new Array2DRowRealMatrix(symmetric)).getEigenvalues()[0];
    assertThat(network.curvature(w)).isCloseTo(largest, within(1e-8));
    // The residuals matter here, so that the Gauss-Newton part alone would be seen.
    assertThat(Math.abs(network.sharpness(w) - largest)).isGreaterThan(0.01);
  }
}
