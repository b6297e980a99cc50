package org.sweetspot.topology;

/** Some of the points of others. The array is not copied. */
final class SubsetDistances implements Distances {
  private final Distances all;
  private final int[] indices;

  SubsetDistances(Distances all, int[] indices) {
    if (indices.length == 0) {
      throw new IllegalArgumentException("subset: expected at least one point, got none");
    }
    this.all = all;
    this.indices = indices;
  }

  @Override
  public int size() {
    return indices.length;
  }

  @Override
  public double get(int i, int j) {
    return all.get(indices[i], indices[j]);
  }
}
