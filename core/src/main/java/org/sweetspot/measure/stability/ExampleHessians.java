package org.sweetspot.measure.stability;

import java.util.ArrayList;
import java.util.List;
import org.sweetspot.measure.Conventions;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.Sampling;
import org.sweetspot.measure.Work;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.ExampleProducts;
import org.sweetspot.problem.Linearization;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.SecondOrder;
import org.sweetspot.problem.Split;
import org.sweetspot.vector.ParameterVector;
import org.sweetspot.vector.SymmetricOperator;

/**
 * The Hessians of single examples' losses, and that of their mean, at {@link Mode#EVALUATE}: under
 * batch statistics no example has a Hessian of its own.
 *
 * <p>All measured examples are used, or {@link #MOST} where there are more than twice as many.
 * Where linearizations give products of all their examples at once, the examples are cut into parts
 * whose vectors fit a quarter of the memory that is set. Otherwise single examples have graphs of
 * their own, which are kept where they fit that memory, and rebuilt at each pass if not.
 */
final class ExampleHessians implements AutoCloseable {
  /** Single products cost about as much as products of small batches, so there is a limit. */
  static final int MOST = 256;

  private final MeasureContext context;
  private final SecondOrder problem;
  private final Batch batch;
  private final Linearization mean;

  /** Graphs of parts that give their examples' products; none if they do not. */
  private final List<Part> parts = new ArrayList<>();

  /** Graphs of single examples, otherwise. */
  private final List<Linearization> kept = new ArrayList<>();

  /** The graph of some of the examples. */
  private record Part(Linearization graph, int from, int size) {
    ExampleProducts products() {
      return graph.examples().orElseThrow();
    }
  }

  /** Receives one example's image at a time. */
  @FunctionalInterface
  interface Visitor {
    void visit(int position, ParameterVector image);
  }

  private ExampleHessians(MeasureContext context, SecondOrder problem, Batch batch) {
    this.context = context;
    this.problem = problem;
    this.batch = batch;
    this.mean = problem.linearize(batch, Mode.EVALUATE);
    long vector = mean.space().dimension() * mean.space().precision().bytes();
    int most =
        (int) Math.min(batch.size(), context.bench().settings().memory() / 4 / Math.max(1, vector));
    if (mean.examples().isPresent() && most > 1) {
      for (int from = 0; most < batch.size() && from < batch.size(); from += most) {
        Batch part = batch.slice(from, Math.min(batch.size(), from + most));
        parts.add(new Part(problem.linearize(part, Mode.EVALUATE), from, part.size()));
      }
      if (parts.isEmpty()) {
        parts.add(new Part(mean, 0, batch.size()));
      }
    }
  }

  /** The Hessians that all measures of a context share. */
  static ExampleHessians of(MeasureContext context) {
    context.subject().requireStepSingles();
    SecondOrder problem = context.subject().require(SecondOrder.class);
    Batch all = context.sampling().batch();
    Batch batch = all.slice(0, examples(all.size()));
    return context
        .bench()
        .shared(ExampleHessians.class, "", () -> new ExampleHessians(context, problem, batch));
  }

  /** How many of so many measured examples are used. */
  static int examples(int measured) {
    return measured <= 2 * MOST ? measured : MOST;
  }

  /** Graphs of single examples, and work on them. */
  static List<Work> work(MeasureContext context, String name, double products) {
    context.subject().requireStepSingles();
    SecondOrder problem = context.subject().require(SecondOrder.class);
    int examples = examples(context.sampling().batch().size());
    double bytes = (examples + 1.0) * problem.graphBytes(1);
    boolean keeps = bytes <= context.bench().settings().memory();
    return List.of(
        new Work("linearizations of single examples", 2, 0, keeps ? (long) bytes : 0),
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

  /** Hands over H_i v for each example, in order; the vectors are valid only during the call. */
  void along(ParameterVector direction, Visitor visitor) {
    for (Part part : parts) {
      part.products().along(direction, (i, image) -> visitor.visit(part.from() + i, image));
    }
    if (parts.isEmpty()) {
      try (ParameterVector image = direction.space().zero()) {
        each(
            (i, hessian) -> {
              hessian.apply(direction, image);
              visitor.visit(i, image);
            });
      }
    }
    context.bench().work().addProducts(1);
  }

  /** The inner products of H_i v with other vectors: a row for each example. */
  double[][] along(ParameterVector direction, List<ParameterVector> onto) {
    double[][] products = new double[size()][];
    for (Part part : parts) {
      double[][] rows = part.products().along(direction, onto);
      System.arraycopy(rows, 0, products, part.from(), rows.length);
    }
    if (!parts.isEmpty()) {
      context.bench().work().addProducts(1);
      return products;
    }
    along(direction, (i, image) -> products[i] = onto.stream().mapToDouble(image::dot).toArray());
    return products;
  }

  /** result := (1/n) sum_i H_i (H_i v). */
  void squared(ParameterVector direction, ParameterVector result) {
    result.scale(0);
    try (ParameterVector once = direction.space().zero();
        ParameterVector twice = direction.space().zero()) {
      for (Part part : parts) {
        part.products().squared(direction, twice);
        result.add((double) part.size() / size(), twice);
      }
      if (parts.isEmpty()) {
        each(
            (i, hessian) -> {
              hessian.apply(direction, once);
              hessian.apply(once, twice);
              result.add(1.0 / size(), twice);
            });
      }
    }
    context.bench().work().addProducts(2);
  }

  /** Receives one example's Hessian at a time, in order; valid only during the call. */
  private interface OneByOne {
    void visit(int position, SymmetricOperator hessian);
  }

  private void each(OneByOne visitor) {
    boolean keeps = (size() + 1.0) * problem.graphBytes(1) <= context.bench().settings().memory();
    for (int i = 0; i < size(); i++) {
      if (i < kept.size()) {
        visitor.visit(i, kept.get(i));
      } else if (keeps) {
        kept.add(problem.linearize(batch.slice(i, i + 1), Mode.EVALUATE));
        visitor.visit(i, kept.get(i));
      } else {
        try (Linearization graph = problem.linearize(batch.slice(i, i + 1), Mode.EVALUATE)) {
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
    int all = context.subject().problem().size(context.bench().settings().split());
    return all == 1 || drawn >= all ? 0 : (all - drawn) / (drawn * (all - 1.0));
  }

  Conventions conventions(int drawn) {
    int all = context.subject().problem().size(context.bench().settings().split());
    return Conventions.of(Conventions.MODE, Mode.EVALUATE.words())
        .and(
            Conventions.DEFINITION,
            "plain SGD without momentum or weight decay, batches of "
                + drawn
                + " drawn without replacement from "
                + all
                + " examples")
        .and(
            Conventions.DATA,
            "Hessians of "
                + (size() == all ? "all" : Integer.toString(size()))
                + " "
                + name()
                + " examples, mean loss");
  }

  private String name() {
    Split split = context.bench().settings().split();
    return Sampling.name(split);
  }

  @Override
  public void close() {
    kept.forEach(Linearization::close);
    parts.stream().map(Part::graph).filter(graph -> graph != mean).forEach(Linearization::close);
    mean.close();
  }
}
