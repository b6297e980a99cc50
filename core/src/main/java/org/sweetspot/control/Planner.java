package org.sweetspot.control;

import static java.lang.String.format;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.sweetspot.recipe.NormalizationRecipe;
import org.sweetspot.recipe.OptimizerRecipe;
import org.sweetspot.recipe.Recipe;
import org.sweetspot.recipe.Span;
import org.sweetspot.recipe.TrainingRecipe;

/**
 * Computes, from what was read along the baseline, what to alter together with the batch.
 *
 * <p>With kappa = new batch / old batch and the measured gain r (see {@link Readings#gain}):
 *
 * <ul>
 *   <li>learning rate: the rules linear (kappa), square-root (sqrt kappa) and noise-measured (r),
 *       those nearest to min(r, room to the edge of stability) first; adaptive optimizers get the
 *       square root only, since their step does not grow with the gradient (Malladi 2022);
 *   <li>warm-up: for as long as the baseline's own curvature puts the raised rate beyond the edge,
 *       at least a twentieth of the run;
 *   <li>length: a step at gain g does the work of g old steps, so kappa / g times the examples are
 *       needed for the same work; then, if the allowed cost is higher, all of it (Hoffer 2017);
 *   <li>normalization: ghost batches of the old size keep the noise of the statistics exactly.
 * </ul>
 */
public final class Planner {
  private static final double LEAST_WARM_UP = 0.05;
  private static final double DISTINCT = 1.15;

  private final BatchChange change;
  private final Readings readings;
  private final double cost;
  private final double kappa;
  private final double gain;

  /**
   * A planner for one change.
   *
   * @param cost the most that training may cost, in multiples of the baseline's examples
   */
  public Planner(BatchChange change, Readings readings, double cost) {
    this.change = change;
    this.readings = readings;
    this.cost = cost;
    this.kappa = change.kappa();
    this.gain = readings.gain(change.baseline().training().batch(), kappa);
  }

  /** The plan. */
  public Plan plan() {
    List<Proposal> proposals = new ArrayList<>(rates());
    proposals.addAll(warmUps());
    proposals.addAll(lengths());
    proposals.addAll(normalizations());
    return new Plan(proposals, gain, predicted(), conflicts());
  }

  private OptimizerRecipe optimizer() {
    return change.baseline().training().optimizer();
  }

  /** How many times the rate can grow before the typical curvature makes it unstable. */
  private double room() {
    double edge = Readings.edge(optimizer(), readings.typicalCurvature());
    return Double.isNaN(edge) ? Double.POSITIVE_INFINITY : edge / optimizer().rate();
  }

  private double target() {
    // Shrinking the batch shrinks the rate: the edge is no limit then.
    return kappa < 1 ? gain() : Math.max(1, Math.min(gain(), room()));
  }

  private double gain() {
    return gain;
  }

  private List<ScalingRule> rules() {
    if (!(optimizer() instanceof OptimizerRecipe.Sgd)) {
      return List.of(ScalingRule.SQUARE_ROOT);
    }
    List<ScalingRule> rules = new ArrayList<>();
    Stream.of(ScalingRule.values())
        .sorted(Comparator.comparingDouble(rule -> distance(rule.factor(kappa, gain), target())))
        .filter(
            rule ->
                rules.stream()
                    .allMatch(
                        kept ->
                            distance(kept.factor(kappa, gain), rule.factor(kappa, gain))
                                > Math.log(DISTINCT)))
        .forEach(rules::add);
    rules.removeIf(rule -> distance(rule.factor(kappa, gain), 1) <= Math.log(DISTINCT));
    return rules;
  }

  private static double distance(double a, double b) {
    return Math.abs(Math.log(a) - Math.log(b));
  }

