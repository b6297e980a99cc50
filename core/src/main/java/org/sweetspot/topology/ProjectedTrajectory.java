package org.sweetspot.topology;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.sweetspot.random.RandomStream;
import org.sweetspot.trajectory.Trajectory;

/**
 * States projected at random to m coordinates, held in memory: a trajectory of many large states
 * read once.
 *
 * <p>Every entry is added, with a random sign, to {@value #COPIES} random ones of the m coordinates
 * (one in each of as many blocks), and all are divided by sqrt({@value #COPIES}): a sparse
 * Johnson-Lindenstrauss map. A squared distance is kept in the mean; its relative standard
 * deviation is at most sqrt(2 / m), that of a distance about half of it: {@link #distortion}. The
 * first state is subtracted before, so that states close together far from the origin lose no
 * digits.
 *
 * <p>Memory: k m doubles. Cost: one reading, {@value #COPIES} k p additions; signs and places
 * follow from the stream's key alone and are not stored.
 *
 * <p>Source: Kane and Nelson 2014; Charikar, Chen and Farach-Colton 2002.
 */
public final class ProjectedTrajectory implements Trajectory {
  static final int COPIES = 4;
  private static final int STRETCH = 1 << 12;

  /** States that are read before they are added, on all processors. */
  private static final int TOGETHER = 64;

  private final Trajectory whole;
  private final double[][] states;

  private ProjectedTrajectory(Trajectory whole, double[][] states) {
    this.whole = whole;
    this.states = states;
  }

  /**
   * Projects; reads the whole trajectory.
   *
   * @param coordinates m, a multiple of {@value #COPIES}
   */
  public static ProjectedTrajectory of(Trajectory whole, int coordinates, RandomStream stream) {
    if (coordinates < COPIES || coordinates % COPIES != 0) {
      throw new IllegalArgumentException(
          "projection: expected a positive multiple of "
              + COPIES
              + " coordinates, got "
              + coordinates);
    }
    double[][] states = new double[whole.size()][coordinates];
    int block = coordinates / COPIES;
    double[] first = new double[STRETCH];
    double[][] entries = new double[TOGETHER][STRETCH];
    int[][] places = new int[COPIES][STRETCH];
    double[][] signs = new double[COPIES][STRETCH];
    for (long from = 0; from < whole.dimension(); from += STRETCH) {
      int count = (int) Math.min(STRETCH, whole.dimension() - from);
      for (int e = 0; e < count; e++) {
        for (int c = 0; c < COPIES; c++) {
          places[c][e] = c * block + stream.nextInt(block);
          signs[c][e] = stream.nextLong() < 0 ? -1 : 1;
        }
      }
      whole.read(0, from, first, count);
      for (int start = 1; start < states.length; start += TOGETHER) {
        int begin = start;
        int some = Math.min(TOGETHER, states.length - start);
        for (int i = 0; i < some; i++) {
          whole.read(begin + i, from, entries[i], count);
        }
        IntStream.range(0, some)
            .parallel()
            .forEach(i -> add(states[begin + i], entries[i], first, places, signs, count));
      }
    }
    double scale = 1 / Math.sqrt(COPIES);
    for (double[] state : states) {
      Arrays.setAll(state, j -> state[j] * scale);
    }
    return new ProjectedTrajectory(whole, states);
  }

  /** Adds one state's entries; signs are factors, since a branch on them would be guessed wrong. */
  private static void add(
      double[] state,
      double[] entries,
      double[] first,
      int[][] places,
      double[][] signs,
      int count) {
    for (int e = 0; e < count; e++) {
      entries[e] -= first[e];
    }
    for (int c = 0; c < COPIES; c++) {
      int[] place = places[c];
      double[] sign = signs[c];
      for (int e = 0; e < count; e++) {
        state[place[e]] += sign[e] * entries[e];
      }
    }
  }

  /** Relative standard deviation of one distance, at most: 1 / sqrt(2 m). */
  public static double distortion(int coordinates) {
    return 1 / Math.sqrt(2.0 * coordinates);
  }

  @Override
  public String origin() {
    return whole.origin();
  }

  @Override
  public int size() {
    return states.length;
  }

  @Override
  public long dimension() {
    return states[0].length;
  }

  @Override
  public double position(int index) {
    return whole.position(index);
  }

  @Override
  public void read(int index, long from, double[] target, int count) {
    System.arraycopy(states[index], Math.toIntExact(from), target, 0, count);
  }
}
