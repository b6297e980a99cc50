package org.sweetspot.bridge;

import java.util.List;
import org.sweetspot.bridge.wire.Operation;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.OutputGradients;
import org.sweetspot.problem.PerExample.GradientVisitor;

/**
 * Gradients of weighed outputs in another process, in as many questions as frames and memory ask.
 *
 * @param cheapGroup examples whose gradients are to be taken together
 */
record RemoteOutputGradients(Session session, RemoteSpace space, int cheapGroup)
    implements OutputGradients {
  /** Bytes of coefficients and of norms that one question may take. */
  private static final long ROOM = 1L << 20;

  @Override
  public double[][][] squaredParameterNorms(Batch batch, List<double[]> sets) {
    return norms(batch, sets, 1);
  }

  @Override
  public double[] squaredGroupNorms(Batch batch, double[] coefficients, int group) {
    return OutputGradients.whole(norms(batch, List.of(coefficients), group)[0]);
  }

  /** By set, by parameter tensor, by group of consecutive examples. */
  private double[][][] norms(Batch batch, List<double[]> sets, int group) {
    int parameters = space.groups().size();
    int classes = sets.get(0).length / batch.size();
    double[][][] norms = new double[sets.size()][parameters][groups(batch.size(), group)];
    long each = (long) Double.BYTES * sets.size() * Math.max(classes, parameters) * group;
    int together = (int) Math.max(1, ROOM / Math.max(1, each)) * group;
    for (int from = 0; from < batch.size(); from += together) {
      Batch part = batch.slice(from, Math.min(batch.size(), from + together));
      int groups = groups(part.size(), group);
      double[] found =
          asked(
              part,
              columns(sets, from, part.size(), classes),
              group,
              sets.size() * parameters * groups);
      for (int row = 0; row < sets.size() * parameters; row++) {
        double[] into = norms[row / parameters][row % parameters];
        System.arraycopy(found, row * groups, into, from / group, groups);
      }
    }
    return norms;
  }

  private static int groups(int examples, int group) {
    return (examples + group - 1) / group;
  }

  /** Coefficients of some examples, set after set. */
  private static double[] columns(List<double[]> sets, int from, int examples, int classes) {
    int count = examples * classes;
    double[] columns = new double[sets.size() * count];
    for (int set = 0; set < sets.size(); set++) {
      System.arraycopy(sets.get(set), from * classes, columns, set * count, count);
    }
    return columns;
  }

  private double[] asked(Batch batch, double[] coefficients, int group, int norms) {
    int into = session.handle();
    session
        .ask(
            Session.about(Operation.OUTPUT_NORMS, batch, Mode.EVALUATE)
                .number(group)
                .reals(coefficients)
                .number(into))
        .end();
    try {
      return Tables.reals(session, into, norms);
    } finally {
      session.free(Operation.FREE, into);
    }
  }

  @Override
  public void outputGradients(Batch batch, double[] coefficients, GradientVisitor visitor) {
    int classes = coefficients.length / batch.size();
    GradientVectors.visit(
        space,
        batch,
        (part, from, vectors) ->
            session
                .ask(
                    Session.about(Operation.OUTPUT_GRADIENTS, part, Mode.EVALUATE)
                        .reals(columns(List.of(coefficients), from, part.size(), classes))
                        .numbers(session.handles(vectors)))
                .end(),
        visitor);
  }
}