  private List<Proposal> rates() {
    List<Proposal> proposals = new ArrayList<>();
    for (ScalingRule rule : rules()) {
      double factor = rule.factor(kappa, gain);
      double rate = significant(optimizer().rate() * factor);
      proposals.add(
          new Proposal(
              Proposal.Kind.RATE,
              rule.words() + " learning rate",
              format(
                  Locale.ROOT,
                  "rate %s to %s (x %s): the measured noise makes one new step worth %s old ones (square root of the change: %s, linear: %s)%s",
                  Figures.three(optimizer().rate()),
                  Figures.three(rate),
                  Figures.three(factor),
                  Figures.three(gain),
                  Figures.three(Math.sqrt(kappa)),
                  Figures.three(kappa),
                  stabilityWords(rate)),
              recipe -> recipe.withTraining(withRate(recipe.training(), rate))));
    }
    return proposals;
  }

  private String stabilityWords(double rate) {
    double edge = Readings.edge(optimizer(), readings.typicalCurvature());
    if (Double.isNaN(edge)) {
      return "; the edge of stability of an adaptive optimizer was not measured";
    }
    if (Double.isInfinite(edge)) {
      return "; no positive curvature was found, so nothing limits it";
    }
    return format(
        Locale.ROOT,
        "; at the baseline's typical curvature %s the edge of stability is at %s, so this is %.0f%% of it",
        Figures.three(readings.typicalCurvature()),
        Figures.three(edge),
        100 * rate / edge);
  }

  private List<Proposal> warmUps() {
    if (kappa <= 1 || change.baseline().training().schedule().warmUp().amount() > 0) {
      return List.of();
    }
    double rate = significant(optimizer().rate() * Math.max(target(), Math.sqrt(kappa)));
    double until =
        readings.points().stream()
            .filter(reading -> rate > Readings.edge(optimizer(), reading.curvature()))
            .mapToDouble(Reading::progress)
            .filter(progress -> progress < 0.5)
            .max()
            .orElse(0);
    double share = Math.max(LEAST_WARM_UP, until);
    return List.of(
        new Proposal(
            Proposal.Kind.WARM_UP,
            "warm-up",
            format(
                Locale.ROOT,
                "the rate grows from zero over the first %.0f%% of the steps: %s",
                100 * share,
                until > 0
                    ? "until there the baseline's curvature puts the raised rate beyond the edge of stability"
                    : "the baseline's curvature never forbids the raised rate, so the shortest warm-up is tried"),
            recipe -> withWarmUp(recipe, share)));
  }

  private Recipe withWarmUp(Recipe recipe, double share) {
    long steps = Math.max(1, Math.round(share * stepsOf(recipe)));
    TrainingRecipe training = recipe.training();
    return recipe.withTraining(
        training.withSchedule(training.schedule().withWarmUp(Span.steps(steps))));
  }

  private List<Proposal> lengths() {
    if (kappa <= 1) {
      return List.of();
    }
    double gained = rules().isEmpty() ? 1 : rules().get(0).factor(kappa, gain);
    double needed = Math.max(1, kappa / Math.max(1, Math.min(gained, gain)));
    double allowed = Math.min(cost, kappa);
    List<Proposal> proposals = new ArrayList<>();
    if (Math.min(needed, allowed) >= DISTINCT) {
      proposals.add(
          longer(
              Math.min(needed, allowed),
              format(
                  Locale.ROOT,
                  "%s times fewer steps, each worth %s old ones, leave the network under-trained: %s times the examples would do the same work%s",
                  Figures.three(kappa),
                  Figures.three(Math.min(gained, gain)),
                  Figures.three(needed),
                  needed > allowed
                      ? format(Locale.ROOT, ", the recipe allows %s", Figures.three(allowed))
                      : "")));
    }
    if (allowed > needed * DISTINCT) {
      proposals.add(
          longer(
              allowed,
              format(
                  Locale.ROOT,
                  "regime adaptation: %s, since the distance that the weights travel grows with the number of steps",
                  allowed < kappa
                      ? format(
                          Locale.ROOT,
                          "%s times the baseline's examples, all that the recipe allows",
                          Figures.three(allowed))
                      : "as many steps as the baseline")));
    }
    return proposals;
  }

