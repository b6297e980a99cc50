package org.sweetspot.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.sweetspot.matrix.Matrix;
import org.sweetspot.measure.Measure;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.MeasureSettings;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.TrainingFacts;
import org.sweetspot.measure.Value;
import org.sweetspot.measure.profile.MeasureCatalogue;
import org.sweetspot.measure.profile.UsualMeasures;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Features;
import org.sweetspot.problem.Inputs;
import org.sweetspot.problem.LastLayer;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.OutputGradients;
import org.sweetspot.problem.PerExample;
import org.sweetspot.problem.Problem;
import org.sweetspot.problem.SecondOrder;
import org.sweetspot.problem.Split;
import org.sweetspot.problem.TangentKernel;
import org.sweetspot.random.RandomStream;
import org.sweetspot.random.Seed;
import org.sweetspot.reference.Quadratic;
import org.sweetspot.reference.SoftmaxRegression;
import org.sweetspot.vector.Draws;
import org.sweetspot.vector.ParameterVector;

/** A problem asked over a bridge says what it says when asked directly. */
class BridgeProblemTest {
  private static SoftmaxRegression regression() {
    RandomStream draws = new Seed(3).stream("rows");
    double[][] rows = new double[60][4];
    int[] labels = new int[60];
    for (int i = 0; i < rows.length; i++) {
      for (int j = 0; j < 4; j++) {
        rows[i][j] = draws.nextGaussian() + (j == i % 3 ? 1 : 0);
      }
      labels[i] = i % 3;
    }
    SoftmaxRegression.Table table = new SoftmaxRegression.Table(rows, labels);
    SoftmaxRegression problem =
        new SoftmaxRegression(3, 0, Map.of(Split.TRAIN, table, Split.TEST, table));
    problem.parameters().set(problem.space().gaussian(new Seed(5).stream("weights")));
    return problem;
  }

  @Test
  void everyAnswerIsTheOneGivenDirectly() {
    SoftmaxRegression direct = regression();
    Batch batch = Batch.of(Split.TRAIN, 1, 5, 9, 20, 21);
    try (Peer peer = Peer.of(new PeerServer(regression())::serve);
        BridgeProblem remote = BridgeProblem.open(peer.connection(), "");
        ParameterVector ours = direct.space().zero();
        ParameterVector theirs = remote.space().zero()) {
      assertThat(remote.size(Split.TEST)).isEqualTo(60);
      assertThat(remote.space().groups()).isEqualTo(direct.space().groups());
      assertThat(remote.parameters().toArray()).isEqualTo(direct.parameters().toArray());
      assertThat(remote.loss(batch, Mode.EVALUATE)).isEqualTo(direct.loss(batch, Mode.EVALUATE));
      assertThat(remote.gradient(batch, Mode.EVALUATE, theirs))
          .isEqualTo(direct.gradient(batch, Mode.EVALUATE, ours));
      assertThat(theirs.toArray()).isEqualTo(ours.toArray());
      PerExample examples = remote.ability(PerExample.class).orElseThrow();
      assertThat(examples.losses(batch)).isEqualTo(direct.losses(batch));
      List<double[]> gradients = new ArrayList<>();
      examples.gradients(batch, (i, gradient) -> gradients.add(gradient.toArray()));
      direct.gradients(
          batch, (i, gradient) -> assertThat(gradients.get(i)).isEqualTo(gradient.toArray()));
      assertThat(gradients).hasSize(5);
    }
  }

  @Test
  void outputsLastLayerAndInputsAreThoseGivenDirectly() {
    SoftmaxRegression direct = regression();
    PeerServer server = new PeerServer(regression());
    Batch batch = Batch.range(Split.TRAIN, 3, 50);
    RandomStream draws = new Seed(7).stream("coefficients");
    double[] one = Draws.gaussian(draws, 47 * 3);
    double[] other = Draws.gaussian(draws, 47 * 3);
    try (Peer peer = Peer.of(server::serve);
        BridgeProblem remote = BridgeProblem.open(peer.connection(), "")) {
      OutputGradients gradients = remote.ability(OutputGradients.class).orElseThrow();
      assertThat(gradients.squaredParameterNorms(batch, List.of(one, other)))
          .isDeepEqualTo(direct.squaredParameterNorms(batch, List.of(one, other)));
      assertThat(gradients.squaredGroupNorms(batch, one, 4))
          .isEqualTo(direct.squaredGroupNorms(batch, one, 4));
      List<double[]> found = new ArrayList<>();
      gradients.outputGradients(batch, one, (i, gradient) -> found.add(gradient.toArray()));
      direct.outputGradients(
          batch, one, (i, gradient) -> assertThat(found.get(i)).isEqualTo(gradient.toArray()));
      assertThat(found).hasSize(47);
      LastLayer.Seen theirs =
          (LastLayer.Seen) remote.ability(Features.class).orElseThrow().lastLayer(batch);
      LastLayer.Seen ours = (LastLayer.Seen) direct.lastLayer(batch);
      assertThat(theirs.features().entries()).isEqualTo(ours.features().entries());
      assertThat(theirs.weight().entries()).isEqualTo(ours.weight().entries());
      assertThat(theirs.bias().entries()).isEqualTo(ours.bias().entries());
      Inputs inputs = remote.ability(Inputs.class).orElseThrow();
      assertThat(inputs.inputShape()).isEqualTo(direct.inputShape());
      Matrix seen = inputs.inputs(batch);
      assertThat(seen.entries()).isEqualTo(direct.inputs(batch).entries());
      assertThat(inputs.logits(seen, remote.parameters()).entries())
          .isEqualTo(direct.logits(seen, direct.parameters()).entries());
    }
    assertThat(server.living()).isZero();
  }

