package org.sweetspot.torch;

import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.sweetspot.data.Augmentation;
import org.sweetspot.data.DataSet;
import org.sweetspot.data.Examples;
import org.sweetspot.data.Numbers;
import org.sweetspot.matrix.Matrix;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Split;
import org.sweetspot.recipe.AugmentationRecipe;
import org.sweetspot.torch.tensor.Handle;
import org.sweetspot.torch.tensor.Place;
import org.sweetspot.vector.Precision;

/**
 * A data set as tensors over its own direct buffers: nothing is copied but the batches, so problems
 * of one data set share its memory. On a GPU each problem holds a copy of its own.
 */
final class TorchData implements AutoCloseable {
  private final DataSet data;
  private final Place place;
  private final Augmentation augmentation;
  private final Map<Split, Handle> inputs = new EnumMap<>(Split.class);
  private final Map<Split, Handle> labels = new EnumMap<>(Split.class);

  TorchData(DataSet data, AugmentationRecipe augmentation, Place place) {
    this.data = data;
    this.place = place;
    this.augmentation =
        new Augmentation(
            data.text() ? AugmentationRecipe.NONE : augmentation, data.train().shape());
    for (Split split : Split.values()) {
      Examples examples = data.examples(split);
      if (examples.count() > 0) {
        try (PointerScope scope = new PointerScope()) {
          Tensor in = tensor(examples.values(), shape(examples, examples.count()));
          Tensor out =
              torch.from_blob(
                  new IntPointer(examples.labels()),
                  new long[] {examples.count(), examples.labelsPerExample()},
                  Place.cpu(ScalarType.Int));
          // Numbers more exact than the place's are rounded once, here.
          boolean finer =
              examples.values().precision() == Precision.DOUBLE
                  && place.precision() == Precision.FLOAT;
          inputs.put(split, Handle.own(finer ? place.cast(in) : place.here(in), "inputs"));
          labels.put(split, Handle.own(place.here(out), "labels"));
        }
      }
    }
  }

  int size(Split split) {
    return data.examples(split).count();
  }

  /** The batch's inputs in the current scope: token ids for text, else floating-point numbers. */
  Tensor inputs(Batch batch) {
    requireIndices(batch);
    Tensor chosen =
        batch.isAugmented() ? augmented(batch) : chosen(opened(inputs, batch.split()), batch);
    return data.text() ? place.here(chosen).to(ScalarType.Long) : place.cast(chosen);
  }

  /** The batch's labels in the current scope, one after another. */
  Tensor labels(Batch batch) {
    return chosen(opened(labels, batch.split()), batch).to(ScalarType.Long).reshape(-1);
  }

  /** Shape of one example; empty for text. */
  List<Integer> inputShape() {
    return data.text() ? List.of() : data.train().shape();
  }

  /** Given numbers as inputs in the current scope, examples x numbers; not for text. */
  Tensor shaped(Matrix numbers) {
    Tensor flat =
        torch.from_blob(
            new DoublePointer(numbers.entries()),
            new long[] {numbers.rows(), numbers.columns()},
            Place.cpu(ScalarType.Double));
    return place.cast(flat).reshape(shape(data.train(), numbers.rows())).clone();
  }

  /** Labels, and so rows of logits, of one example. */
  int labelsPerExample(Split split) {
    return data.examples(split).labelsPerExample();
  }

  @Override
  public void close() {
    inputs.values().forEach(Handle::close);
    labels.values().forEach(Handle::close);
  }

  private Tensor augmented(Batch batch) {
    Examples examples = data.examples(batch.split());
    int size = Math.multiplyExact(batch.size(), examples.inputSize());
    Numbers target = Numbers.zeros(examples.values().precision(), size);
    augmentation.gather(examples, batch, target);
    // Cloned, since the numbers' memory ends with them.
    return tensor(target, shape(examples, batch.size())).clone();
  }

  /** The numbers as a tensor over the same memory, which must outlive it. */
  private static Tensor tensor(Numbers numbers, long[] shape) {
    return numbers.precision() == Precision.FLOAT
        ? torch.from_blob(
            new FloatPointer((FloatBuffer) numbers.memory()), shape, Place.cpu(ScalarType.Float))
        : torch.from_blob(
            new DoublePointer((DoubleBuffer) numbers.memory()),
            shape,
            Place.cpu(ScalarType.Double));
  }

  private Tensor chosen(Tensor all, Batch batch) {
    int[] indices = batch.indices();
    if (consecutive(indices)) {
      return all.narrow(0, indices[0], indices.length);
    }
    return all.index_select(0, place.here(Place.integers(indices)));
  }

  private static boolean consecutive(int[] indices) {
    for (int i = 1; i < indices.length; i++) {
      if (indices[i] != indices[0] + i) {
        return false;
      }
    }
    return true;
  }

  private void requireIndices(Batch batch) {
    int count = size(batch.split());
    for (int index : batch.indices()) {
      if (index < 0 || index >= count) {
        throw new IllegalArgumentException(
            "batch: expected indices of 0 to "
                + (count - 1)
                + " in the split "
                + batch.split()
                + ", got "
                + index);
      }
    }
  }

  private static Tensor opened(Map<Split, Handle> handles, Split split) {
    Handle handle = handles.get(split);
    if (handle == null) {
      throw new IllegalArgumentException(
          "batch: expected a split that has examples, got " + split + ", which is empty");
    }
    return handle.get();
  }

  private static long[] shape(Examples examples, int count) {
    long[] shape = new long[1 + examples.shape().size()];
    shape[0] = count;
    for (int i = 1; i < shape.length; i++) {
      shape[i] = examples.shape().get(i - 1);
    }
    return shape;
  }
}
