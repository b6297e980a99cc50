package org.sweetspot.torch;

import org.bytedeco.javacpp.Pointer;

/** Tells a leak from the growth of the Java heap, which shares the process's resident memory. */
final class ResidentMemory {
  private ResidentMemory() {}

  /**
   * The least growth of resident memory over several equal rounds of work, in bytes. A leak shows
   * in every round; a heap that takes new pages, or a compiler that starts, does not.
   */
  static long leastGrowth(int rounds, Runnable work) {
    long least = Long.MAX_VALUE;
    for (int round = 0; round < rounds; round++) {
      long before = Pointer.physicalBytes();
      work.run();
      System.gc();
      least = Math.min(least, Pointer.physicalBytes() - before);
    }
    return least;
  }
}
