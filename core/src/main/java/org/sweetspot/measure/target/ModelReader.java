package org.sweetspot.measure.target;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.sweetspot.data.DataSet;
import org.sweetspot.problem.Problem;
import org.sweetspot.problem.RefusedException;
import org.sweetspot.recipe.LossRecipe;
import org.sweetspot.vector.Precision;

/**
 * Opens model files of one kind with a library that is no part of the program. Found by {@link
 * java.util.ServiceLoader}, so that nobody needs the library who has no such files.
 */
public interface ModelReader {
  /** Name and version of what computes. */
  String engine();

  /** Whether it opens files of this name. */
  boolean knows(Path file);

  /**
   * Opens a model with the data that it is asked about.
   *
   * @throws RefusedException if the file can't be opened, or does not suit the data
   * @throws IOException if it can't be read
   */
  Opened open(Path file, DataSet data, Wishes wishes) throws IOException;

  /**
   * What was said of a model beside its file and its data.
   *
   * @param loss none: cross-entropy for class labels, squared for real targets
   * @param output name of the outputs, where there are several
   * @param features name of the node whose numbers are the representation; none: the input of the
   *     last layer
   * @param threads of the processor; 0 for every core
   */
  record Wishes(
      Optional<LossRecipe> loss, Optional<String> output, Optional<String> features, int threads) {}

  /**
   * A model that was opened.
   *
   * @param problem to be closed by the caller
   * @param precision of its arithmetic
   * @param readings what was taken for what, by name, for the provenance
   */
  record Opened(Problem problem, Precision precision, Map<String, String> readings) {
    /** Copies the map. */
    public Opened {
      readings = Map.copyOf(readings);
    }
  }
}
