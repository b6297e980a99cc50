package org.sweetspot.data;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.security.MessageDigest;
import java.util.List;

/**
 * The class of each example, or one of each token (pixel) of an example.
 *
 * @param labels examples x product of the shape: class ids from 0, or {@link #IGNORED}; direct
 *     memory in native byte order, to be read by absolute index only
 * @param shape of one example's labels: empty for one label, tokens for text
 * @param classes number of classes, or of different tokens; a class may be missing from the labels
 * @param names of the classes in the order of their ids, where labels were texts; else empty
 */
public record ClassLabels(IntBuffer labels, List<Integer> shape, int classes, List<String> names)
    implements Targets {
  /** The label of a row that counts in no mean, such as padding. */
  public static final int IGNORED = -1;

  private static final int CHUNK = 1 << 14;

  /** Checks that labels are direct memory, and that names and classes agree. */
  public ClassLabels {
    shape = List.copyOf(shape);
    names = List.copyOf(names);
    if (!labels.isDirect()) {
      throw new IllegalArgumentException("labels: expected direct memory, got memory on the heap");
    }
    if (!names.isEmpty() && names.size() > classes) {
      throw new IllegalArgumentException(
          "labels: expected at most " + classes + " names of classes, got " + names.size());
    }
  }

  /** The same for a model that tells more classes apart than the labels show. */
  public ClassLabels withClasses(int value) {
    return new ClassLabels(labels, shape, value, names);
  }

  /** The label at an index, or {@link #IGNORED}. */
  public int get(int index) {
    return labels.get(index);
  }

  @Override
  public int size() {
    return labels.capacity();
  }

  @Override
  public int outputs() {
    return classes;
  }

  @Override
  public void addTo(MessageDigest hash) {
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int from = 0; from < labels.capacity(); from += CHUNK) {
      int length = Math.min(CHUNK, labels.capacity() - from);
      chunk.asIntBuffer().put(labels.slice(from, length));
      hash.update(chunk.array(), 0, length * Integer.BYTES);
    }
  }
}
