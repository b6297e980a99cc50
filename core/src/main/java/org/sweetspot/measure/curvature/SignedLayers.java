package org.sweetspot.measure.curvature;

import java.util.ArrayList;
import java.util.List;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.OutputGradients;
import org.sweetspot.random.RandomStream;
import org.sweetspot.vector.ParameterGroup;
import org.sweetspot.vector.ParameterVector;

/**
 * The traces of the Gauss-Newton matrix's diagonal blocks, one for each parameter group, from the
 * gradients of randomly signed outputs that {@link OutputTraces} explains: each example's gradient
 * is squared group by group.
 */
final class SignedLayers {
  private final MeasureContext context;
  private final OutputGradients gradients;
  private final List<ParameterGroup> groups;

  /** For each group its draws; a draw has one term for each example. */
  private final List<List<double[]>> draws = new ArrayList<>();

  private SignedLayers(MeasureContext context) {
    this.context = context;
    this.gradients = context.require(OutputGradients.class);
    this.groups = context.problem().space().groups();
    groups.forEach(group -> draws.add(new ArrayList<>()));
  }

  /**
   * Draws until each group's standard error is the wanted share of its trace, at least twice.
   *
   * @param most draws; all of them if no error is wanted
   */
  static SignedLayers draw(MeasureContext context, int most) {
    SignedLayers layers = new SignedLayers(context);
    RandomStream stream = context.stream("layer-traces/signs");
    do {
      layers.draw(stream);
    } while (layers.count() < Math.max(2, most) && !layers.reached());
    return layers;
  }

  int count() {
    return draws.get(0).size();
  }

  /** tr G_gg of a group, by its index. */
  double trace(int group) {
    return OutputTraces.mean(draws.get(group)) / context.batch().size();
  }

  /** Its standard error over the signs; the examples are all that are measured and no sample. */
  double error(int group) {
    return OutputTraces.error(draws.get(group)) / context.batch().size();
  }

  /** Whether every group's error is what was asked for. */
  boolean reached() {
    double wanted = context.settings().traceError();
    if (wanted == 0 || count() < 2) {
      return false;
    }
    for (int g = 0; g < groups.size(); g++) {
      if (!(error(g) <= wanted * Math.abs(trace(g)))) {
        return false;
      }
    }
    return true;
  }

  private void draw(RandomStream stream) {
    double[][] squares = new double[groups.size()][context.batch().size()];
    int from = 0;
    for (Batch chunk : context.chunks(context.batch())) {
      int first = from;
      gradients.outputGradients(
          chunk,
          OutputTraces.curvature(context, chunk).signed(stream),
          (position, gradient) -> {
            for (int g = 0; g < squares.length; g++) {
              try (ParameterVector part = gradient.view(groups.get(g))) {
                squares[g][first + position] = part.dot(part);
              }
            }
          });
      from += chunk.size();
    }
    for (int g = 0; g < squares.length; g++) {
      draws.get(g).add(squares[g]);
    }
    context.work().addGradients(1);
  }
}
