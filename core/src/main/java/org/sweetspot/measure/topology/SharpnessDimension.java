package org.sweetspot.measure.topology;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.sweetspot.measure.Answer;
import org.sweetspot.measure.Card;
import org.sweetspot.measure.Conventions;
import org.sweetspot.measure.Finding;
import org.sweetspot.measure.Measure;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.NotApplicableException;
import org.sweetspot.measure.Value;
import org.sweetspot.measure.Work;
import org.sweetspot.measure.dynamics.States;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Linearization;
import org.sweetspot.problem.SecondOrder;
import org.sweetspot.random.RandomStream;
import org.sweetspot.recipe.OptimizerRecipe;
import org.sweetspot.statistics.Jackknife;
import org.sweetspot.topology.LyapunovDimension;
import org.sweetspot.topology.StretchRates;

/**
 * The dimension of the attractor that the one-step map of SGD has by its rates of stretching.
 *
 * <p>The rates l_j are the logarithms of the singular values |1 - eta lambda_j| of the Jacobian I -
 * eta H_B, H_B the Hessian of the loss of a random batch of the training's size, sorted, and
 * averaged rank by rank over up to {@value #MOST} states in the later half of the trajectory; the
 * dimension is {@link LyapunovDimension}. The spectrum is dense for at most {@value #DENSE}
 * parameters, otherwise from {@value #PROBES} probes of Lanczos quadrature of at most {@value
 * #STEPS} steps for each state.
 *
 * <p>Error: jackknife over the states, each of which has a batch and probes of its own; it does not
 * hold what too few Lanczos steps blur. Cost: for each state p products on a batch, or probes x
 * steps.
 */
public final class SharpnessDimension implements Measure {
  private static final int MOST = 10;
  private static final int DENSE = 400;
  private static final int PROBES = 3;
  private static final int STEPS = 60;

  @Override
  public Card card() {
    return new Card(
        "sharpness-dimension",
        "sharpness dimension",
        "In how many directions does a step of SGD not contract?",
        "a trajectory of at least two states, Hessian products, the learning rate of SGD and the"
            + " batch size",
        "0 means that every direction contracts: the training settles in a point. Directions beyond"
            + " 2 / eta and directions that bend down stretch. It counts against the number of"
            + " parameters.",
        "",
        "Tuci et al. 2026 (arXiv 2604.19740); Kaplan and Yorke 1979");
  }

  @Override
  public List<Work> work(MeasureContext context) {
    States.require(context);
    double share =
        (double) context.subject().facts().requireBatch() / context.sampling().batch().size();
    long p = context.subject().problem().space().dimension();
    double each = p <= DENSE ? p : PROBES * STEPS;
    return List.of(
        new Work(
            "spectra of one-step Jacobians",
            share * MOST,
            share * MOST * each,
            p * context.subject().problem().space().precision().bytes() * STEPS));
  }

  @Override
  public Answer answer(MeasureContext context) {
    States.require(context);
    SecondOrder problem = context.subject().require(SecondOrder.class);
    if (!(context.subject().facts().requireOptimizer() instanceof OptimizerRecipe.Sgd sgd)) {
      throw new NotApplicableException(
          "I - eta H is the Jacobian of a step of SGD; this was trained by an adaptive optimizer");
    }
    int size =
        Math.min(context.subject().facts().requireBatch(), context.sampling().batch().size());
    int rows = States.count(context, 2 * MOST);
    List<StretchRates> states = new ArrayList<>();
    RandomStream stream = context.sampling().stream("sharpness-dimension");
    States.visit(
        context,
        2 * MOST,
        row -> {
          if (row >= rows / 2) {
            Batch batch = draw(context.sampling().batch(), size, stream);
            try (Linearization graph = problem.linearize(batch, context.subject().stepMode())) {
              states.add(
                  graph.space().dimension() <= DENSE
                      ? StretchRates.dense(graph, sgd.rate())
                      : StretchRates.estimated(graph, sgd.rate(), PROBES, STEPS, stream));
            }
          }
        });
    double share = (double) size / context.sampling().batch().size();
    context.bench().work().addGradients(share * states.size());
    context
        .bench()
        .work()
        .addProducts(share * states.stream().mapToInt(StretchRates::products).sum());
    double dimension = StretchRates.dimension(states);
    double error =
        states.size() < 2
            ? Double.NaN
            : Jackknife.standardError(
                states.size(),
                left -> {
                  List<StretchRates> others = new ArrayList<>(states);
                  others.remove(left);
                  return StretchRates.dimension(others);
                });
    boolean dense = context.subject().problem().space().dimension() <= DENSE;
    return Answer.estimate(
            Value.of(dimension),
            Value.of(error),
            "Kaplan-Yorke dimension of mean log singular values, "
                + (dense
                    ? "dense spectra"
                    : "spectra by Lanczos quadrature of "
                        + PROBES
                        + " probes of "
                        + STEPS
                        + " steps")
                + "; jackknife over states",
            context
                .sampling()
                .drawn(context.subject().stepMode())
                .and(
                    Conventions.DEFINITION,
                    "one-step Jacobian I - eta H_B of plain SGD, eta "
                        + sgd.rate()
                        + (sgd.momentum() == 0
                            ? ""
                            : ", the recipe's momentum of " + sgd.momentum() + " left out")
                        + ", batches of "
                        + size
                        + ", at "
                        + states.size()
                        + " of the later states"))
        .withDetail("parameters", (double) context.subject().problem().space().dimension())
        .withDetail("largest-rate", StretchRates.largest(states));
  }

  private static Batch draw(Batch all, int size, RandomStream stream) {
    int[] indices = all.indices();
    int[] order = stream.permutation(indices.length);
    int[] drawn = new int[size];
    Arrays.setAll(drawn, i -> indices[order[i]]);
    return Batch.of(all.split(), drawn);
  }

  @Override
  public Finding judge(Measurement found) {
    double parameters = found.detail("parameters");
    double dimension = found.number();
    if (Double.isNaN(dimension) || Double.isNaN(parameters)) {
      return Finding.READING;
    }
    return dimension == 0
        ? Finding.of(TopologyFinding.SETTLES)
        : Finding.of(TopologyFinding.KEEPS_MOVING, dimension, parameters, found.margin());
  }
}
