package org.sweetspot.measure.tails;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.sweetspot.measure.Finding;
import org.sweetspot.measure.Fixtures;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.MeasureSettings;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.Status;
import org.sweetspot.random.RandomStream;
import org.sweetspot.random.Seed;
import org.sweetspot.trajectory.ArrayTrajectory;

class TrajectoryTailTest {
  /** A walk whose coordinates have scales from 1 to 100. */
  private static double[][] walk(int k, double memory, ToDoubleFunction<RandomStream> noise) {
    RandomStream stream = new Seed(6).stream("walk");
    double[][] states = new double[k][30];
    double[] step = new double[30];
    for (int t = 1; t < k; t++) {
      for (int j = 0; j < 30; j++) {
        double scale = Math.pow(100, j / 29.0);
        step[j] = memory * step[j] + scale * noise.applyAsDouble(stream);
        states[t][j] = states[t - 1][j] + step[j];
      }
    }
    return states;
  }

  private static Measurement ask(double[][] states) {
    try (MeasureContext context =
        MeasureContext.ofTrajectory(
            new ArrayTrajectory("test", states), MeasureSettings.DEFAULT, new Seed(1))) {
      return new TrajectoryTail().measure(context);
    }
  }

  @Test
  void gaussianStepsShowNothingWhateverTheirScalesAndMemory() {
    for (double memory : new double[] {0, 0.9}) {
      Measurement answer = ask(walk(1000, memory, RandomStream::nextGaussian));
      assertThat(answer.status()).isEqualTo(Status.ESTIMATE);
      assertThat(Fixtures.part(answer, "increments"))
          .isCloseTo(2, within(4 * Fixtures.partError(answer, "increments") + 0.02));
      assertThat(answer.control()).contains("increments: Gaussian").contains("shows nothing");
      assertThat(new TrajectoryTail().judge(answer))
          .isEqualTo(Finding.of(TailFinding.STEPS_GAUSSIAN));
    }
  }

  @Test
  void stepsOfACauchyLawAreToldFromGaussianOnes() {
    Measurement answer =
        ask(walk(1000, 0, stream -> Math.tan(Math.PI * (stream.nextDouble() - 0.5))));
    double alpha = Fixtures.part(answer, "increments");
    // The index of a Cauchy law is 1; dividing by the standard deviation changes only scales.
    assertThat(alpha).isCloseTo(1, within(0.15));
    assertThat(answer.control()).contains("differs by more than two errors");
    assertThat(new TrajectoryTail().judge(answer).verdicts())
        .containsExactly(TailFinding.STEPS_JUMP);
  }

  @Test
  void scalesOfCoordinatesDoNotMatter() {
    double[][] states = walk(200, 0.5, RandomStream::nextGaussian);
    Measurement before = ask(states);
    for (double[] state : states) {
      for (int j = 0; j < state.length; j++) {
        state[j] = 3 + 0.01 * (j + 1) * state[j];
      }
    }
    Measurement after = ask(states);
    assertThat(Fixtures.part(after, "iterates"))
        .isCloseTo(Fixtures.part(before, "iterates"), within(1e-9));
    assertThat(Fixtures.part(after, "increments"))
        .isCloseTo(Fixtures.part(before, "increments"), within(1e-9));
  }

  @Test
  void fewStatesAndRestAreRefused() {
    assertThat(ask(walk(31, 0, RandomStream::nextGaussian)).conventions().text())
        .contains("at least 32 states");
    assertThat(ask(new double[40][3]).conventions().text()).contains("do not move");
  }
}
