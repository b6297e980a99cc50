package org.sweetspot.measure.curvature;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.OutputGradients;
import org.sweetspot.vector.ParameterGroup;

/**
 * The traces of the Gauss-Newton matrix's diagonal blocks, one for each parameter group, from the
 * gradients of randomly signed outputs that {@link OutputTraces} explains: each example's gradient
 * is squared group by group.
 */
final class SignedLayers {
  /** Enough to know a standard error by; more would only take memory. */
  private static final int MOST_TERMS = 1024;

  private final MeasureContext context;
  private final OutputGradients gradients;
  private final List<ParameterGroup> groups;
  private final List<Batch> chunks;
  private final SignedOutputs signed;

  /** For each group its draws; a draw has one term for each example, or some. */
  private final List<List<double[]>> draws = new ArrayList<>();

  private SignedLayers(MeasureContext context) {
    this.context = context;
    this.gradients = context.subject().require(OutputGradients.class);
    this.groups = context.subject().problem().space().groups();
    this.chunks = context.sampling().chunks(context.sampling().batch());
    this.signed = new SignedOutputs(context, "layer-traces/signs", chunks);
    groups.forEach(group -> draws.add(new ArrayList<>()));
  }

  /**
   * Draws until the standard errors are what {@link LayerTraces} wants, at least twice.
   *
   * @param most draws; all of them if no error is wanted
   */
  static SignedLayers draw(MeasureContext context, int most) {
    SignedLayers layers = new SignedLayers(context);
    layers.draw(0, 2);
    while (layers.count() < most && !layers.reached()) {
      layers.draw(layers.count(), layers.count() + 1);
    }
    return layers;
  }

  int count() {
    return draws.get(0).size();
  }

  /** tr G_gg of a group, by its index. */
  double trace(int group) {
    return OutputTraces.mean(draws.get(group)) / context.sampling().batch().size();
  }

  /** Its standard error over the signs; the examples are all that are measured and no sample. */
  double error(int group) {
    return OutputTraces.error(draws.get(group)) / context.sampling().batch().size();
  }

  /** Whether every group's error is what was asked for. */
  boolean reached() {
    double wanted = context.bench().settings().traceError();
    if (wanted == 0 || count() < 2) {
      return false;
    }
    double[] traces = IntStream.range(0, groups.size()).mapToDouble(this::trace).toArray();
    double[] errors = IntStream.range(0, groups.size()).mapToDouble(this::error).toArray();
    return LayerTraces.areReached(context, traces, errors);
  }

  private void draw(int from, int to) {
    int[] starts = new int[chunks.size()];
    for (int chunk = 1; chunk < starts.length; chunk++) {
      starts[chunk] = starts[chunk - 1] + chunks.get(chunk - 1).size();
    }
    for (List<double[]> group : draws) {
      for (int draw = from; draw < to; draw++) {
        group.add(new double[Math.min(MOST_TERMS, context.sampling().batch().size())]);
      }
    }
    signed.visit(
        from,
        to,
        (chunk, first, coefficients) -> {
          double[][][] norms = gradients.squaredParameterNorms(chunks.get(chunk), coefficients);
          for (int set = 0; set < norms.length; set++) {
            for (int g = 0; g < groups.size(); g++) {
              add(norms[set][g], starts[chunk], draws.get(g).get(first + set));
            }
          }
        });
  }

  /** Neighbours share a term where there are more examples than terms. */
  private void add(double[] norms, int start, double[] terms) {
    for (int i = 0; i < norms.length; i++) {
      terms[(int) ((long) (start + i) * terms.length / context.sampling().batch().size())] +=
          norms[i];
    }
  }
}
