package org.sweetspot.bridge;

import java.util.ArrayList;
import java.util.List;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.PerExample.GradientVisitor;

/** Vectors, one an example, that another process fills in as many questions as memory asks. */
final class GradientVectors {
  /** Bytes of gradients that one question may make. */
  private static final long MEMORY = 64L << 20;

  private static final int MOST = 64;

  private GradientVectors() {}

  /** Asks for a part of a batch. */
  @FunctionalInterface
  interface Question {
    /**
     * Has the vectors filled.
     *
     * @param part consecutive examples of the batch
     * @param from the place of the first of them in the batch
     * @param vectors one for each of them
     */
    void fill(Batch part, int from, List<RemoteVector> vectors);
  }

  /** Asks part by part, and shows the vector of each example; they live until this returns. */
  static void visit(RemoteSpace space, Batch batch, Question question, GradientVisitor visitor) {
    long bytes = Math.max(1, space.dimension() * space.precision().bytes());
    int together = (int) Math.max(1, Math.min(Math.min(MOST, batch.size()), MEMORY / bytes));
    List<RemoteVector> vectors = new ArrayList<>();
    try {
      while (vectors.size() < together) {
        vectors.add(space.zero());
      }
      for (int from = 0; from < batch.size(); from += together) {
        Batch part = batch.slice(from, Math.min(batch.size(), from + together));
        question.fill(part, from, vectors.subList(0, part.size()));
        for (int i = 0; i < part.size(); i++) {
          visitor.visit(from + i, vectors.get(i));
        }
      }
    } finally {
      vectors.forEach(RemoteVector::close);
    }
  }
}
