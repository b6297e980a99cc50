package org.sweetspot.precision;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;

/**
 * A few thousand values and room to work on them: arrays of floats and of ints apart, and a small
 * buffer through which bits move between them.
 *
 * <p>Java 17's compiler turns loops over one kind of array into vector instructions, and neither
 * integer maxima nor {@code floatToRawIntBits}; that decides the form of all kernels here.
 */
final class Lanes {
  /** How many values are worked on at a time: a multiple of every block length. */
  static final int LENGTH = 2048;

  private static final ThreadLocal<Lanes> OF_THREAD = ThreadLocal.withInitial(Lanes::new);
  private static final int[] POSITIONS = positions();

  final float[] values = new float[LENGTH];
  final float[] scales = new float[LENGTH];
  final float[] powers = new float[LENGTH];
  final float[] rests = new float[LENGTH];
  final float[] uniforms = new float[LENGTH];
  final int[] bits = new int[LENGTH];
  final int[] randomBits = new int[LENGTH];
  private final FloatBuffer floats;
  private final IntBuffer ints;

  Lanes() {
    ByteBuffer bytes =
        ByteBuffer.allocateDirect(LENGTH * Float.BYTES).order(ByteOrder.nativeOrder());
    floats = bytes.asFloatBuffer();
    ints = bytes.asIntBuffer();
  }

  /** This thread's, whose values whoever asks may overwrite. */
  static Lanes ofThread() {
    return OF_THREAD.get();
  }

  /** into := the bits of values. */
  void toBits(float[] from, int[] into, int count) {
    floats.clear();
    ints.clear();
    floats.put(from, 0, count);
    ints.get(into, 0, count);
  }

  /** into := the values of bits. */
  void toFloats(int[] from, float[] into, int count) {
    floats.clear();
    ints.clear();
    ints.put(from, 0, count);
    floats.get(into, 0, count);
  }

  /** randomBits := the bits of floats in [1, 2), by position. */
  void draw(int position, int count, Draws draws) {
    int[] into = randomBits;
    int[] places = POSITIONS;
    int first = draws.first();
    int second = draws.second();
    for (int i = 0; i < count; i++) {
      int h = (places[i] + position) ^ first;
      h = (h ^ (h >>> 16)) * Draws.MIX_ONE ^ second;
      h = (h ^ (h >>> 13)) * Draws.MIX_TWO;
      into[i] = ((h ^ (h >>> 16)) >>> 9) | 0x3f800000;
    }
  }

  private static int[] positions() {
    int[] positions = new int[LENGTH];
    for (int i = 0; i < LENGTH; i++) {
      positions[i] = i;
    }
    return positions;
  }
}
