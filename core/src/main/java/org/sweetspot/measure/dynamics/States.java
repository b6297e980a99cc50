package org.sweetspot.measure.dynamics;

import java.util.function.IntConsumer;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.NotApplicableException;
import org.sweetspot.problem.Problem;
import org.sweetspot.trajectory.Trajectory;
import org.sweetspot.vector.ParameterVector;

/** States of the trajectory put into the problem one after another, as evenly spread as can be. */
public final class States {
  private States() {}

  /** Refuses to go on without a trajectory of at least two states of this very model. */
  public static void require(MeasureContext context) {
    Trajectory trajectory = Walk.several(context, 2);
    Problem problem = context.subject().problem();
    if (trajectory.dimension() != problem.space().dimension()) {
      throw new NotApplicableException(
          "the trajectory has "
              + trajectory.dimension()
              + " parameters, the model "
              + problem.space().dimension()
              + "; give the model that was trained");
    }
  }

  /** How many of the states are visited, if at most so many shall be. */
  public static int count(MeasureContext context, int most) {
    return Math.min(most, context.subject().trajectory().size());
  }

  /** When the visited states were. */
  public static double[] positions(MeasureContext context, int most) {
    double[] positions = new double[count(context, most)];
    for (int row = 0; row < positions.length; row++) {
      positions[row] =
          context.subject().trajectory().position(index(context, row, positions.length));
    }
    return positions;
  }

  /** Which state comes at a row. */
  private static int index(MeasureContext context, int row, int count) {
    int size = context.subject().trajectory().size();
    return count == 1 ? 0 : (int) ((long) row * (size - 1) / (count - 1));
  }

  /**
   * Puts the visited states into the problem, first to last; afterwards the problem has its own
   * weights and buffers back.
   *
   * @param most states that are visited
   * @param visitor takes the row of each state, 0 to count - 1
   */
  public static void visit(MeasureContext context, int most, IntConsumer visitor) {
    Problem problem = context.subject().problem();
    int count = count(context, most);
    try (ParameterVector weights = problem.parameters().copy();
        ParameterVector buffers = problem.buffers().copy()) {
      try {
        for (int row = 0; row < count; row++) {
          context.subject().trajectory().moveTo(index(context, row, count), problem);
          visitor.accept(row);
        }
      } finally {
        problem.parameters().set(weights);
        problem.buffers().set(buffers);
      }
    }
  }
}
