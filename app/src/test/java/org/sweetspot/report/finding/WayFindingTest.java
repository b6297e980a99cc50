package org.sweetspot.report.finding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.MeasureSettings;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.profile.MeasureCatalogue;
import org.sweetspot.random.RandomStream;
import org.sweetspot.random.Seed;
import org.sweetspot.trajectory.ArrayTrajectory;

class WayFindingTest {
  @Test
  void aWayIsStraightOnlyAgainstARandomWalk() {
    assertThat(length(0.8, 0.25)).contains("pulled in one direction");
    assertThat(length(0.3, 0.25)).contains("no direction is shown");
    assertThat(length(0.1, 0.25)).contains("back and forth");
    assertThat(length(0.9, 0.8)).contains("too few steps");
    assertThat(Found.parts("path", 0, 0).says("trajectory-length")).contains("never moved");
  }

  private static String length(double straightness, double random) {
    return Found.parts("path", 2, 0, "straightness", straightness, 0)
        .beside("straightness", "random", random, 0, true)
        .says("trajectory-length");
  }

  @Test
  void turnsDimensionsAndDistancesAreRead() {
    assertThat(turns(0.8, 0.9, 0.7)).contains("kept its direction");
    assertThat(turns(-0.8, -0.9, -0.7)).contains("back and forth");
    assertThat(turns(-0.8, 0.9, 0.1)).contains("nothing shown");
    assertThat(turns(0.8)).contains("too few");
    assertThat(dimension(1.2)).contains("kept to a line");
    assertThat(dimension(2.4)).contains("shows nothing");
    assertThat(dimension(6)).contains("shook in all directions");
    assertThat(distances(new double[] {0, 3, 4}, new double[] {0, 3, 4}))
        .contains("ended 4")
        .contains("after 1 of 2 steps")
        .contains("never farther");
    assertThat(distances(new double[] {0, 3, 6}, new double[] {0, 3, 0.5})).contains("came back");
    assertThat(distances(new double[] {0, 0}, new double[] {0, 0})).contains("never moved");
  }

  private static String turns(double... cosines) {
    return Found.columns("position", new double[cosines.length], "cosine", cosines)
        .says("trajectory-turning");
  }

  private static String dimension(double ratio) {
    return Found.parts("participation-ratio", ratio, 0, "explained-both", 0.8, 0)
        .beside("participation-ratio", "a random walk", 2.3, 0, true)
        .says("trajectory-dimension");
  }

  private static String distances(double[] travelled, double[] fromStart) {
    return Found.columns("travelled", travelled, "from-start", fromStart)
        .says("trajectory-distances");
  }

  @Test
  void lossesAlongTheWayAreToldFromTheirErrors() {
    Found fell = Found.columns("loss", new double[] {2, 1}, "gradient-norm", new double[] {1, 0.1});
    assertThat(fell.says("trajectory-loss"))
        .contains("The loss fell from 2 to 1")
        .contains("gradient fell from 1 to 0.1");
    assertThat(
            fell.errors("loss", new double[] {0.5, 0.5}, "gradient-norm", new double[] {0.1, 0.1})
                .says("trajectory-loss"))
        .contains("did not change by more than two errors")
        .contains("settled");
  }

  @Test
  void whichExamplesWereLearnedFirstIsRead() {
    double[] early = {0.6, 0.1, 0.1, 0.1};
    double[] late = {0.6, 0.6, 0.6, 0.2};
    double[] never = {0.6, 0.6, 0.6, 0.6};
    for (String id : List.of("difficulty-over-training", "frequency-over-training")) {
      assertThat(order(early, late, id)).contains("at 1 for").contains("at 3 for").contains("bias");
      assertThat(order(late, early, id)).contains("unusual");
      assertThat(order(early, early, id)).contains("no order is shown");
      assertThat(order(early, never, id)).contains("Only the");
      assertThat(order(never, never, id)).contains("cannot be told");
    }
  }

