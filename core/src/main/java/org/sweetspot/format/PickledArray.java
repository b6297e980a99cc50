package org.sweetspot.format;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An array of NumPy that lies in a pickle, its numbers in the pickle itself.
 *
 * @param path the maps that hold it, and its own name
 * @param layout type, shape and order
 * @param stored the numbers, as bytes
 */
record PickledArray(List<String> path, NpyHeader layout, ByteBuffer stored)
    implements StoredTensor {
  PickledArray {
    path = List.copyOf(path);
  }

  /**
   * What an object is as an array; empty if it is none.
   *
   * <p>{@code _reconstruct(ndarray, (0,), b'b')} with the state (version, shape, dtype, Fortran
   * order, bytes), as numpy.ndarray.__reduce__ gives it.
   *
   * @throws FormatException if it is one of numbers that aren't read, or damaged
   */
  static Optional<PickledArray> of(InertObject object, List<String> path) throws FormatException {
    String place = "array " + String.join(".", path);
    if (!object.type().endsWith("multiarray._reconstruct")
        || !(object.state() instanceof List<?> state)
        || state.size() != 5) {
      return Optional.empty();
    }
    NpyType type = NpyType.parse(place, "'" + order(state.get(2)) + code(state.get(2)) + "'");
    List<Integer> shape = new ArrayList<>();
    long count = 1;
    for (Object extent : (List<?>) state.get(1)) {
      long length = (Long) extent;
      if (length < 0 || length > Integer.MAX_VALUE) {
        throw damaged(place, "extents from 0", extent + "");
      }
      count *= length;
      if (count > Integer.MAX_VALUE) {
        throw damaged(place, "as many numbers as its bytes hold", "more");
      }
      shape.add((int) length);
    }
    byte[] bytes = state.get(4) instanceof byte[] raw ? raw : new byte[0];
    if (bytes.length != count * type.bytes()) {
      throw damaged(place, count * type.bytes() + " bytes", bytes.length + "");
    }
    NpyHeader layout = new NpyHeader(type, Boolean.TRUE.equals(state.get(3)), shape, 0);
    return Optional.of(new PickledArray(path, layout, ByteBuffer.wrap(bytes)));
  }

  private static String code(Object type) {
    return type instanceof InertObject dtype
            && dtype.type().equals("numpy.dtype")
            && !dtype.arguments().isEmpty()
        ? String.valueOf(dtype.arguments().get(0))
        : "?";
  }

  /** The state of a dtype is (version, order of bytes, ...). */
  private static String order(Object type) {
    return type instanceof InertObject dtype
            && dtype.state() instanceof List<?> state
            && state.size() > 1
            && state.get(1) instanceof String order
        ? order
        : "|";
  }

  private static FormatException damaged(String place, String expected, String got) {
    return new FormatException(
        place, expected, got, "the file is damaged: copy it anew, or save it under a new name");
  }

  @Override
  public String name() {
    return String.join(".", path);
  }

  @Override
  public NumberType type() {
    return layout.type().number();
  }

  @Override
  public List<Long> shape() {
    return layout.shape().stream().map(Integer::longValue).toList();
  }

  @Override
  public double[] read() throws FormatException {
    ByteBuffer ordered = stored.duplicate().order(layout.type().order());
    double[] values = NumberReader.allocate(name(), layout.count());
    for (int i = 0; i < values.length; i++) {
      values[i] = layout.type().get(ordered, i);
    }
    return layout.fortran() ? NpyReader.transposed(values, layout.shape()) : values;
  }
}
