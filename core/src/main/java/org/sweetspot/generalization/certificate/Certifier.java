package org.sweetspot.generalization.certificate;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.sweetspot.generalization.bound.BoundCatalogue;
import org.sweetspot.generalization.bound.CompressedNetwork;
import org.sweetspot.generalization.bound.Evidence;
import org.sweetspot.generalization.bound.HeldOutErrors;
import org.sweetspot.generalization.bound.LangevinTraining;
import org.sweetspot.generalization.bound.LowRankNetwork;
import org.sweetspot.generalization.bound.PacBayesForm;
import org.sweetspot.generalization.bound.PosteriorRisk;
import org.sweetspot.generalization.bound.RandomSetBound;
import org.sweetspot.generalization.bound.RandomSetStability;
import org.sweetspot.generalization.bound.StableTraining;
import org.sweetspot.generalization.compression.LowRankCompression;
import org.sweetspot.generalization.compression.SubspaceCompression;
import org.sweetspot.generalization.posterior.MonteCarloRisk;
import org.sweetspot.generalization.posterior.PosteriorTraining;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.Outputs;
import org.sweetspot.problem.Problem;
import org.sweetspot.problem.RefusedException;
import org.sweetspot.problem.Split;
import org.sweetspot.random.Seed;
import org.sweetspot.recipe.Recipe;
import org.sweetspot.recipe.TrainingRecipe;
import org.sweetspot.vector.ParameterVector;

/**
 * Collects evidence of a classifier, and what each bound may be compared with. The weights of the
 * problem come back bit by bit. Not safe for use by several threads.
 */
public final class Certifier {
  private static final int CHUNK = 1000;
  private static final int MOST_RETRAININGS = 9;
  private static final int DRAWS = 2000;
  private static final int EACH = 100;
  private static final int TRUTH_DRAWS = 200;

  private final Problem problem;
  private final double delta;
  private final Seed seed;
  private final Map<String, Double> truths = new LinkedHashMap<>();
  private Evidence evidence = Evidence.NONE;

  /**
   * Knows nothing yet.
   *
   * @param problem a classifier whose rows are its examples
   * @param delta the probability at which each bound may fail
   * @throws RefusedException if it is none
   */
  public Certifier(Problem problem, double delta, Seed seed) {
    this.problem = problem;
    this.delta = delta;
    this.seed = seed;
    Outputs outputs = problem.ability(Outputs.class).orElse(null);
    Split some = problem.size(Split.TEST) > 0 ? Split.TEST : Split.TRAIN;
    if (outputs == null || outputs.predictions(Batch.of(some, 0), Mode.EVALUATE).rows() != 1) {
      throw new RefusedException(
          "the network to certify",
          "a classifier with one label for each example",
          outputs == null ? "a network that shows no classes" : "several labels for an example",
          "bounds of errors need independent examples, each right or wrong");
    }
  }

  /**
   * Counts errors on a split that nothing was chosen by; without examples there nothing is known.
   */
  public Certifier heldOut(Split split) {
    int size = problem.size(split);
    if (size > 0) {
      HeldOutErrors held = new HeldOutErrors(errors(split), size);
      evidence = evidence.with(HeldOutErrors.class, held);
      BoundCatalogue.SHIPPED.rules().stream()
          .map(rule -> rule.card().id())
          .filter(id -> id.startsWith("test-set-"))
          .forEach(id -> truths.put(id, held.rate()));
    }
    return this;
  }

  /** Adds a fact of another kind. */
  public <T> Certifier with(Class<T> type, T fact) {
    evidence = evidence.with(type, fact);
    return this;
  }

  /** Recognizes a training by Langevin dynamics; the gap of this one run is what it is beside. */
  public Certifier langevin(Recipe recipe) {
    LangevinRecipe.of(recipe, problem, seed.child("langevin"))
        .ifPresent(
            training -> {
              evidence = evidence.with(LangevinTraining.class, training);
              if (problem.size(Split.TEST) > 0) {
                truths.put(
                    "langevin",
                    (double) errors(Split.TEST) / problem.size(Split.TEST)
                        - (double) errors(Split.TRAIN) / problem.size(Split.TRAIN));
              }
            });
    return this;
  }

  /** Recognizes plain stochastic gradient descent of so many steps. */
  public Certifier plainSgd(Recipe recipe, long steps) {
    PlainSgd.of(recipe, problem, steps)
        .ifPresent(training -> evidence = evidence.with(StableTraining.class, training));
    return this;
  }

  /** Why no posterior and no compressed network can be certified here; empty where they can. */
  public Optional<String> whyNotTrained() {
    if (problem.buffers().space().dimension() > 0 || problem.mixesExamples(Mode.EVALUATE)) {
      return Optional.of(
          "the network keeps running statistics of the training examples, which neither the"
              + " divergence nor the message counts; train it without batch normalization");
    }
    return Optional.empty();
  }

