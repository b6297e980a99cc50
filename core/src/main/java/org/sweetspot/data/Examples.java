package org.sweetspot.data;

import java.nio.IntBuffer;
import java.util.List;

/**
 * The examples of one split, scaled as the recipe says.
 *
 * @param count number of examples
 * @param inputs what a model is given, at least one array; most models take the first alone
 * @param targets what it is to answer
 */
public record Examples(int count, List<InputArray> inputs, Targets targets) {
  /** Checks that the buffers fit the shapes. */
  public Examples {
    inputs = List.copyOf(inputs);
    if (inputs.isEmpty()) {
      throw new IllegalArgumentException("examples: expected at least one input, got none");
    }
    for (InputArray input : inputs) {
      require("numbers of input " + input.name(), count, input.size(), input.values().size());
    }
    require("targets", count, targets.perExample(), targets.size());
  }

  /** One input of real numbers and class labels, as images have them. */
  public Examples(int count, List<Integer> shape, int classes, Numbers inputs, IntBuffer labels) {
    this(
        count,
        List.of(new InputArray("x", shape, InputArray.Kind.REAL, inputs)),
        new ClassLabels(
            labels,
            count == 0 || labels.capacity() == count
                ? List.of()
                : List.of(perExample(count, labels)),
            classes,
            List.of()));
  }

  private static int perExample(int count, IntBuffer labels) {
    return labels.capacity() / count;
  }

  private static void require(String what, int count, int each, int got) {
    if (got != (long) count * each) {
      throw new IllegalArgumentException(
          "examples: expected " + (long) count * each + " " + what + ", got " + got);
    }
  }

  /** The first input. */
  public InputArray first() {
    return inputs.get(0);
  }

  /** Shape of one example of the first input. */
  public List<Integer> shape() {
    return first().shape();
  }

  /** The numbers of the first input. */
  public Numbers values() {
    return first().values();
  }

  /** Numbers in one example of the first input. */
  public int inputSize() {
    return first().size();
  }

  /** The targets, which must be class labels. */
  public ClassLabels classLabels() {
    if (targets instanceof ClassLabels labels) {
      return labels;
    }
    throw new IllegalStateException("targets: expected class labels, got real numbers");
  }

  /** Class ids, where the targets are classes. */
  public IntBuffer labels() {
    return classLabels().labels();
  }

  /** Classes, or numbers to be answered: the outputs that a model needs. */
  public int classes() {
    return targets.outputs();
  }

  /** Labels or numbers of one example's target. */
  public int labelsPerExample() {
    return targets.perExample();
  }
}
