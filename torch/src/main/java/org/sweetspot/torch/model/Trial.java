package org.sweetspot.torch.model;

import java.util.Arrays;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.sweetspot.problem.Mode;
import org.sweetspot.random.RandomStream;
import org.sweetspot.random.Seed;
import org.sweetspot.torch.tensor.Place;
import org.sweetspot.vector.Precision;

/** What a foreign module does is tried out on a few random inputs. */
final class Trial {
  /** Of the random inputs. */
  static final int EXAMPLES = 4;

  private Trial() {}

  /** Normal numbers in the shape of examples, or tokens of a text. */
  static Tensor inputs(Task task, Place place) {
    RandomStream stream = new Seed(0).stream("recognition");
    double[] numbers = new double[Math.toIntExact(EXAMPLES * task.size())];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = task.text() ? stream.nextInt(task.classes()) : stream.nextGaussian();
    }
    long[] shape = new long[task.shape().size() + 1];
    shape[0] = EXAMPLES;
    for (int i = 1; i < shape.length; i++) {
      shape[i] = task.shape().get(i - 1);
    }
    Tensor local = torch.from_blob(new DoublePointer(numbers), shape, Place.cpu(ScalarType.Double));
    return task.text()
        ? local.to(place.nativeDevice(), ScalarType.Long)
        : place.cast(local).clone();
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
  static boolean mixesExamples(BoundNetwork script, Task task, Place place) {
    Tensor inputs = inputs(task, place);
    try (NoGradGuard guard = new NoGradGuard()) {
      Tensor all = rows(script.forward(inputs, Mode.EVALUATE, Order.FIRST), EXAMPLES);
      for (int i = 0; i < EXAMPLES; i++) {
        Tensor alone;
        try {
          alone = rows(script.forward(inputs.narrow(0, i, 1), Mode.EVALUATE, Order.FIRST), 1);
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
