package org.sweetspot.measure.landscape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.sweetspot.measure.Fixtures;
import org.sweetspot.measure.Measure;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.MeasureSettings;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.Status;
import org.sweetspot.measure.TrainingFacts;
import org.sweetspot.measure.Value;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.Problem;
import org.sweetspot.problem.Split;
import org.sweetspot.random.Seed;
import org.sweetspot.reference.Quadratic;
import org.sweetspot.reference.SoftmaxRegression;
import org.sweetspot.vector.ParameterVector;

class LandscapeTest {
  private static final double[] CURVATURES = {5, 2, 0.5};

  private static Measurement measure(Problem problem, TrainingFacts facts, Measure measure) {
    double[] before = problem.parameters().toArray();
    try (MeasureContext context =
        new MeasureContext(
            problem, facts, MeasureSettings.DEFAULT.withExamples(100, 3), new Seed(6))) {
      Measurement answer = measure.measure(context);
      assertThat(problem.parameters().toArray()).isEqualTo(before);
      return answer;
    }
  }

  private static List<Double> column(Measurement answer, String name) {
    Value.Columns table = (Value.Columns) Objects.requireNonNull(answer.value());
    return Objects.requireNonNull(table.columns().get(name));
  }

  private static Quadratic bowl() {
    Quadratic bowl = Fixtures.bowl(7, CURVATURES);
    bowl.parameters().set(new double[] {1.5, -2, 0.25});
    return bowl;
  }

  private static double[] gradient(Quadratic bowl) {
    try (ParameterVector gradient = bowl.space().zero()) {
      bowl.gradient(Batch.range(Split.TRAIN, 0, 7), Mode.EVALUATE, gradient);
      return gradient.toArray();
    }
  }

  /** Rise of the bowl by a step of this length along u. */
  private static double rise(double[] g, double length, double[] u) {
    double slope = 0;
    double bend = 0;
    for (int i = 0; i < 3; i++) {
      slope += g[i] * u[i];
      bend += CURVATURES[i] * u[i] * u[i];
    }
    return length * slope + length * length * bend / 2;
  }

  private static double norm(double... x) {
    return Math.sqrt(x[0] * x[0] + x[1] * x[1] + x[2] * x[2]);
  }

  @Test
  void samSharpnessOfABowlIsItsTaylorSeries() {
    Quadratic bowl = bowl();
    double[] g = gradient(bowl);
    double[] u = {g[0] / norm(g), g[1] / norm(g), g[2] / norm(g)};
    Measurement answer = measure(bowl, TrainingFacts.UNKNOWN, SamSharpness.plain());
    assertThat(answer.status()).isEqualTo(Status.EXACT);
    for (double rho : new double[] {0.01, 0.05, 0.1}) {
      assertThat(Fixtures.part(answer, "rho-" + rho)).isCloseTo(rise(g, rho, u), within(1e-12));
    }
  }

  @Test
  void adaptiveSharpnessScalesEveryWeightByItsSize() {
    Quadratic bowl = bowl();
    double[] g = gradient(bowl);
    double[] w = bowl.parameters().toArray();
    double[] scaled = {w[0] * g[0], w[1] * g[1], w[2] * g[2]};
    double[] u = new double[3];
    for (int i = 0; i < 3; i++) {
      u[i] = w[i] * w[i] * g[i] / norm(scaled);
    }
    Measurement answer = measure(bowl, TrainingFacts.UNKNOWN, SamSharpness.adaptive());
    for (double rho : new double[] {0.1, 0.5, 1.0}) {
      assertThat(Fixtures.part(answer, "rho-" + rho)).isCloseTo(rise(g, rho, u), within(1e-12));
    }
  }

  @Test
  void criticalSharpnessOfABowlIsItsCurvatureAlongTheGradient() {
    Quadratic bowl = bowl();
    double[] g = gradient(bowl);
    double form = 0;
    for (int i = 0; i < 3; i++) {
      form += CURVATURES[i] * g[i] * g[i];
    }
    double exact = form / (norm(g) * norm(g));
    for (double rate : new double[] {1e-4, 0.3, 50}) {
      Measurement answer = measure(bowl, Fixtures.sgd(rate, 0.9), new CriticalSharpness());
      assertThat(Fixtures.scalar(answer)).isCloseTo(exact, within(Fixtures.error(answer)));
      assertThat(Fixtures.error(answer)).isLessThan(0.03 * exact);
    }
    // Near the critical rate about six forward passes are enough.
    assertThat(measure(bowl, Fixtures.sgd(2 / exact, 0), new CriticalSharpness()).estimator())
        .startsWith("6 forward");
  }

  @Test
  void alongADirectionThatOnlyFallsThereIsNone() {
    Quadratic hill = Fixtures.bowl(3, -1, -2);
    Measurement answer = measure(hill, TrainingFacts.UNKNOWN, new CriticalSharpness());
    assertThat(answer.status()).isEqualTo(Status.NOT_APPLICABLE);
  }

  @Test
  void atAPointWithoutGradientThereIsNoDirection() {
    Quadratic still = Quadratic.diagonal(1, 2);
    assertThat(measure(still, TrainingFacts.UNKNOWN, SamSharpness.plain()).conventions().text())
        .contains("no direction");
  }

  @Test
  void filtersAreAsLongAsThoseOfTheWeightsAndBiasesStay() {
    SoftmaxRegression problem = Fixtures.classifier(20, 0);
    double[] w = problem.parameters().toArray();
    try (ParameterVector direction =
        FilterDirection.draw(problem.parameters(), new Seed(1).stream("d"))) {
      double[] d = direction.toArray();
      for (int k = 0; k < 3; k++) {
        double own = 0;
        double wanted = 0;
        for (int j = 0; j < 4; j++) {
          own += d[4 * k + j] * d[4 * k + j];
          wanted += w[4 * k + j] * w[4 * k + j];
        }
        assertThat(own).isCloseTo(wanted, within(1e-12));
        assertThat(d[12 + k]).isZero();
      }
    }
  }

  @Test
  void slicesOfABowlAreParabolasThroughItsLoss() {
    Quadratic bowl = bowl();
    double here = bowl.loss(Batch.range(Split.TRAIN, 0, 7), Mode.EVALUATE);
    Measurement line = measure(bowl, TrainingFacts.UNKNOWN, new LandscapeLine());
    List<Double> t = column(line, "t");
    List<Double> loss = column(line, "loss");
    assertThat(t.get(10)).isZero();
    assertThat(loss.get(10)).isCloseTo(here, within(1e-12));
    double bend = loss.get(2) - 2 * loss.get(1) + loss.get(0);
    assertThat(bend).isGreaterThan(0);
    for (int i = 1; i < 20; i++) {
      assertThat(loss.get(i + 1) - 2 * loss.get(i) + loss.get(i - 1))
          .isCloseTo(bend, within(1e-10));
    }
    Measurement plane = measure(bowl, TrainingFacts.UNKNOWN, new LandscapePlane());
    List<Double> surface = column(plane, "loss");
    assertThat(surface).hasSize(121);
    assertThat(column(plane, "x").get(60)).isZero();
    assertThat(column(plane, "y").get(60)).isZero();
    assertThat(surface.get(60)).isCloseTo(here, within(1e-12));
    // A quadratic over a plane has one mixed difference everywhere.
    double mixed = surface.get(12) - surface.get(11) - surface.get(1) + surface.get(0);
    assertThat(surface.get(120) - surface.get(119) - surface.get(109) + surface.get(108))
        .isCloseTo(mixed, within(1e-10));
  }
}
