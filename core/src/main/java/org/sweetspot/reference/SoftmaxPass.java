package org.sweetspot.reference;

import org.sweetspot.matrix.Matrix;
import org.sweetspot.problem.Predictions;

/**
 * One forward pass of softmax regression over some rows, and what follows from it. Math is {@link
 * StrictMath}, so that results are equal on every platform.
 */
final class SoftmaxPass {
  private final int classes;
  private final int features;
  private final double[][] inputs;
  private final int[] labels;
  private final double[] logits;
  private final double[] probabilities;
  private final double[] losses;

  SoftmaxPass(int classes, double[][] inputs, int[] labels, double[] weights) {
    this.classes = classes;
    this.features = inputs[0].length;
    this.inputs = inputs;
    this.labels = labels;
    this.losses = new double[labels.length];
    this.logits = new double[labels.length * classes];
    this.probabilities = new double[labels.length * classes];
    for (int i = 0; i < labels.length; i++) {
      linear(weights, i, logits);
      softmax(i);
    }
  }

  double loss() {
    double sum = 0;
    for (double loss : losses) {
      sum += loss;
    }
    return sum / losses.length;
  }

  double[] losses() {
    return losses.clone();
  }

  Matrix logits() {
    return new Matrix(labels.length, classes, logits.clone());
  }

  Predictions predictions() {
    return new Predictions(classes, logits.clone(), labels.clone());
  }

  double[] gradient() {
    double[] gradient = new double[classes * (features + 1)];
    for (int i = 0; i < labels.length; i++) {
      for (int k = 0; k < classes; k++) {
        addOuter(gradient, delta(i, k) / labels.length, k, inputs[i]);
      }
    }
    return gradient;
  }

  double[] gradient(int row) {
    double[] gradient = new double[classes * (features + 1)];
    for (int k = 0; k < classes; k++) {
      addOuter(gradient, delta(row, k), k, inputs[row]);
    }
    return gradient;
  }

  /** Gradient of the row's logits, weighted and added. */
  double[] outputGradient(int row, double[] coefficients) {
    double[] gradient = new double[classes * (features + 1)];
    for (int k = 0; k < classes; k++) {
      addOuter(gradient, coefficients[k], k, inputs[row]);
    }
    return gradient;
  }

  double[] squaredGradientNorms() {
    double[] squares = new double[labels.length];
    for (int i = 0; i < labels.length; i++) {
      double deltas = 0;
      for (int k = 0; k < classes; k++) {
        deltas += delta(i, k) * delta(i, k);
      }
      squares[i] = deltas * (Rows.dot(inputs[i], inputs[i]) + 1);
    }
    return squares;
  }

  /** Mean over rows of (diag(p) - p p') u times (x, 1), with u the logits the argument gives. */
  double[] hessianProduct(double[] argument) {
    double[] product = new double[argument.length];
    double[] all = new double[logits.length];
    for (int i = 0; i < labels.length; i++) {
      linear(argument, i, all);
      double mean = 0;
      for (int k = 0; k < classes; k++) {
        mean += probabilities[i * classes + k] * all[i * classes + k];
      }
      for (int k = 0; k < classes; k++) {
        double change = probabilities[i * classes + k] * (all[i * classes + k] - mean);
        addOuter(product, change / labels.length, k, inputs[i]);
      }
    }
    return product;
  }

  private double delta(int row, int k) {
    return probabilities[row * classes + k] - (labels[row] == k ? 1 : 0);
  }

  private void linear(double[] weights, int row, double[] into) {
    double[] x = inputs[row];
    for (int k = 0; k < classes; k++) {
      double sum = weights[classes * features + k];
      for (int j = 0; j < features; j++) {
        sum += weights[k * features + j] * x[j];
      }
      into[row * classes + k] = sum;
    }
  }

  private void softmax(int row) {
    int start = row * classes;
    double largest = Double.NEGATIVE_INFINITY;
    for (int k = 0; k < classes; k++) {
      largest = Math.max(largest, logits[start + k]);
    }
    double sum = 0;
    for (int k = 0; k < classes; k++) {
      probabilities[start + k] = StrictMath.exp(logits[start + k] - largest);
      sum += probabilities[start + k];
    }
    for (int k = 0; k < classes; k++) {
      probabilities[start + k] /= sum;
    }
    losses[row] = StrictMath.log(sum) + largest - logits[start + labels[row]];
  }

  private void addOuter(double[] target, double factor, int k, double[] x) {
    for (int j = 0; j < features; j++) {
      target[k * features + j] += factor * x[j];
    }
    target[classes * features + k] += factor;
  }
}
