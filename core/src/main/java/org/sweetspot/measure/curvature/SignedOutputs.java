package org.sweetspot.measure.curvature;

import java.util.List;
import java.util.stream.IntStream;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.problem.Batch;
import org.sweetspot.random.RandomStream;

/**
 * Square roots of the outputs' Hessians with random signs, chunk by chunk, as many draws together
 * as memory allows: what a pass shares between them is then computed once. Each draw has a stream
 * of its own, so that neither chunks nor company change its signs.
 */
final class SignedOutputs {
  /** Coefficients that are held at a time: 32 MB. */
  private static final long HELD = 1 << 22;

  private final MeasureContext context;
  private final String name;
  private final List<Batch> chunks;

  /** Takes the coefficients of some consecutive draws for one chunk. */
  @FunctionalInterface
  interface Visitor {
    /**
     * One step.
     *
     * @param chunk its index
     * @param draw the first of the draws
     * @param coefficients for each draw, examples x classes
     */
    void visit(int chunk, int draw, List<double[]> coefficients);
  }

  SignedOutputs(MeasureContext context, String name, List<Batch> chunks) {
    this.context = context;
    this.name = name;
    this.chunks = chunks;
  }

  /** Visits all chunks for all draws of a range. */
  void visit(int from, int to, Visitor visitor) {
    List<RandomStream> streams =
        IntStream.range(from, to)
            .mapToObj(draw -> context.sampling().stream(name + "/" + draw))
            .toList();
    for (int chunk = 0; chunk < chunks.size(); chunk++) {
      OutputCurvature curvature = OutputTraces.curvature(context, chunks.get(chunk));
      int together = together(curvature);
      for (int draw = from; draw < to; draw += together) {
        List<double[]> coefficients =
            streams.subList(draw - from, Math.min(to, draw + together) - from).stream()
                .map(curvature::signed)
                .toList();
        visitor.visit(chunk, draw, coefficients);
      }
    }
    context.bench().work().addGradients(to - from);
  }

  /** Sets of coefficients of these outputs that are held at a time. */
  static int together(OutputCurvature curvature) {
    long entries = (long) curvature.table().rows() * curvature.table().outputs();
    return (int) Math.max(1, HELD / entries);
  }
}
