package org.sweetspot.measure.stability;

import java.util.Arrays;
import java.util.List;
import org.sweetspot.matrix.Matrix;
import org.sweetspot.measure.ArraySize;
import org.sweetspot.measure.NotApplicableException;
import org.sweetspot.weights.WeightTensor;

/** A network of one hidden layer of ReLU, f_k(x) = sum_i v_ki max(0, w_i.x + b_i) + c_k. */
final class ShallowRelu {
  /** Single precision loses less than this part of the largest sum that the terms could have. */
  private static final double ROUNDING = 4e-6;

  private final ActivationHyperplanes planes;
  private final double[] offsets;
  private final Matrix out;
  private final double[] constants;

  private ShallowRelu(
      ActivationHyperplanes planes, double[] offsets, Matrix out, double[] constants) {
    this.planes = planes;
    this.offsets = offsets;
    this.out = out;
    this.constants = constants;
  }

  /**
   * The tensors as weight and bias of the hidden and of the last layer.
   *
   * @throws NotApplicableException if they cannot be that
   */
  static ShallowRelu of(List<WeightTensor> tensors) {
    check(tensors);
    int units = ArraySize.of("units", tensors.get(0).shape().get(0));
    int inputs = ArraySize.of("inputs", tensors.get(0).shape().get(1));
    int outputs = ArraySize.of("outputs", tensors.get(2).shape().get(0));
    double[] offsets = tensors.get(1).load();
    return new ShallowRelu(
        new ActivationHyperplanes(new Matrix(units, inputs, tensors.get(0).load()), offsets),
        offsets,
        new Matrix(outputs, units, tensors.get(2).load()),
        tensors.get(3).load());
  }

  /** Looks at shapes alone; loads nothing. */
  static void check(List<WeightTensor> tensors) {
    boolean fits =
        tensors.size() == 4
            && tensors.get(0).shape().size() == 2
            && tensors.get(1).shape().equals(List.of(tensors.get(0).shape().get(0)))
            && tensors.get(2).shape().size() == 2
            && tensors.get(2).shape().get(1).equals(tensors.get(0).shape().get(0))
            && tensors.get(3).shape().equals(List.of(tensors.get(2).shape().get(0)));
    if (!fits) {
      throw new NotApplicableException(
          "needs a network of one hidden layer, with biases and without normalization");
    }
  }

  /** Where it bends. */
  ActivationHyperplanes planes() {
    return planes;
  }

  /** Number of outputs. */
  int outputs() {
    return constants.length;
  }

  /** v of one output. */
  double[] outOf(int output) {
    int units = out.columns();
    return Arrays.copyOfRange(out.entries(), output * units, (output + 1) * units);
  }

  /**
   * Compares outputs with this network's.
   *
   * @param heights of x over the planes
   * @param outputs what the model answers to x
   * @throws NotApplicableException if they differ by more than rounding
   */
  void compare(double[] x, double[] heights, double[] outputs) {
    double length = Math.sqrt(Arrays.stream(x).map(one -> one * one).sum());
    double[] active = new double[offsets.length];
    double[] most = new double[offsets.length];
    for (int i = 0; i < offsets.length; i++) {
      active[i] = Math.max(0, planes.before(i, heights));
      most[i] = planes.norm(i) * length + Math.abs(offsets[i]);
    }
    for (int k = 0; k < constants.length; k++) {
      double f = constants[k];
      double size = Math.abs(f);
      for (int i = 0; i < offsets.length; i++) {
        f += out.get(k, i) * active[i];
        size += Math.abs(out.get(k, i)) * most[i];
      }
      if (!(Math.abs(f - outputs[k]) <= ROUNDING * size)) {
        throw new NotApplicableException(
            "needs ReLU between its two layers and nothing else; the outputs say otherwise: "
                + outputs[k]
                + " where ReLU gives "
                + f);
      }
    }
  }
}