  @Test
  void theTangentKernelIsTheOneGivenDirectlyWhateverTheMemory() {
    SoftmaxRegression direct = regression();
    PeerServer server = new PeerServer(regression());
    Batch batch = Batch.range(Split.TRAIN, 3, 50);
    try (Peer peer = Peer.of(server::serve);
        BridgeProblem remote = BridgeProblem.open(peer.connection(), "");
        ParameterVector elsewhere = remote.space().gaussian(new Seed(8).stream("elsewhere"))) {
      TangentKernel kernel = remote.ability(TangentKernel.class).orElseThrow();
      double[] before = remote.parameters().toArray();
      // 15 weights of 8 bytes: all 47 gradients at once, blocks of 8 of them, and single ones.
      for (long bytes : List.of(1L << 30, 2L * 8 * 15 * 8, 1L)) {
        for (ParameterVector weights : List.of(remote.parameters(), elsewhere)) {
          double[] ours = direct.tangentKernel(batch, direct.parameters(), bytes).entries();
          double[] theirs = kernel.tangentKernel(batch, weights, bytes).entries();
          // A linear model's kernel is that of its inputs, wherever it is.
          assertThat(theirs).usingComparatorWithPrecision(1e-12).containsExactly(ours);
        }
      }
      assertThat(remote.parameters().toArray()).isEqualTo(before);
    }
    assertThat(server.living()).isZero();
  }

  @Test
  void theUsualMeasuresGiveTheSameValues() {
    MeasureSettings settings = MeasureSettings.DEFAULT.withEigenvalues(3, 1e-8, 200);
    PeerServer server = new PeerServer(regression());
    int compared = 0;
    try (Peer peer = Peer.of(server::serve);
        BridgeProblem remote = BridgeProblem.open(peer.connection(), "");
        SoftmaxRegression direct = regression();
        MeasureContext there = context(remote, settings);
        MeasureContext here = context(direct, settings)) {
      for (Measure measure : UsualMeasures.of(new MeasureCatalogue())) {
        Measurement theirs = measure.measure(there);
        if (theirs.value() instanceof Value.Scalar known) {
          double ours = measure.measure(here).number();
          assertThat(known.value())
              .as(measure.card().id())
              .isCloseTo(ours, within(1e-7 * (1 + Math.abs(ours))));
          compared++;
        }
      }
    }
    assertThat(compared).isGreaterThan(5);
    assertThat(server.living()).isZero();
  }

  private static MeasureContext context(Problem problem, MeasureSettings settings) {
    return new MeasureContext(problem, TrainingFacts.UNKNOWN.withBatch(10), settings, new Seed(1));
  }

  @Test
  void anAbilityThatIsNotThereIsMissingWithItsReason() {
    try (Peer peer = Peer.of(new PeerServer(Quadratic.diagonal(1, 2))::serve);
        BridgeProblem remote = BridgeProblem.open(peer.connection(), "")) {
      assertThat(remote.ability(SecondOrder.class)).isPresent();
      assertThat(remote.ability(Inputs.class)).isEmpty();
      assertThat(remote.whyNot(Inputs.class).orElseThrow()).contains("Inputs", "Java");
    }
  }

  @Test
  void aClosedProblemRefusesWork() {
    try (Peer peer = Peer.of(new PeerServer(Quadratic.diagonal(1, 2))::serve)) {
      BridgeProblem remote = BridgeProblem.open(peer.connection(), "");
      remote.close();
      assertThatThrownBy(() -> remote.loss(Batch.of(Split.TRAIN, 0), Mode.EVALUATE))
          .isInstanceOf(IllegalStateException.class);
    }
  }
}
