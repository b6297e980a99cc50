package org.sweetspot.topology;

/** Some of the points of others. The array is not copied. */
record SubsetDistances(Distances all, int[] indices) implements Distances {
  SubsetDistances {
    if (indices.length == 0) {
      throw new IllegalArgumentException("subset: expected at least one point, got none");
    }
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
