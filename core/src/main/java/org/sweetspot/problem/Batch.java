package org.sweetspot.problem;

import java.util.Arrays;

/**
 * Which examples a call is about: indices into one split, and whether they are augmented.
 *
 * <p>Only indices cross the border to an engine or to another process; the data stay where they
 * are. An index may occur several times (batch augmentation).
 */
public final class Batch {
  private final Split split;
  private final int[] indices;
  private final boolean augmented;
  private final long augmentationKey;

  private Batch(Split split, int[] indices, boolean augmented, long augmentationKey) {
    if (indices.length == 0) {
      throw new IllegalArgumentException("batch: expected at least one example, got none");
    }
    this.split = split;
    this.indices = indices;
    this.augmented = augmented;
    this.augmentationKey = augmentationKey;
  }

  /** These examples as they are stored. */
  public static Batch of(Split split, int... indices) {
    return new Batch(split, indices.clone(), false, 0);
  }

  /** Examples {@code from} (inclusive) to {@code to} (exclusive) as they are stored. */
  public static Batch range(Split split, int from, int to) {
    int[] indices = new int[Math.max(0, to - from)];
    Arrays.setAll(indices, i -> from + i);
    return new Batch(split, indices, false, 0);
  }

  /**
   * The same examples, augmented as the problem's recipe says; equal keys give equal augmentations,
   * and each position of the batch draws its own.
   */
  public Batch augmented(long key) {
    return new Batch(split, indices, true, key);
  }

  /** The part of this batch from one position to another, with the same augmentation setting. */
  public Batch slice(int from, int to) {
    return new Batch(
        split, Arrays.copyOfRange(indices, from, to), augmented, augmentationKey + from);
  }

  /** The examples at these positions, with the same augmentation setting. */
  public Batch at(int[] positions) {
    int[] chosen = new int[positions.length];
    Arrays.setAll(chosen, i -> indices[positions[i]]);
    return new Batch(split, chosen, augmented, augmentationKey);
  }

  /** The split the indices point into. */
  public Split split() {
    return split;
  }

  /** Number of examples. */
  public int size() {
    return indices.length;
  }

  /** A copy of the indices. */
  public int[] indices() {
    return indices.clone();
  }

  /** Whether the examples are augmented. */
  public boolean isAugmented() {
    return augmented;
  }

  /** Key of the augmentation's draws: position i of the batch draws from {@code key + i}. */
  public long augmentationKey() {
    return augmentationKey;
  }
}
