package org.sweetspot.measure.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sweetspot.measure.Fact;
import org.sweetspot.measure.Finding;
import org.sweetspot.measure.Fixtures;
import org.sweetspot.measure.Measure;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.MeasureSettings;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.NullControl;
import org.sweetspot.measure.Status;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Split;
import org.sweetspot.random.RandomStream;
import org.sweetspot.random.Seed;
import org.sweetspot.reference.Quadratic;
import org.sweetspot.reference.SoftmaxRegression;
import org.sweetspot.topology.LyapunovDimension;
import org.sweetspot.trajectory.ArrayTrajectory;
import org.sweetspot.vector.ParameterVector;

class TopologyMeasuresTest {
  private static final List<Measure> ALL =
      List.of(
          new LifetimesOfStates(),
          new LifetimeSums(),
          StateDimension.persistent(),
          StateDimension.correlation(),
          StateMagnitude.all(),
          StateMagnitude.positive());

  private static Measurement ask(Measure measure, double[]... states) {
    try (MeasureContext context =
        MeasureContext.ofTrajectory(
            new ArrayTrajectory("test", states), MeasureSettings.DEFAULT, new Seed(1))) {
      return measure.measure(context);
    }
  }

  private static double walk(Measurement found, String part) {
    return found.nullControl(part).map(NullControl::value).orElseThrow();
  }

  private static double[][] randomWalk(int states, int dimension) {
    RandomStream stream = new Seed(4).stream("test/walk");
    double[][] walk = new double[states][dimension];
    for (int i = 1; i < states; i++) {
      double[] before = walk[i - 1];
      Arrays.setAll(walk[i], j -> before[j] + stream.nextGaussian());
    }
    return walk;
  }

  @Test
  void nothingIsComparedWithTheLifetimesOfRepeatedStates() {
    double[][] states = {{0, 0}, {1, 0}, {3, 1}, {0, 0}, {1, 0}, {3, 1}};
    Measurement lifetimes = ask(new LifetimesOfStates(), states);
    assertThat(new LifetimesOfStates().judge(lifetimes).facts())
        .extracting(Fact::verdict)
        .containsExactly(TopologyFinding.REPEATED);
  }

  @Test
  void theThirdSideOfASquareIsNoEdge() {
    // Back to the start: the tree has two edges of one and, at the return, one of zero.
    double[][] states = {{0, 0}, {1, 0}, {1, 1}, {0, 0}};
    Measurement lifetimes = ask(new LifetimesOfStates(), states);
    assertThat(lifetimes.status()).isEqualTo(Status.EXACT);
    assertThat(lifetimes.column("lifetime")).containsExactly(0.0, 1.0, 1.0);
    assertThat(lifetimes.column("random-walk").get(2)).isCloseTo(Math.sqrt(2), within(1e-15));
    Measurement sums = ask(new LifetimeSums(), states);
    assertThat(sums.number("weights-1")).isEqualTo(2);
    assertThat(sums.number("weights-half")).isEqualTo(2);
    assertThat(walk(sums, "weights-1")).isCloseTo(2 + Math.sqrt(2), within(1e-15));
    Fact tree = new LifetimeSums().judge(sums).facts().get(0);
    assertThat(tree.verdict()).isEqualTo(TopologyFinding.TREE_RETURNS);
    assertThat((Double) tree.particulars().get(0)).isCloseTo(0.59, within(0.005));
    assertThat(sums.detail("norm")).isZero();
    assertThat(sums.detail("displacement")).isZero();
  }

  @Test
  void aRandomWalkShowsNothing() {
    double[][] walk = randomWalk(120, 3000);
    Measurement sums = ask(new LifetimeSums(), walk);
    assertThat(sums.number("weights-1")).isCloseTo(walk(sums, "weights-1"), within(10.0));
    assertThat(new LifetimeSums().judge(sums).verdicts())
        .containsExactly(TopologyFinding.TREE_IS_WAY);
    assertThat(new LifetimesOfStates().judge(ask(new LifetimesOfStates(), walk)).verdicts())
        .containsExactly(TopologyFinding.ONE_PLACE, TopologyFinding.LIFETIMES_AS_STEPS);
    Measurement dimension = ask(StateDimension.persistent(), walk);
    assertThat(dimension.number("weights")).isCloseTo(walk(dimension, "weights"), within(0.1));
    assertThat(StateDimension.persistent().judge(dimension).verdicts())
        .containsExactly(TopologyFinding.DIMENSION_AS_WALK);
    assertThat(dimension.control()).contains("adversarial initialization");
    Measurement magnitude = ask(StateMagnitude.all(), walk);
    assertThat(magnitude.number("weights-0.01"))
        .isCloseTo(walk(magnitude, "weights-0.01"), within(0.3));
    assertThat(StateMagnitude.all().judge(magnitude).verdicts())
        .containsExactly(TopologyFinding.MAGNITUDE_AS_WALK);
  }

  @Test
  void aCloudInAPlaneIsToldFromARandomWalk() {
    RandomStream stream = new Seed(9).stream("test/plane");
    double[][] states = new double[400][50];
    for (double[] state : states) {
      state[3] = stream.nextDouble();
      state[7] = stream.nextDouble();
    }
    Measurement sums = ask(new LifetimeSums(), states);
    assertThat(new LifetimeSums().judge(sums).verdicts())
        .containsExactly(TopologyFinding.TREE_RETURNS);
    assertThat(ask(StateDimension.persistent(), states).number("weights"))
        .isCloseTo(2, within(0.15));
    Measurement correlation = ask(StateDimension.correlation(), states);
    assertThat(correlation.number("weights")).isCloseTo(2, within(0.3));
    assertThat(correlation.margin("weights")).isBetween(0.01, 0.3);
  }

