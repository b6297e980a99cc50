package org.sweetspot.problem;

import java.util.SortedMap;
import org.sweetspot.matrix.Matrix;

/** A network that shows what each of its layers with weights puts out. */
public interface LayerOutputs {
  /**
   * Outputs of each layer before normalization and activation, as the network is used ({@link
   * Mode#EVALUATE}): one row an example.
   *
   * @return by the index of the layer's weights among the groups of the space. Cost: one forward
   *     pass
   */
  SortedMap<Integer, Matrix> layerOutputs(Batch batch);
}
