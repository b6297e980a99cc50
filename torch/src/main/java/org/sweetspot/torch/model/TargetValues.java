package org.sweetspot.torch.model;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.sweetspot.data.ClassLabels;
import org.sweetspot.data.DataSet;
import org.sweetspot.data.Examples;
import org.sweetspot.data.RealTargets;

/** What real targets look like, over all splits. */
final class TargetValues {
  private static final double ROUNDING = 1e-4;

  private final DataSet data;
  private double smallest = Double.POSITIVE_INFINITY;
  private double largest = Double.NEGATIVE_INFINITY;
  private boolean bits = true;
  private boolean signs = true;
  private boolean sums = true;

  private TargetValues(DataSet data) {
    this.data = data;
    for (Examples split : List.of(data.train(), data.validation(), data.test())) {
      if (split.targets() instanceof RealTargets targets) {
        look(targets);
      }
    }
  }

  static TargetValues of(DataSet data) {
    return new TargetValues(data);
  }

  private void look(RealTargets targets) {
    int width = targets.outputs();
    double sum = 0;
    for (int i = 0; i < targets.size(); i++) {
      double value = targets.values().get(i);
      smallest = Math.min(smallest, value);
      largest = Math.max(largest, value);
      bits &= value == 0 || value == 1;
      signs &= value == -1 || value == 1;
      sum += value;
      if ((i + 1) % width == 0) {
        sums &= Math.abs(sum - 1) <= ROUNDING;
        sum = 0;
      }
    }
  }

  /** Whether all are 0 or 1. */
  boolean areBits() {
    return bits;
  }

  /** Whether all are 0, 1 or a mark, which is there. */
  boolean areBitsButFor(double mark) {
    return smallest == mark && othersAreBits(mark);
  }

  private boolean othersAreBits(double mark) {
    for (Examples split : List.of(data.train(), data.validation(), data.test())) {
      if (split.targets() instanceof RealTargets targets) {
        for (int i = 0; i < targets.size(); i++) {
          double value = targets.values().get(i);
          if (value != mark && value != 0 && value != 1) {
            return false;
          }
        }
      }
    }
    return true;
  }

  /** Whether all are -1 or 1. */
  boolean areSigns() {
    return signs;
  }

  /** Whether all lie from 0 to 1. */
  boolean areShares() {
    return smallest >= 0 && largest <= 1;
  }

  /** Whether rows are non-negative and sum to one. */
  boolean sumToOne() {
    return sums && smallest >= 0;
  }

  /** In words. */
  String range() {
    return String.format(Locale.ROOT, " from %.4g to %.4g", smallest, largest);
  }

  /** One-hot rows as the classes they stand for. */
  DataSet asClasses() {
    return with(
        targets -> {
          int width = targets.outputs();
          IntBuffer labels = ints(targets.size() / width);
          for (int i = 0; i < targets.size(); i++) {
            if (targets.values().get(i) == 1) {
              labels.put(i / width, i % width);
            }
          }
          return new ClassLabels(labels, List.of(), width, List.of());
        });
  }

  /** Zeros and ones as labels of two classes. */
  DataSet asLabels() {
    return with(
        targets -> {
          IntBuffer labels = ints(targets.size());
          for (int i = 0; i < targets.size(); i++) {
            labels.put(i, (int) targets.values().get(i));
          }
          return new ClassLabels(labels, targets.shape(), 2, List.of());
        });
  }

  private interface Change {
    ClassLabels of(RealTargets targets);
  }

  private DataSet with(Change change) {
    UnaryOperator<Examples> moved =
        split ->
            new Examples(split.count(), split.inputs(), change.of((RealTargets) split.targets()));
    return new DataSet(
        data.name(),
        data.hash(),
        data.text(),
        moved.apply(data.train()),
        moved.apply(data.validation()),
        moved.apply(data.test()),
        data.notes());
  }

  private static IntBuffer ints(int size) {
    return ByteBuffer.allocateDirect(Integer.BYTES * size)
        .order(ByteOrder.nativeOrder())
        .asIntBuffer();
  }
}
