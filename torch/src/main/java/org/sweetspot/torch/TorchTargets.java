package org.sweetspot.torch;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.sweetspot.data.ClassLabels;
import org.sweetspot.data.Examples;
import org.sweetspot.data.RealTargets;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Split;
import org.sweetspot.recipe.LossRecipe;
import org.sweetspot.torch.model.Fitted;
import org.sweetspot.torch.tensor.Handle;
import org.sweetspot.torch.tensor.Place;

/**
 * The targets of a data set as tensors, and what each row counts.
 *
 * <p>With m_r = 0 for ignored rows and 1 for others, u_r the weight of the row's class, R rows in
 * an example and N examples in the split, a row's loss u_r l_r counts m_r R N / sum over the
 * split's rows of m_r u_r. So the mean over all rows of the split is the weighted mean over those
 * that are not ignored, as PyTorch has it; and what a row counts does not depend on its batch, so
 * that means over pieces of a batch add up to that of the batch.
 */
final class TorchTargets implements AutoCloseable {
  private final Fitted fitted;
  private final Place place;
  private final Map<Split, Handle> targets = new EnumMap<>(Split.class);
  private final Map<Split, Handle> weights = new EnumMap<>(Split.class);

  TorchTargets(Fitted fitted, Place place) {
    this.fitted = fitted;
    this.place = place;
    for (Split split : Split.values()) {
      Examples examples = fitted.data().examples(split);
      if (examples.count() == 0) {
        continue;
      }
      try (PointerScope scope = new PointerScope()) {
        if (examples.targets() instanceof ClassLabels labels) {
          Tensor ids =
              torch.from_blob(
                  new IntPointer(labels.labels()),
                  new long[] {examples.count(), labels.perExample()},
                  Place.cpu(ScalarType.Int));
          targets.put(split, Handle.own(place.here(ids), "labels"));
          double[] counts = counts(split, labels);
          if (counts.length > 0) {
            Tensor each =
                torch.from_blob(
                    new DoublePointer(counts),
                    new long[] {examples.count(), labels.perExample()},
                    Place.cpu(ScalarType.Double));
            weights.put(split, Handle.own(place.cast(each).clone(), "weights of rows"));
          }
        } else {
          RealTargets real = (RealTargets) examples.targets();
          Tensor numbers =
              DataTensors.tensor(
                  real.values(), new long[] {examples.count(), examples.labelsPerExample()});
          targets.put(split, Handle.own(place.cast(numbers), "targets"));
        }
      }
    }
  }

  /** What each row counts; empty where all count one. */
  private double[] counts(Split split, ClassLabels labels) {
    List<Double> classes = fitted.loss().classWeights();
    double sum = 0;
    int ignored = 0;
    for (int i = 0; i < labels.size(); i++) {
      int label = labels.get(i);
      ignored += label < 0 ? 1 : 0;
      sum += label < 0 ? 0 : classes.isEmpty() ? 1 : classes.get(label);
    }
    if (ignored == 0 && classes.isEmpty()) {
      return new double[0];
    }
    if (!(sum > 0)) {
      throw new IllegalArgumentException(
          "data: expected labels that count in the "
              + split.name().toLowerCase(java.util.Locale.ROOT)
              + " split, got "
              + (ignored == labels.size() ? "none: every label is ignored" : "weights of 0 for all")
              + "; check the labels, the ignored value and the class weights");
    }
    if (fitted.asNumbers() && labels.perExample() > 1) {
      throw new IllegalArgumentException(
          "data: expected a number for each output, got ignored labels; write real targets");
    }
    double[] counts = new double[labels.size()];
    for (int i = 0; i < counts.length; i++) {
      counts[i] = labels.get(i) < 0 ? 0 : labels.size() / sum;
    }
    return counts;
  }

  /** Whether rows of any split count differently. */
  boolean weighs() {
    return !weights.isEmpty();
  }

  /** A batch's targets in the current scope, row by row. */
  Wanted of(Batch batch) {
    Handle all = targets.get(batch.split());
    if (all == null) {
      throw new IllegalArgumentException(
          "batch: expected a split that has examples, got " + batch.split() + ", which is empty");
    }
    Tensor chosen = DataTensors.chosen(all.get(), batch, place);
    Handle counts = weights.get(batch.split());
    Tensor each =
        counts == null ? new Tensor() : DataTensors.chosen(counts.get(), batch, place).reshape(-1);
    if (!(fitted.data().train().targets() instanceof ClassLabels)) {
      return new Wanted(chosen, each);
    }
    return fitted.asNumbers() && fitted.loss().kind() != LossRecipe.Kind.CROSS_ENTROPY
        ? new Wanted(place.cast(chosen.clamp_min(new Scalar(0))), each)
        : new Wanted(chosen.to(ScalarType.Long).reshape(-1), each);
  }

  @Override
  public void close() {
    targets.values().forEach(Handle::close);
    weights.values().forEach(Handle::close);
  }
}