  private Proposal longer(double factor, String reason) {
    return new Proposal(
        Proposal.Kind.LENGTH,
        format(Locale.ROOT, "train longer, %s times the examples", Figures.three(factor)),
        reason,
        recipe -> {
          long steps = Math.round(factor * change.changedSteps());
          TrainingRecipe training = recipe.training();
          Span warmUp = training.schedule().warmUp();
          // A warm-up in steps is a share of the run: it stays one.
          Span stretched =
              warmUp.unit() == Span.Unit.STEPS && warmUp.amount() > 0
                  ? Span.steps(Math.max(1, Math.round(warmUp.amount() * steps / stepsOf(recipe))))
                  : warmUp;
          return recipe.withTraining(
              training
                  .withBudget(Span.steps(steps))
                  .withSchedule(training.schedule().withWarmUp(stretched)));
        });
  }

  private long stepsOf(Recipe recipe) {
    return org.sweetspot.training.StepCount.of(recipe.training(), change.examples());
  }

  private List<Proposal> normalizations() {
    NormalizationRecipe normalization = change.baseline().model().normalization();
    int old = change.baseline().training().batch();
    if (normalization.kind() != NormalizationRecipe.Kind.BATCH || kappa <= 1 || old < 2) {
      return List.of();
    }
    return List.of(
        new Proposal(
            Proposal.Kind.NORMALIZATION,
            "ghost batch normalization",
            format(
                Locale.ROOT,
                "statistics over chunks of %d examples keep the noise of the normalization, which a batch of %d makes %s times smaller",
                old,
                change.batch(),
                Figures.three(Math.sqrt(kappa))),
            recipe ->
                recipe.withModel(
                    recipe
                        .model()
                        .withNormalization(recipe.model().normalization().withGhost(old)))));
  }

  private List<String> predicted() {
    List<String> sentences = new ArrayList<>();
    double before = change.baselineSteps();
    double after = change.changedSteps();
    sentences.add(
        format(
            Locale.ROOT,
            "Left alone, %.0f steps stand for the baseline's %.0f at the same rate: %s.",
            after,
            before,
            after < before ? "the network will be under-trained" : "it will not be under-trained"));
    sentences.add(
        format(
            Locale.ROOT,
            "With the rate raised by the measured gain %s they do the work of %.0f old steps, %.0f%% of the baseline's.",
            Figures.three(gain),
            after * gain,
            100 * after * gain / before));
    return sentences;
  }

  private List<String> conflicts() {
    List<String> conflicts = new ArrayList<>();
    if (kappa > 1 && room() < kappa) {
      conflicts.add(
          format(
              Locale.ROOT,
              "Noise temperature and stability: keeping rate / batch needs a %s times larger rate; the curvature allows %s times.",
              Figures.three(kappa),
              Figures.three(room())));
    }
    if (kappa > 1 && cost < kappa) {
      conflicts.add(
          format(
              Locale.ROOT,
              "Number of steps and cost: as many steps as the baseline cost %s times its examples; the recipe allows %s times.",
              Figures.three(kappa),
              Figures.three(cost)));
    }
    if (kappa > 1 && gain < kappa / DISTINCT) {
      conflicts.add(
          format(
              Locale.ROOT,
              "Noise temperature and progress: the gradient is not all noise, so a step can be worth at most %s old ones; beyond that a larger rate adds noise, not progress.",
              Figures.three(gain)));
    }
    return conflicts;
  }

  private static TrainingRecipe withRate(TrainingRecipe training, double rate) {
    return training.withOptimizer(training.optimizer().withRate(rate));
  }

  private static double significant(double value) {
    return Double.parseDouble(Figures.digits(value, 4));
  }
}
