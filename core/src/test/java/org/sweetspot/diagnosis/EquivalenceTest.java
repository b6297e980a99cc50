package org.sweetspot.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sweetspot.diagnosis.launch.Equivalence;
import org.sweetspot.diagnosis.launch.Factor;
import tools.jackson.databind.node.ObjectNode;

/** Two launches that make the same step, and pairs in which one factor differs. */
class EquivalenceTest {
  @TempDir private Path folder;

  private Equivalence with(PlantedRecord other) throws IOException {
    return Equivalence.of(
        new PlantedRecord().read(folder.resolve("a")), other.read(folder.resolve("b")));
  }

  /** Another gradient and update at every step. */
  private static PlantedRecord apart() {
    return new PlantedRecord()
        .steps(
            (step, line) -> {
              ((ObjectNode) line.path("gradient")).put("sketch", PlantedRecord.sketch(step + 5000));
              ((ObjectNode) line.path("update")).put("sketch", PlantedRecord.sketch(step + 9000));
            });
  }

  @Test
  void equalLaunchesMakeTheSameStep() throws IOException {
    Equivalence found = with(new PlantedRecord().facts(facts -> facts.put("seed", 2)));

    assertThat(found.answer()).isEqualTo(Equivalence.Answer.SAME);
    assertThat(found.cosine()).isGreaterThan(0.99999);
    assertThat(found.parts()).isNaN();
    assertThat(found.factors()).extracting(Factor::kind).containsExactly(Factor.Kind.SEED);
  }

  @Test
  void theRateIsNamed() throws IOException {
    Equivalence found =
        with(
            new PlantedRecord()
                .steps(
                    (step, line) -> {
                      line.putArray("rate").add(0.05);
                      ((ObjectNode) line.path("update")).put("norm", 0.025);
                    }));

    assertThat(found.answer()).isEqualTo(Equivalence.Answer.DIFFERENT);
    assertThat(found.normRatio()).isBetween(0.49, 0.51);
    assertThat(found.gradientRatio()).isEqualTo(1);
    assertThat(found.factors().get(0).kind()).isEqualTo(Factor.Kind.RATE);
  }

  @Test
  void unequalWeightsInAccumulationAreNamed() throws IOException {
    Equivalence found =
        with(
            apart()
                .steps(
                    (step, line) -> {
                      line.put("accumulation", 2);
                      line.withArray("micro")
                          .addObject()
                          .set("probe", PlantedRecord.probe(1).put("weight", 0.2));
                    }));

    assertThat(found.answer()).isEqualTo(Equivalence.Answer.DIFFERENT);
    assertThat(found.parts()).isEqualTo(1);
    assertThat(Math.abs(found.cosine())).isLessThan(6 * Equivalence.cosineError());
    assertThat(found.factors().get(0).kind()).isEqualTo(Factor.Kind.WEIGHTING);
  }

  @Test
  void theOrderOfTheDataIsNamed() throws IOException {
    Equivalence found = with(apart().steps((step, line) -> line.put("batch", "aa" + step)));

    assertThat(found.factors()).extracting(Factor::kind).containsExactly(Factor.Kind.ORDER);
  }

  @Test
  void inputsOnAnotherScaleAreNotAnotherOrder() throws IOException {
    Equivalence found =
        with(
            apart()
                .steps((step, line) -> line.put("batch", "aa" + step))
                .batches((step, batch) -> batch.putArray("inputs").add(0.0).add(2.0).add(7.0)));

    assertThat(found.factors()).extracting(Factor::kind).containsExactly(Factor.Kind.INPUTS);
  }

  @Test
  void layersStartLossAndOptimizerAreNamed() throws IOException {
    assertThat(kinds(facts("layers", "ReLU()"), facts("layers", "GELU()")))
        .containsExactly(Factor.Kind.LAYERS);
    assertThat(kinds(started(1), started(2))).containsExactly(Factor.Kind.START);
    assertThat(kinds(started(1), started(1))).isEmpty();
    PlantedRecord smoothed =
        apart()
            .batches(
                (step, batch) ->
                    ((ObjectNode) batch.path("probe"))
                        .put("cosine", 0.999)
                        .put("weight", 0.9 / 32));
    assertThat(kinds(new PlantedRecord(), smoothed)).containsExactly(Factor.Kind.LOSS);
    PlantedRecord nesterov =
        apart().facts(one -> ((ObjectNode) one.path("groups").get(0)).put("nesterov", true));
    assertThat(kinds(new PlantedRecord(), nesterov)).containsExactly(Factor.Kind.OPTIMIZER);
    PlantedRecord adam =
        apart()
            .facts(one -> one.put("optimizer", "Adam"))
            .steps((step, line) -> line.putArray("rate").add(1e-3));
    assertThat(kinds(new PlantedRecord(), adam)).containsExactly(Factor.Kind.OPTIMIZER);
  }

  @Test
  void batchNormalizationSeesTheBatchesThatAreAccumulated() throws IOException {
    PlantedRecord whole = new PlantedRecord().facts(one -> one.put("batchNormalization", true));
    PlantedRecord parts =
        apart()
            .facts(one -> one.put("batchNormalization", true))
            .steps((step, line) -> line.put("accumulation", 4));
    assertThat(kinds(whole, parts))
        .containsExactly(Factor.Kind.STATISTICS, Factor.Kind.ACCUMULATION);
  }

  private List<Factor.Kind> kinds(PlantedRecord one, PlantedRecord other) throws IOException {
    return Equivalence.of(one.read(folder.resolve("one")), other.read(folder.resolve("other")))
        .factors()
        .stream()
        .map(Factor::kind)
        .toList();
  }

  private static PlantedRecord facts(String name, String value) {
    return apart().facts(one -> one.putArray(name).add(value));
  }

  private static PlantedRecord started(int seed) {
    return apart()
        .facts(
            one ->
                one.putObject("start").put("norm", 5.0).put("sketch", PlantedRecord.sketch(seed)));
  }

  @Test
  void decayDropoutAndPrecisionAreNamed() throws IOException {
    Equivalence found =
        with(
            apart()
                .facts(
                    facts -> {
                      ((ObjectNode) facts.path("groups").get(0)).put("weight_decay", 0.3);
                      facts.putArray("dropout").add(0.5);
                      facts
                          .path("parameters")
                          .forEach(one -> ((ObjectNode) one).put("type", "bfloat16"));
                    }));

    assertThat(found.factors())
        .extracting(Factor::kind)
        .containsExactly(Factor.Kind.DECAY, Factor.Kind.PRECISION, Factor.Kind.DROPOUT);
  }

  @Test
  void otherParametersCannotBeCompared() throws IOException {
    Equivalence found =
        with(
            new PlantedRecord()
                .facts(facts -> ((ObjectNode) facts.path("parameters").get(0)).put("name", "x")));

    assertThat(found.answer()).isEqualTo(Equivalence.Answer.UNKNOWN);
    assertThat(found.factors().get(0).kind()).isEqualTo(Factor.Kind.MODEL);
  }
}