  private static String order(double[] first, double[] last, String id) {
    double[] error = {0.05, 0.05, 0.05, 0.05};
    return Found.columns("position", new double[] {0, 1, 2, 3}, "fifth-1", first, "fifth-5", last)
        .errors("fifth-1", error, "fifth-5", error)
        .says(id);
  }

  @Test
  void whichDetailTheNetworkTurnedToIsRead() {
    double[] rising = {0, 3, 3, 3};
    double[] later = {0, 0, 0, 3};
    assertThat(turned(new double[] {1, 1, 1, 0.2}, rising, later))
        .contains("turned the network to coarse detail")
        .contains("The response to coarse detail had half its growth first, at 1 against 3.");
    assertThat(turned(new double[] {1, 1, 1, 2}, later, rising))
        .contains("turned the network to fine detail")
        .contains("The response to fine detail had half its growth first");
    assertThat(turned(new double[] {1, 1, 1, 1.1}, rising, rising))
        .contains("no turn to either")
        .contains("no order is shown");
    assertThat(turned(new double[] {1, 1, 1, 1.1}, rising, new double[] {1, 1, 1, 1}))
        .contains("neither came first");
  }

  private static String turned(double[] ratio, double[] low, double[] high) {
    double[] error = {0.1, 0.1, 0.1, 0.1};
    return Found.columns(
            "position", new double[] {0, 1, 2, 3}, "low", low, "high", high, "high-over-low", ratio)
        .errors("low", error, "high", error, "high-over-low", error)
        .says("frequency-response-over-training");
  }

  /** A walk of Gaussian steps in many dimensions agrees with every control. */
  @Test
  void aRandomWalkShowsNothing() {
    int states = 40;
    double[][] walk = new double[states][5000];
    RandomStream stream = new Seed(4).stream("walk");
    for (int i = 1; i < states; i++) {
      double[] before = walk[i - 1];
      Arrays.setAll(walk[i], j -> before[j] + stream.nextGaussian());
    }
    try (MeasureContext context = of(walk)) {
      Measurement length = ask("trajectory-length", context);
      assertThat(length.nullControl("straightness").orElseThrow().value())
          .isCloseTo(1 / Math.sqrt(states - 1), within(1e-3));
      assertThat(says(length)).contains("no direction is shown");
      Measurement dimension = ask("trajectory-dimension", context);
      assertThat(dimension.number("participation-ratio"))
          .isCloseTo(
              dimension.nullControl("participation-ratio").orElseThrow().value(), within(0.15));
      assertThat(dimension.number("explained-first"))
          .isCloseTo(dimension.nullControl("explained-first").orElseThrow().value(), within(0.03));
      assertThat(says(dimension)).contains("shows nothing");
      assertThat(says(ask("trajectory-plane", context))).contains("shows nothing");
      assertThat(says(ask("trajectory-turning", context))).contains("nothing shown");
    }
  }

  @Test
  void aStraightWayIsNoRandomWalk() {
    double[][] walk = new double[40][50];
    RandomStream stream = new Seed(4).stream("straight");
    for (int i = 0; i < walk.length; i++) {
      int at = i;
      Arrays.setAll(walk[i], j -> (j == 0 ? at : 0) + 0.02 * stream.nextGaussian());
    }
    try (MeasureContext context = of(walk)) {
      assertThat(says(ask("trajectory-length", context))).contains("pulled in one direction");
      assertThat(says(ask("trajectory-dimension", context))).contains("kept to a line");
      assertThat(says(ask("trajectory-plane", context))).contains("this training's own");
      assertThat(says(ask("trajectory-turning", context))).contains("kept its direction");
    }
  }

  private static MeasureContext of(double[][] states) {
    return MeasureContext.ofTrajectory(
        new ArrayTrajectory("a walk", states), MeasureSettings.DEFAULT, new Seed(1));
  }

  private static Measurement ask(String id, MeasureContext context) {
    return new MeasureCatalogue().choose(List.of(id)).get(0).measure(context);
  }

  private static String says(Measurement answer) {
    return FindingSentences.of(new MeasureCatalogue().choose(List.of(answer.id())).get(0), answer);
  }
}
