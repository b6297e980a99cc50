package org.sweetspot.torch;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.sweetspot.data.Augmentation;
import org.sweetspot.data.DataSet;
import org.sweetspot.data.Examples;
import org.sweetspot.data.InputArray;
import org.sweetspot.data.Numbers;
import org.sweetspot.matrix.Matrix;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Split;
import org.sweetspot.recipe.AugmentationRecipe;
import org.sweetspot.torch.model.Feed;
import org.sweetspot.torch.model.Fitted;
import org.sweetspot.torch.model.InputPlan;
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
  private final InputPlan plan;
  private final Map<Split, List<Handle>> inputs = new EnumMap<>(Split.class);
  private final TorchTargets targets;

  TorchData(Fitted fitted, InputPlan plan, AugmentationRecipe augmentation, Place place) {
    this.data = fitted.data();
    this.place = place;
    this.plan = data.text() ? InputPlan.first(InputPlan.Type.WHOLE) : plan;
    this.augmentation =
        new Augmentation(
            this.plan.isNumbers() ? augmentation : AugmentationRecipe.NONE, data.train().shape());
    this.targets = new TorchTargets(fitted, place);
    for (Split split : Split.values()) {
      Examples examples = data.examples(split);
      if (examples.count() > 0) {
        try (PointerScope scope = new PointerScope()) {
          List<Handle> arrays = new ArrayList<>();
          for (InputArray input : examples.inputs()) {
            Tensor in = DataTensors.tensor(input.values(), shape(input, examples.count()));
            // Numbers more exact than the place's are rounded once, here.
            boolean finer =
                input.values().precision() == Precision.DOUBLE
                    && place.precision() == Precision.FLOAT;
            arrays.add(Handle.own(finer ? place.cast(in) : place.here(in), "inputs"));
          }
          inputs.put(split, arrays);
        }
      }
    }
  }

  int size(Split split) {
    return data.examples(split).count();
  }

  /** The batch's inputs in the current scope, as the network wants them. */
  Feed inputs(Batch batch) {
    requireIndices(batch);
    List<Tensor> arrays = new ArrayList<>();
    for (Handle all : opened(batch.split())) {
      arrays.add(
          batch.isAugmented() && arrays.isEmpty()
              ? augmented(batch)
              : DataTensors.chosen(all.get(), batch, place));
    }
    return plan.feed(arrays, place);
  }

  /** The batch's targets in the current scope, one row after another. */
  Wanted wanted(Batch batch) {
    return targets.of(batch);
  }

  /** Whether rows count differently, as ignored ones do. */
  boolean weighs() {
    return targets.weighs();
  }

  /** Shape of one example; empty for tokens and several inputs. */
  List<Integer> inputShape() {
    return plan.isNumbers() ? data.train().shape() : List.of();
  }

  /** Given numbers as inputs in the current scope, examples x numbers; not for text. */
  Tensor shaped(Matrix numbers) {
    Tensor flat =
        torch.from_blob(
            new DoublePointer(numbers.entries()),
            new long[] {numbers.rows(), numbers.columns()},
            Place.cpu(ScalarType.Double));
    return place.cast(flat).reshape(shape(data.train().first(), numbers.rows())).clone();
  }

  @Override
  public void close() {
    inputs.values().forEach(arrays -> arrays.forEach(Handle::close));
    targets.close();
  }

  private Tensor augmented(Batch batch) {
    Examples examples = data.examples(batch.split());
    int size = Math.multiplyExact(batch.size(), examples.inputSize());
    Numbers target = Numbers.zeros(examples.values().precision(), size);
    augmentation.gather(examples, batch, target);
    // Cloned, since the numbers' memory ends with them.
    return DataTensors.tensor(target, shape(examples.first(), batch.size())).clone();
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

  private List<Handle> opened(Split split) {
    List<Handle> arrays = inputs.get(split);
    if (arrays == null) {
      throw new IllegalArgumentException(
          "batch: expected a split that has examples, got " + split + ", which is empty");
    }
    return arrays;
  }

  private static long[] shape(InputArray input, int count) {
    long[] shape = new long[1 + input.shape().size()];
    shape[0] = count;
    for (int i = 1; i < shape.length; i++) {
      shape[i] = input.shape().get(i - 1);
    }
    return shape;
  }
}
