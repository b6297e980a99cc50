package org.sweetspot.torch.script;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.sweetspot.data.Examples;
import org.sweetspot.data.InputArray;
import org.sweetspot.problem.Mode;
import org.sweetspot.random.RandomStream;
import org.sweetspot.random.Seed;
import org.sweetspot.torch.model.BoundNetwork;
import org.sweetspot.torch.model.Feed;
import org.sweetspot.torch.model.Order;
import org.sweetspot.torch.tensor.Place;
import org.sweetspot.vector.Precision;

/** What a foreign module does is tried out on a few examples of the data. */
final class Trial {
  /** That are tried. */
  static final int EXAMPLES = 4;

  private Trial() {}

  /** All inputs of some examples drawn from the data; of fewer each is taken several times. */
  static List<Tensor> arrays(Examples examples) {
    RandomStream stream = new Seed(0).stream("recognition");
    int[] order = stream.permutation(examples.count());
    List<Tensor> arrays = new ArrayList<>();
    for (InputArray input : examples.inputs()) {
      double[] numbers = new double[Math.multiplyExact(EXAMPLES, input.size())];
      for (int i = 0; i < numbers.length; i++) {
        int example = order[i / input.size() % order.length];
        numbers[i] = input.values().get(example * input.size() + i % input.size());
      }
      long[] shape = new long[input.shape().size() + 1];
      shape[0] = EXAMPLES;
      for (int i = 1; i < shape.length; i++) {
        shape[i] = input.shape().get(i - 1);
      }
      Tensor local =
          torch.from_blob(new DoublePointer(numbers), shape, Place.cpu(ScalarType.Double));
      arrays.add(local.clone());
    }
    return arrays;
  }

  /** Equal up to rounding. */
  static boolean areSame(Tensor one, Tensor other, Place place) {
    double rounding = place.precision() == Precision.FLOAT ? 1e-4 : 1e-10;
    double scale = 1 + other.abs().max().item_double();
    return Arrays.equals(one.shape(), other.shape())
        && one.sub(other).abs().max().item_double() <= rounding * scale;
  }

  /**
   * Whether what a module puts out for an example as it is used depends on the examples beside it,
   * or cannot be had for one alone, as where the statistics of a batch normalize.
   */
  static boolean mixesExamples(BoundNetwork script, Feed inputs, Place place) {
    try (NoGradGuard guard = new NoGradGuard()) {
      Tensor all = rows(script.forward(inputs, Mode.EVALUATE, Order.FIRST), EXAMPLES);
      for (int i = 0; i < EXAMPLES; i++) {
        Tensor alone;
        try {
          alone = rows(script.forward(inputs.narrow(i, 1), Mode.EVALUATE, Order.FIRST), 1);
        } catch (RuntimeException refused) {
          return true;
        }
        if (!areSame(all.narrow(0, i, 1), alone, place)) {
          return true;
        }
      }
      return false;
    }
  }

  private static Tensor rows(Tensor outputs, int examples) {
    return outputs.reshape(examples, -1);
  }
}
