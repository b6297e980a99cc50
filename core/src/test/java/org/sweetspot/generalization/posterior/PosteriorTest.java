package org.sweetspot.generalization.posterior;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sweetspot.generalization.bound.Bound;
import org.sweetspot.generalization.bound.BoundAnswer;
import org.sweetspot.generalization.bound.Evidence;
import org.sweetspot.generalization.bound.PacBayesBound;
import org.sweetspot.generalization.bound.PacBayesForm;
import org.sweetspot.generalization.bound.PosteriorRisk;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.Problem;
import org.sweetspot.problem.Split;
import org.sweetspot.random.Seed;
import org.sweetspot.vector.ArrayVector;

class PosteriorTest {
  @Test
  void divergenceIsTheClosedForm() {
    GaussianPosterior posterior =
        new GaussianPosterior(
            new double[] {1, 2},
            0.5,
            new double[] {1.5, 2},
            new double[] {Math.log(0.25), Math.log(1)});

    double first = Math.log(0.5 / 0.25) + (0.0625 + 0.25) / 0.5 - 0.5;
    double second = Math.log(0.5) + 1 / 0.5 - 0.5;
    assertThat(posterior.divergence()).isCloseTo(first + second, within(1e-14));
  }

  @Test
  void thePriorItselfCostsNothing() {
    double[] mean = {0.3, -0.2};
    double log = Math.log(0.01);
    assertThat(new GaussianPosterior(mean, 0.01, mean, new double[] {log, log}).divergence())
        .isZero();
  }

  @Test
  void gradientsOfTheObjectiveAreItsDifferenceQuotients() {
    for (PacBayesForm form : PacBayesForm.values()) {
      try (Problem inner = Blobs.problem(40, 10, 3)) {
        double[] prior = {0.5, 0.1, -0.4, 0.2, 0.05, -0.1};
        Batch batch = Batch.range(Split.TRAIN, 0, 40);
        double[] gradient = new double[12];
        try (PosteriorProblem problem = problem(inner, form, prior);
            ArrayVector into = problem.parameters().space().zero()) {
          move(problem, 0, 0);
          problem.gradient(batch, Mode.TRAIN, into);
          gradient = into.toArray();
        }
        for (int i = 0; i < 12; i++) {
          double step = 1e-6;
          double quotient =
              (value(inner, form, prior, batch, i, step)
                      - value(inner, form, prior, batch, i, -step))
                  / (2 * step);
          assertThat(gradient[i]).as(form + " " + i).isCloseTo(quotient, within(1e-6));
        }
      }
    }
  }

  private static PosteriorProblem problem(Problem inner, PacBayesForm form, double[] prior) {
    return new PosteriorProblem(
        inner, form, 0.05, Math.log(1e4), prior, 0.3, 40, new Seed(5).stream("draws"));
  }

  private static void move(PosteriorProblem problem, int index, double step) {
    double[] at = problem.parameters().toArray();
    for (int i = 0; i < at.length; i++) {
      at[i] += 0.02 * (i % 3) + (i == index ? step : 0);
    }
    problem.parameters().set(at);
  }

  /** The objective with the same draw at parameters moved a little. */
  private static double value(
      Problem inner, PacBayesForm form, double[] prior, Batch batch, int index, double step) {
    try (PosteriorProblem problem = problem(inner, form, prior);
        ArrayVector into = problem.parameters().space().zero()) {
      move(problem, index, step);
      return problem.gradient(batch, Mode.TRAIN, into);
    }
  }

