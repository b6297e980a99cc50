package org.sweetspot.training;

import java.util.SortedMap;
import java.util.TreeMap;
import org.sweetspot.problem.Problem;
import org.sweetspot.vector.ParameterVector;

/** The last weights and buffers at which loss and gradient were finite. */
final class LastGood implements AutoCloseable {
  private final ParameterVector weights;
  private final ParameterVector buffers;
  private final boolean hasBuffers;

  LastGood(Problem problem) {
    this.weights = problem.parameters().copy();
    this.buffers = problem.buffers().copy();
    this.hasBuffers = buffers.space().dimension() > 0;
  }

  void keep(Problem problem) {
    weights.set(problem.parameters());
    if (hasBuffers) {
      buffers.set(problem.buffers());
    }
  }

  void restore(Problem problem) {
    problem.parameters().set(weights);
    if (hasBuffers) {
      problem.buffers().set(buffers);
    }
  }

  SortedMap<String, ParameterVector> vectors() {
    SortedMap<String, ParameterVector> vectors = new TreeMap<>();
    vectors.put("good-weights", weights);
    if (hasBuffers) {
      vectors.put("good-buffers", buffers);
    }
    return vectors;
  }

  @Override
  public void close() {
    weights.close();
    buffers.close();
  }
}
