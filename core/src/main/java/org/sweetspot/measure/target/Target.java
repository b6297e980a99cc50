package org.sweetspot.measure.target;

import java.io.IOException;
import org.sweetspot.problem.RefusedException;
import org.sweetspot.training.Engine;

/** Something that can be measured. */
public sealed interface Target permits RunTarget, ModelTarget, WeightsTarget, TrajectoryTarget {
  /**
   * Opens it; mistakes in small things are found before large ones are loaded.
   *
   * @param engine opens the problem of a run, and decomposes dense matrices
   * @return to be closed by the caller
   * @throws RefusedException if it is not what it should be
   */
  OpenTarget open(Engine engine, TargetSettings settings) throws IOException;
}