  /**
   * Trains a posterior beside a prior, a network in a random subspace, and one of low rank.
   *
   * @param initial random weights, drawn before the data were seen
   * @param recipe of the prior's training
   */
  public Certifier trained(ParameterVector initial, TrainingRecipe recipe, Phases phases) {
    whyNotTrained()
        .ifPresent(
            why -> {
              throw new IllegalArgumentException("certificate by training: " + why);
            });
    try (ParameterVector before = problem.parameters().copy()) {
      problem.parameters().set(initial);
      posterior(recipe, phases);
      problem.parameters().set(initial);
      compressed(recipe, phases);
      problem.parameters().set(initial);
      lowRank(recipe, phases);
      problem.parameters().set(before);
    }
    return this;
  }

  /**
   * Trains again and again with examples replaced; there must be test examples, and a training
   * split of at least 20.
   *
   * @param initial random weights
   * @param recipe of the run's training
   * @param retrainings from 1 to 9
   */
  public Certifier retrained(
      ParameterVector initial, TrainingRecipe recipe, int retrainings, Phases phases) {
    if (retrainings < 1 || retrainings > MOST_RETRAININGS) {
      throw new IllegalArgumentException(
          "retrainings: expected 1 to " + MOST_RETRAININGS + ", got " + retrainings);
    }
    if (problem.size(Split.TEST) == 0 || problem.size(Split.TRAIN) < 2 * MOST_RETRAININGS + 2) {
      throw new RefusedException(
          "retraining with examples replaced",
          "test examples, and at least 20 training examples",
          problem.size(Split.TEST) + " and " + problem.size(Split.TRAIN),
          "give the recipe data.split.test");
    }
    try (ParameterVector before = problem.parameters().copy()) {
      RetrainedSets.Outcome outcome =
          new RetrainedSets(problem, recipe, seed).of(initial, retrainings, phases);
      evidence = evidence.with(RandomSetStability.class, outcome.stability());
      truths.put(RandomSetBound.ID, outcome.gap());
      problem.parameters().set(before);
    }
    return this;
  }

  /** What the rules say of all that is known by now. */
  public Certificate certificate() {
    return Certificate.of(BoundCatalogue.SHIPPED, evidence, delta, truths);
  }

  private void posterior(TrainingRecipe recipe, Phases phases) {
    PosteriorTraining training = PosteriorTraining.DEFAULT.withDelta(delta);
    PosteriorTraining.Outcome outcome =
        training.train(problem, recipe, seed.child("certificate"), phases::begin);
    phases.begin("networks drawn from the posterior");
    PosteriorRisk risk =
        MonteCarloRisk.of(
            problem,
            outcome.posterior(),
            outcome.examples(),
            DRAWS,
            EACH,
            seed.stream("certificate/draws"));
    evidence = evidence.with(PosteriorRisk.class, risk);
    if (problem.size(Split.TEST) > 0) {
      double truth =
          MonteCarloRisk.meanError(
              problem,
              outcome.posterior(),
              Split.TEST,
              TRUTH_DRAWS,
              EACH,
              seed.stream("certificate/truth"));
      for (PacBayesForm form : PacBayesForm.values()) {
        truths.put("pac-bayes-" + form.id(), truth);
      }
    }
  }

  private void compressed(TrainingRecipe recipe, Phases phases) {
    CompressedNetwork network =
        SubspaceCompression.of(problem.space().dimension(), recipe)
            .compress(problem, seed.child("compression"), phases.begin("network in a subspace"))
            .network();
    evidence = evidence.with(CompressedNetwork.class, network);
    if (problem.size(Split.TEST) > 0) {
      truths.put("compression", (double) errors(Split.TEST) / problem.size(Split.TEST));
    }
  }

  private void lowRank(TrainingRecipe recipe, Phases phases) {
    LowRankNetwork network =
        LowRankCompression.of(recipe)
            .compress(problem, seed.child("compression"), phases.begin("network of low rank"));
    evidence = evidence.with(LowRankNetwork.class, network);
    if (problem.size(Split.TEST) > 0) {
      truths.put("compression-low-rank", (double) errors(Split.TEST) / problem.size(Split.TEST));
    }
  }

  private int errors(Split split) {
    int size = problem.size(split);
    int wrong = 0;
    for (int from = 0; from < size; from += CHUNK) {
      wrong +=
          MonteCarloRisk.wrong(problem, Batch.range(split, from, Math.min(size, from + CHUNK)));
    }
    return wrong;
  }
}