  @Test
  void lossesAndLabelsAreCloudsOfTheirOwn() {
    SoftmaxRegression problem = Fixtures.classifier(60, 0);
    double[] weights = problem.parameters().toArray();
    try (ParameterVector initial = problem.parameters().copy();
        MeasureContext context =
            Fixtures.context(problem).withTrajectory(Fixtures.spiral(initial))) {
      Measurement sums = new LifetimeSums().measure(context);
      assertThat(problem.parameters().toArray()).containsExactly(weights);
      double[][] losses = new double[5][];
      for (int i = 0; i < 5; i++) {
        context.subject().trajectory().moveTo(i, problem);
        losses[i] = problem.losses(Batch.range(Split.TRAIN, 0, 60));
      }
      // Losses of two states as far apart as any two of the tree's edges at most.
      double way = 0;
      for (int i = 1; i < 5; i++) {
        for (int j = 0; j < 60; j++) {
          way += Math.abs(losses[i][j] - losses[i - 1][j]) / 60;
        }
      }
      assertThat(sums.number("losses-1")).isPositive().isLessThanOrEqualTo(way + 1e-12);
      assertThat(sums.number("labels-1") * 60)
          .isCloseTo(Math.rint(sums.number("labels-1") * 60), within(1e-9));
      Measurement magnitude = StateMagnitude.positive().measure(context);
      assertThat(magnitude.parts())
          .containsKeys("weights-sqrt-n", "weights-0.01", "losses-sqrt-n", "labels-0.01");
      assertThat(magnitude.number("weights-sqrt-n")).isBetween(4.9, 5.0);
      assertThat(StateMagnitude.positive().judge(magnitude).verdicts())
          .containsExactly(TopologyFinding.STATES_APART);
    }
  }

  @Test
  void fewStatesHaveNoDimensionAndSayWhy() {
    Measurement few = ask(StateDimension.persistent(), randomWalk(12, 4));
    assertThat(few.status()).isEqualTo(Status.NOT_APPLICABLE);
    assertThat(few.conventions().text()).contains("too few points").contains("count: 200");
    RandomStream stream = new Seed(2).stream("test/sparse");
    double[][] sparse = new double[200][1000];
    for (double[] state : sparse) {
      Arrays.setAll(state, j -> stream.nextGaussian());
    }
    assertThat(ask(StateDimension.persistent(), sparse).conventions().text())
        .contains("no upper bound")
        .contains("slope 1.01");
  }

  @Test
  void aFirstStateThatStandsApartIsLeftOut() {
    double[][] states = {{100, 0}, {0, 0}, {1, 0}, {1, 2}};
    ArrayTrajectory tail = new ArrayTrajectory("tail", states, new double[] {0, 90, 91, 92});
    try (MeasureContext context =
        MeasureContext.ofTrajectory(tail, MeasureSettings.DEFAULT, new Seed(1))) {
      Measurement found = new LifetimesOfStates().measure(context);
      assertThat(found.column("lifetime")).containsExactly(1.0, 2.0);
      assertThat(found.conventions().text()).contains("3 states").contains("without the first");
    }
    assertThat(ask(new LifetimesOfStates(), states).column("lifetime")).hasSize(3);
  }

  @Test
  void whatDoesNotApplySaysWhy() {
    for (Measure measure : ALL) {
      assertThat(ask(measure, new double[] {1}).conventions().text()).contains("at least 3 states");
      assertThat(
              ask(measure, new double[] {1}, new double[] {Double.NaN}, new double[] {2})
                  .conventions()
                  .text())
          .contains("finite");
    }
    double[] here = {1, 2};
    assertThat(new LifetimeSums().judge(ask(new LifetimeSums(), here, here, here)))
        .isEqualTo(Finding.of(TopologyFinding.NEVER_MOVED));
    assertThat(ask(new SharpnessDimension(), here, here, here).conventions().text())
        .contains("needs a model");
  }

  @Test
  void aBowlsSharpnessDimensionHasAClosedForm() {
    double[] curvatures = {1, 4, 21, 30};
    double rate = 0.1;
    Quadratic bowl = Fixtures.bowl(40, curvatures);
    try (ParameterVector initial = bowl.parameters().copy();
        MeasureContext context =
            Fixtures.context(bowl, Fixtures.sgd(rate, 0))
                .withTrajectory(Fixtures.spiral(initial))) {
      double[] rates =
          Arrays.stream(curvatures)
              .map(c -> -Math.log(Math.abs(1 - rate * c)))
              .sorted()
              .map(c -> -c)
              .toArray();
      Measurement found = new SharpnessDimension().measure(context);
      assertThat(Fixtures.scalar(found)).isCloseTo(LyapunovDimension.of(rates), within(1e-10));
      // ln 2 + ln 1.1 + ln 0.9 is positive; ln 0.6 takes it below zero: beyond 3.
      assertThat(Fixtures.scalar(found)).isBetween(3.0, 4.0);
      assertThat(found.margin()).isCloseTo(0, within(1e-10));
      assertThat(found.detail("largest-rate")).isCloseTo(Math.log(2), within(1e-12));
    }
    try (ParameterVector initial = bowl.parameters().copy();
        MeasureContext context =
            Fixtures.context(bowl, Fixtures.sgd(0.01, 0))
                .withTrajectory(Fixtures.spiral(initial))) {
      Measurement found = new SharpnessDimension().measure(context);
      assertThat(Fixtures.scalar(found)).isZero();
      assertThat(new SharpnessDimension().judge(found))
          .isEqualTo(Finding.of(TopologyFinding.SETTLES));
    }
  }
}
