package org.sweetspot.topology;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.sweetspot.matrix.JavaAlgebra;
import org.sweetspot.trajectory.ArrayTrajectory;
import tools.jackson.databind.json.JsonMapper;

/** What other programs say of small clouds; made by src/test/python/topology_reference.py. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record TopologyReference(
    String name,
    double[][] points,
    double[] gudhi,
    double[] ripser,
    double[] scipy,
    Map<String, Double> sums,
    Map<String, double[]> magnitudes) {

  static List<TopologyReference> all() {
    try (InputStream input = TopologyReference.class.getResourceAsStream("reference.json")) {
      return List.of(
          JsonMapper.shared().readValue(Objects.requireNonNull(input), TopologyReference[].class));
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  DistanceTable distances() {
    return BlockedDistances.of(
        Metric.EUCLIDEAN, new ArrayTrajectory(name, points), new JavaAlgebra());
  }
}