  @Test
  void aTrainedPosteriorIsCertifiedCloseToItsTruth() {
    try (Problem problem = Blobs.problem(2000, 5000, 7)) {
      PosteriorTraining.Outcome outcome =
          PosteriorTraining.DEFAULT.train(
              problem, Blobs.recipe(20, 0.5, 3), new Seed(7), name -> List.of());
      PosteriorRisk risk =
          MonteCarloRisk.of(
              problem, outcome.posterior(), outcome.examples(), 400, 50, new Seed(7).stream("mc"));
      Bound bound = bound(risk, 0.05);
      int[] test = new int[5000];
      Arrays.setAll(test, i -> i);
      double truth =
          Arrays.stream(
                  MonteCarloRisk.errors(
                      problem,
                      outcome.posterior(),
                      Split.TEST,
                      test,
                      400,
                      50,
                      new Seed(8).stream("t")))
              .average()
              .orElseThrow();

      assertThat(bound.value()).isGreaterThan(truth).isLessThan(2 * truth);
      assertThat(bound.confidence().delta()).isCloseTo(0.05, within(1e-12));
    }
  }

  @Test
  void repetitionsFailNoMoreOftenThanDeltaAllows() {
    int failures = 0;
    int repetitions = 60;
    for (int i = 0; i < repetitions; i++) {
      try (Problem problem = Blobs.problem(100, 4000, 100 + i)) {
        Seed seed = new Seed(200 + i);
        PosteriorTraining.Outcome outcome =
            PosteriorTraining.DEFAULT.train(
                problem, Blobs.recipe(10, 0.5, 2), seed, name -> List.of());
        PosteriorRisk risk =
            MonteCarloRisk.of(
                problem, outcome.posterior(), outcome.examples(), 60, 10, seed.stream("mc"));
        int[] test = new int[4000];
        Arrays.setAll(test, j -> j);
        double truth =
            Arrays.stream(
                    MonteCarloRisk.errors(
                        problem, outcome.posterior(), Split.TEST, test, 80, 50, seed.stream("t")))
                .average()
                .orElseThrow();
        failures += bound(risk, 0.2).value() < truth ? 1 : 0;
      }
    }
    assertThat(failures).isLessThanOrEqualTo((int) (0.2 * repetitions));
  }

  @Test
  void aPriorThatSawTheExamplesIsRefused() {
    BoundAnswer answer =
        new PacBayesBound(PacBayesForm.KL)
            .apply(
                Evidence.NONE.with(
                    PosteriorRisk.class, new PosteriorRisk(0.1, 0.01, 100, 5, 1000, true)),
                0.05);

    assertThat(answer).isInstanceOf(BoundAnswer.Refused.class);
    assertThat(((BoundAnswer.Refused) answer).remedy()).contains("split the data");
  }

  @Test
  void theTightestFormIsTheRelativeEntropy() {
    PosteriorRisk risk = new PosteriorRisk(0.1, 0.005, 2000, 30, 5000, false);
    Evidence evidence = Evidence.NONE.with(PosteriorRisk.class, risk);
    double kl = ((Bound) new PacBayesBound(PacBayesForm.KL).apply(evidence, 0.05)).value();
    for (PacBayesForm form : PacBayesForm.values()) {
      assertThat(((Bound) new PacBayesBound(form).apply(evidence, 0.05)).value())
          .isGreaterThanOrEqualTo(kl);
    }
    // By hand: r + 2 k + 2 sqrt(k (r + k)) with r = 0.1, c = 0.02.
    assertThat(PacBayesForm.QUADRATIC.value(0.1, 0.02))
        .isCloseTo(0.1 + 0.02 + 2 * Math.sqrt(0.01 * 0.11), within(1e-15));
    // At the best lambda the bound is that of any other or less.
    double best = PacBayesForm.LAMBDA.value(0.1, 0.02);
    for (double lambda = 0.05; lambda < 2; lambda += 0.05) {
      assertThat((0.1 + 0.02 / lambda) / (1 - lambda / 2)).isGreaterThanOrEqualTo(best - 1e-15);
    }
  }

  private static Bound bound(PosteriorRisk risk, double delta) {
    return (Bound)
        new PacBayesBound(PacBayesForm.KL)
            .apply(Evidence.NONE.with(PosteriorRisk.class, risk), delta);
  }
}
