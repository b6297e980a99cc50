package org.sweetspot.measure.dynamics;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sweetspot.measure.Answer;
import org.sweetspot.measure.Card;
import org.sweetspot.measure.Conventions;
import org.sweetspot.measure.Fact;
import org.sweetspot.measure.Finding;
import org.sweetspot.measure.Measure;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.Value;
import org.sweetspot.measure.Work;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.Problem;
import org.sweetspot.statistics.Sample;
import org.sweetspot.statistics.UndefinedException;
import org.sweetspot.trajectory.Trajectory;
import org.sweetspot.vector.ParameterVector;

/**
 * Mean loss and norm of its gradient at up to {@value #MOST} states. The examples are taken in
 * {@value #BLOCKS} blocks; their spread gives the errors: of the loss sd / sqrt(blocks), of the
 * norm the same of the blocks' gradients projected onto their mean. The problem gets its weights
 * and buffers back. Cost: one gradient over the measured examples for each state; memory for
 * {@value #BLOCKS} gradients.
 */
public final class TrajectoryLoss implements Measure {
  static final int MOST = 50;
  static final int BLOCKS = 8;

  @Override
  public Card card() {
    return new Card(
        "trajectory-loss",
        "loss and gradient along the way",
        "How did the loss and its slope change on the way?",
        "a trajectory of at least two states, the model and data",
        "A gradient that stays large while the loss falls slowly points at the edge of stability or"
            + " at noise; both small mean that the training settled.",
        "",
        "definition");
  }

  @Override
  public List<Work> work(MeasureContext context) {
    Trajectory trajectory = Walk.several(context, 2);
    Problem problem = context.subject().problem();
    long bytes = problem.space().dimension() * problem.space().precision().bytes();
    return List.of(
        new Work(
            "gradients along the way", Math.min(MOST, trajectory.size()), 0, (BLOCKS + 3) * bytes));
  }

  @Override
  public Finding judge(Measurement found) {
    List<Double> losses = found.column("loss");
    List<Double> slopes = found.column("gradient-norm");
    int last = losses.size() - 1;
    if (last < 1 || slopes.size() != losses.size()) {
      return Finding.READING;
    }
    return Finding.of(
        slopes.get(last) <= 2 * found.margin("gradient-norm", last)
            ? TrajectoryFinding.LOSS_AND_NO_SLOPE
            : TrajectoryFinding.LOSS_AND_SLOPE,
        change(found, "loss", losses),
        change(found, "gradient-norm", slopes));
  }

  private static Fact change(Measurement found, String column, List<Double> numbers) {
    int last = numbers.size() - 1;
    double rise = numbers.get(last) - numbers.get(0);
    double error = Math.hypot(found.margin(column, 0), found.margin(column, last));
    return Math.abs(rise) <= 2 * error
        ? Fact.of(TrajectoryFinding.UNCHANGED, numbers.get(last))
        : Fact.of(
            rise > 0 ? TrajectoryFinding.ROSE : TrajectoryFinding.FELL,
            numbers.get(0),
            numbers.get(last));
  }

  @Override
  public Answer answer(MeasureContext context) {
    States.require(context);
    int count = States.count(context, MOST);
    double[][] rows = new double[5][count];
    rows[0] = States.positions(context, MOST);
    States.visit(context, MOST, row -> measure(context, row, rows));
    context.bench().work().addGradients(count);
    return answer(context, rows);
  }

  private static void measure(MeasureContext context, int row, double[][] rows) {
    Batch batch = context.sampling().batch();
    Problem problem = context.subject().problem();
    int blocks = Math.min(BLOCKS, batch.size());
    double[] losses = new double[blocks];
    ParameterVector[] gradients = new ParameterVector[blocks];
    try (ParameterVector mean = problem.space().zero()) {
      for (int b = 0; b < blocks; b++) {
        int from = (int) ((long) batch.size() * b / blocks);
        int to = (int) ((long) batch.size() * (b + 1) / blocks);
        gradients[b] = problem.space().zero();
        losses[b] = problem.gradient(batch.slice(from, to), context.subject().mode(), gradients[b]);
        double share = (to - from) / (double) batch.size();
        mean.add(share, gradients[b]);
        rows[1][row] += share * losses[b];
      }
      double norm = mean.norm();
      if (!Double.isFinite(norm) || !Double.isFinite(rows[1][row])) {
        throw new UndefinedException(
            "loss along the way: expected finite numbers, got loss "
                + rows[1][row]
                + " and gradient norm "
                + norm);
      }
      rows[2][row] = norm;
      if (blocks > 1) {
        double[] along = new double[blocks];
        for (int b = 0; b < blocks; b++) {
          along[b] = norm > 0 ? mean.dot(gradients[b]) / norm : 0;
        }
        rows[3][row] = Math.sqrt(Sample.variance(losses) / blocks);
        rows[4][row] = Math.sqrt(Sample.variance(along) / blocks);
      }
    } finally {
      for (ParameterVector gradient : gradients) {
        if (gradient != null) {
          gradient.close();
        }
      }
    }
  }

  private static Answer answer(MeasureContext context, double[][] rows) {
    Map<String, double[]> values = new LinkedHashMap<>();
    values.put("position", rows[0]);
    values.put("loss", rows[1]);
    values.put("gradient-norm", rows[2]);
    String estimator = "mean loss and Euclidean norm of the mean gradient";
    Conventions conventions =
        context
            .sampling()
            .conventions(context.subject().mode())
            .and(
                Conventions.DEFINITION,
                "at "
                    + rows[0].length
                    + " of "
                    + context.subject().trajectory().size()
                    + " states");
    boolean whole =
        context.sampling().batch().size()
                == context.subject().problem().size(context.bench().settings().split())
            && context.subject().mode() == Mode.EVALUATE;
    if (whole) {
      return Answer.exact(Value.Columns.of(values), estimator, conventions);
    }
    Map<String, double[]> errors = new LinkedHashMap<>();
    errors.put("position", new double[rows[0].length]);
    errors.put("loss", rows[3]);
    errors.put("gradient-norm", rows[4]);
    return Answer.estimate(
        Value.Columns.of(values),
        Value.Columns.of(errors),
        estimator + "; standard errors from " + BLOCKS + " blocks of examples",
        conventions.and(Conventions.DEFINITION, "in " + BLOCKS + " blocks"));
  }
}
