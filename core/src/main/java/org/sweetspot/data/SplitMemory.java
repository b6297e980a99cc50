package org.sweetspot.data;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.security.MessageDigest;
import org.sweetspot.recipe.ScalingRecipe;

/** The memory of one split while it is filled. */
final class SplitMemory {
  private static final int CHUNK = 1 << 14;

  private final Source source;
  private final ScalingRecipe scaling;
  private final int count;
  private final int inputSize;
  private final Numbers inputs;
  private final IntBuffer labels;

  SplitMemory(Source source, ScalingRecipe scaling, int count) {
    this.source = source;
    this.scaling = scaling;
    this.count = count;
    this.inputSize = source.inputSize();
    this.inputs =
        Numbers.over(
            source.precision(), direct((long) count * inputSize, source.precision().bytes()));
    this.labels = direct((long) count * source.labelsPerExample(), Integer.BYTES).asIntBuffer();
  }

  private ByteBuffer direct(long numbers, int size) {
    if (numbers > Integer.MAX_VALUE / size) {
      throw new DataException(
          source.name(),
          "at most " + Integer.MAX_VALUE / size + " numbers in a split",
          numbers + " numbers",
          "take fewer examples with data.split");
    }
    try {
      return ByteBuffer.allocateDirect((int) numbers * size).order(ByteOrder.nativeOrder());
    } catch (OutOfMemoryError none) {
      throw new DataException(
          source.name(),
          numbers * size + " bytes of free memory outside the heap",
          String.valueOf(none.getMessage()),
          "take fewer examples with data.split, or start Java with a larger"
              + " -XX:MaxDirectMemorySize");
    }
  }

  /** Puts an example in its place, scaled. */
  void put(int place, double[] values, int[] classes, Part part, int example) {
    int from = place * inputSize;
    for (int i = 0; i < inputSize; i++) {
      double scaled =
          (values[i] / (double) source.largest() - scaling.mean()) / scaling.deviation();
      inputs.put(from + i, scaled);
      if (!Double.isFinite(inputs.get(from + i))) {
        throw new DataException(
            part.place(example) + ", value " + i,
            "a finite number after scaling",
            values[i] + ", scaled " + scaled,
            "replace or drop such values before training, or correct data.scaling");
      }
    }
    int labelsFrom = place * classes.length;
    for (int i = 0; i < classes.length; i++) {
      labels.put(labelsFrom + i, classes[i]);
    }
  }

  /** Adds count, inputs and labels to a hash, the same on every platform. */
  void addTo(MessageDigest hash) {
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    hash.update(chunk.putInt(0, count).array(), 0, Integer.BYTES);
    inputs.addTo(hash);
    for (int from = 0; from < labels.capacity(); from += CHUNK) {
      int length = Math.min(CHUNK, labels.capacity() - from);
      chunk.asIntBuffer().put(labels.slice(from, length));
      hash.update(chunk.array(), 0, length * Integer.BYTES);
    }
  }

  /** The filled split. */
  Examples examples(int classes) {
    return new Examples(count, source.shape(), classes, inputs, labels);
  }
}
