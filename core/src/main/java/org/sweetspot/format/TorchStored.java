package org.sweetspot.format;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What a tensor in a file of PyTorch is, whatever the way its numbers are stored. */
interface TorchStored extends StoredTensor {
  /** The file it is in. */
  Path file();

  /** Where in the file's objects it was found. */
  TorchWalk.Found found();

  /** Its view of a storage. */
  TorchTensor tensor();

  /**
   * Reads numbers of the storage from the view's offset on.
   *
   * @param place for messages
   * @param count how many
   */
  double[] numbers(String place, long count) throws IOException;

  @Override
  default String name() {
    return found().name();
  }

  @Override
  default List<String> path() {
    return found().path();
  }

  @Override
  default Part part() {
    return found().part();
  }

  @Override
  default Optional<Object> numbers() {
    return shape().contains(0L) ? Optional.empty() : Optional.of(List.of(file(), tensor()));
  }

  @Override
  default NumberType type() {
    return tensor().type();
  }

  @Override
  default List<Long> shape() {
    return tensor().shape();
  }

  @Override
  default double[] read() throws IOException {
    String place = file() + ", tensor " + name();
    long count = NumberReader.count(place, shape());
    if (count == 0) {
      return new double[0];
    }
    if (tensor().contiguous()) {
      return numbers(place, count);
    }
    double[] numbers = numbers(place, tensor().span());
    double[] entries = NumberReader.allocate(place, count);
    tensor().gather(numbers, entries);
    return entries;
  }
}
