package org.sweetspot.sparsity;

/** Chooses N entries of every row and column of a square block. */
public sealed interface BlockSolver permits ExactMatching, RepairedGreedy, EntropicTransport {
  /**
   * Solves one block.
   *
   * @param magnitudes row by row, at least 0
   * @param size M
   * @param kept N
   * @param mask receives the choice
   */
  void solve(float[] magnitudes, int size, int kept, boolean[] mask);
}
