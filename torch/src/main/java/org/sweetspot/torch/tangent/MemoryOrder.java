package org.sweetspot.torch.tangent;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;

/**
 * How blocks along some axes of a tensor lie in its memory: as rows, or down the columns of a
 * matrix in rows. Either needs no copy.
 *
 * @param alongRows whether a block's numbers lie beside each other
 * @param columns numbers in a row
 */
record MemoryOrder(boolean alongRows, int columns) {
  /**
   * The order of a tensor's blocks.
   *
   * @param order its axes in the order in which rows lie one after another, the summed ones last
   * @param inner how many of the last axes make a row
   * @return empty where its memory has gaps or another order
   */
  static Optional<MemoryOrder> of(Tensor tensor, long[] order, int inner) {
    List<Long> wanted = new ArrayList<>();
    int summed = 0;
    for (int i = 0; i < order.length; i++) {
      // Axes of one entry lie anywhere.
      if (tensor.size(order[i]) != 1) {
        wanted.add(order[i]);
        summed += i >= order.length - inner ? 1 : 0;
      }
    }
    List<Long> memory = new ArrayList<>(wanted);
    memory.sort(Comparator.comparingLong(axis -> -tensor.stride(axis)));
    long dense = 1;
    for (int i = memory.size() - 1; i >= 0; i--) {
      if (tensor.stride(memory.get(i)) != dense) {
        return Optional.empty();
      }
      dense *= tensor.size(memory.get(i));
    }
    int rest = wanted.size() - summed;
    if (memory.equals(wanted)) {
      return Optional.of(
          new MemoryOrder(true, numbers(tensor, wanted.subList(rest, wanted.size()))));
    }
    List<Long> turned = new ArrayList<>(wanted.subList(rest, wanted.size()));
    turned.addAll(wanted.subList(0, rest));
    return memory.equals(turned)
        ? Optional.of(new MemoryOrder(false, numbers(tensor, wanted.subList(0, rest))))
        : Optional.empty();
  }

  private static int numbers(Tensor tensor, List<Long> axes) {
    int numbers = 1;
    for (long axis : axes) {
      numbers = Math.multiplyExact(numbers, Math.toIntExact(tensor.size(axis)));
    }
    return numbers;
  }
}
