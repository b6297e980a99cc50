package org.sweetspot.grid;

import java.io.IOException;
import java.util.List;

/**
 * Starts the workers of a grid on other machines. Found by {@link java.util.ServiceLoader}, so that
 * the program needs no cluster's library where none is used. What becomes of the runs is asked of
 * the {@link GridStore}, which every machine must reach.
 */
public interface Cluster extends AutoCloseable {
  /** Whether it knows this kind of address, for instance {@code spark://HOST:7077}. */
  boolean knows(String url);

  /**
   * Has each task's worker started somewhere, again where it was lost with its machine. Returns
   * when each has ended.
   *
   * @param url of the cluster
   * @throws IOException if the cluster cannot be reached or gives up
   */
  void carryOut(String url, List<WorkerTask> tasks) throws IOException;

  /** Ends what runs. Safe from any thread. */
  @Override
  void close();
}
