package org.sweetspot.measure.stability;

import java.util.ArrayList;
import java.util.List;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.Work;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.KeptGraph;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.SecondOrder;
import org.sweetspot.problem.Split;
import org.sweetspot.vector.SymmetricOperator;

/**
 * The Hessians of single examples' losses, and that of their mean, at {@link Mode#EVALUATE}: under
 * batch statistics no example has a Hessian of its own.
 *
 * <p>At most {@link #MOST} of the measured examples are used, since each costs products of its own.
 * Their graphs are kept where they fit the memory that is set, and rebuilt at each pass otherwise.
 */
final class ExampleHessians implements AutoCloseable {
  /** Single products cost about as much as products of small batches, so there is a limit. */
  static final int MOST = 256;

  private final MeasureContext context;
  private final SecondOrder problem;
  private final Batch batch;
  private final KeptGraph mean;
  private final List<KeptGraph> kept = new ArrayList<>();

  /** Receives one example's Hessian at a time. */
  @FunctionalInterface
  interface Visitor {
    void visit(int position, SymmetricOperator hessian);
  }

  private ExampleHessians(MeasureContext context, SecondOrder problem, Batch batch) {
    this.context = context;
    this.problem = problem;
    this.batch = batch;
    this.mean = problem.keepGraph(batch, Mode.EVALUATE);
  }

  /** The Hessians that all measures of a context share. */
  static ExampleHessians of(MeasureContext context) {
    SecondOrder problem = context.require(SecondOrder.class);
    Batch all = context.batch();
    Batch batch = all.slice(0, Math.min(MOST, all.size()));
    return context.shared(
        ExampleHessians.class, "", () -> new ExampleHessians(context, problem, batch));
  }

  /** Graphs of single examples, and work on them. */
  static List<Work> work(MeasureContext context, String name, double products) {
    SecondOrder problem = context.require(SecondOrder.class);
    int examples = Math.min(MOST, context.batch().size());
    double bytes = (examples + 1.0) * problem.graphBytes(1);
    boolean keeps = bytes <= context.settings().memory();
    return List.of(
        new Work("kept graphs of single examples", 2, 0, keeps ? (long) bytes : 0),
        new Work(name, keeps ? 0 : products, products, 0));
  }

  /** How many examples. */
  int size() {
    return batch.size();
  }

  /** The Hessian of the mean loss over these examples. */
  SymmetricOperator mean() {
    return mean;
  }

  /** Hands over each example's Hessian, in order; valid only during the call. */
  void each(Visitor visitor) {
    boolean keeps = (size() + 1.0) * problem.graphBytes(1) <= context.settings().memory();
    for (int i = 0; i < size(); i++) {
      if (i < kept.size()) {
        visitor.visit(i, kept.get(i));
      } else if (keeps) {
        kept.add(problem.keepGraph(batch.slice(i, i + 1), Mode.EVALUATE));
        visitor.visit(i, kept.get(i));
      } else {
        try (KeptGraph graph = problem.keepGraph(batch.slice(i, i + 1), Mode.EVALUATE)) {
          visitor.visit(i, graph);
        }
      }
    }
  }

  /**
   * What is left of the variance of one example in the mean of a batch drawn without replacement:
   * (n - B) / (B (n - 1)).
   */
  double share(int drawn) {
    int all = context.problem().size(context.settings().split());
    return all == 1 || drawn >= all ? 0 : (all - drawn) / (drawn * (all - 1.0));
  }

  String conventions(int drawn) {
    int all = context.problem().size(context.settings().split());
    return "plain SGD without momentum or weight decay, batches of "
        + drawn
        + " drawn without replacement from "
        + all
        + " examples; Hessians of "
        + (size() == all ? "all" : Integer.toString(size()))
        + " "
        + name()
        + " examples, mean loss, mode evaluate";
  }

  private String name() {
    Split split = context.settings().split();
    return MeasureContext.name(split);
  }

  @Override
  public void close() {
    kept.forEach(KeptGraph::close);
    mean.close();
  }
}
