package org.sweetspot.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sweetspot.diagnosis.check.Check;
import org.sweetspot.diagnosis.check.Finding;
import org.sweetspot.diagnosis.check.Severity;
import org.sweetspot.diagnosis.record.RecordedFolder;
import org.sweetspot.diagnosis.record.RecordedRun;
import org.sweetspot.format.FormatException;
import tools.jackson.databind.node.ObjectNode;

/** Every check against a record in which its fault is planted, and against a healthy one. */
class DiagnosisTest {
  private static final Map<String, Supplier<PlantedRecord>> PLANTED = new TreeMap<>();

  @TempDir private Path folder;

  static {
    plant("gradients-not-cleared", r -> r.steps((s, l) -> gradient(l).put("leftover", 2.5)));
    plant("softmax-twice", r -> r.batches((s, b) -> probe(b).put("probabilities", 1.0)));
    plant(
        "gradients-cleared-early",
        r ->
            r.steps(
                (s, l) -> {
                  second(l, 1.0 / 64);
                  probe((ObjectNode) l.path("micro").get(0)).put("weight", 1.0 / 64);
                  gradient(l).put("carried", 0.0);
                }));
    plant("gradient-used-twice", r -> r.steps((s, l) -> l.put("repeats", s % 2)));
    plant("same-batch", r -> r.steps((s, l) -> l.put("batch", "00000000000000ff")));
    plant("softmax-over-batch", r -> r.batches((s, b) -> probe(b).put("columns", 1.0)));
    plant(
        "sigmoid-twice",
        r -> r.batches((s, b) -> probe(b).put("within", 1.0).put("least", 0.02).put("most", 0.98)));
    plant(
        "targets-broadcast",
        r -> r.batches((s, b) -> probe(b).put("crossed", 1.0).put("cosine", 0.3)));
    plant(
        "target-scale", r -> r.batches((s, b) -> b.putArray("targets").add(5e4).add(1e4).add(9e4)));
    plant(
        "schedule-still-rises",
        r -> r.add(400, "end").steps((s, l) -> l.putArray("rate").add(1e-4 * s)));
    plant(
        "dropout-too-strong",
        r ->
            r.facts(f -> f.putArray("dropout").add(0.95))
                .steps((s, l) -> l.put("loss", 2.3 + s % 3 / 100.0)));
    plant("other-loss", r -> r.batches((s, b) -> b.put("weight", 0.0)));
    plant(
        "labels-shifted",
        r -> r.batches((s, b) -> b.putArray("shift").add(1.0).add(0.05).add(0.05)));
    plant(
        "labels-shuffled",
        r -> r.steps((s, l) -> ((ObjectNode) l.path("labels")).put("relabelled", s)));
    plant("wrong-mode", r -> r.steps((s, l) -> l.put("training", s < 100)));
    plant("validation-seen", r -> r.evaluations((s, l) -> l.put("met", 50)));
    plant("padding-counts", r -> r.batches((s, b) -> probe(b).put("ignoredShare", 0.4)));
    plant("unequal-weights", r -> r.steps((s, l) -> second(l, 3.0 / 32)));
    plant("accumulated-sum", r -> r.steps((s, l) -> second(l, 1.0 / 32)));
    plant("schedule-steps-often", r -> r.steps((s, l) -> l.put("schedule", 4 * s)));
    plant("schedule-not-stepped", r -> r.steps((s, l) -> l.put("schedule", 0)));
    plant(
        "schedule-past-end",
        r ->
            r.facts(f -> ((ObjectNode) f.path("scheduler")).put("T_max", 200))
                .steps(
                    (s, l) -> l.putArray("rate").add(0.05 * (1 + Math.cos(Math.PI * s / 200.0)))));
    plant(
        "schedule-ends-early",
        r -> r.steps((s, l) -> l.putArray("rate").add(Math.max(0, 0.1 * (1 - s / 200.0)))));
    plant(
        "schedule-starts-wrong",
        r -> r.steps((s, l) -> l.putArray("rate").add(s == 1 ? 0.1 : Math.min(0.1, s * 0.002))));
    plant("updates-lost", r -> r.steps((s, l) -> update(l).put("unchanged", 0.7)));
    plant(
        "scaler-skips",
        r -> {
          for (int step = 30; step < 130; step += 2) {
            r.add(step, "skip");
          }
        });
    plant("not-shuffled", r -> r.batches((s, b) -> b.put("labelEntropy", 0.1)));
    plant(
        "group-still",
        r -> r.facts(f -> ((ObjectNode) f.path("parameters").get(3)).put("group", -1)));
    plant(
        "group-fast",
        r ->
            r.steps(
                (s, l) ->
                    update(l).putArray("norms").add(3.0).add(0.02).add(0.02).add(0.02).add(0.02)));
    plant("step-too-large", r -> r.steps((s, l) -> l.put("loss", 2.3 + s / 100.0)));
    plant("wrong-sign", r -> r.steps((s, l) -> update(l).put("sketch", PlantedRecord.sketch(s))));
    plant("not-finite", r -> r.steps((s, l) -> l.put("loss", s < 200 ? 0.4 : Double.NaN)));
    plant(
        "spike-stale-moments",
        r ->
            r.steps((s, l) -> update(l).put("momentRatio", s == 299 ? 8.0 : 0.9))
                .steps((s, l) -> l.put("loss", s >= 300 && s < 310 ? 4 : 0.4 + s % 3 / 100.0)));
    plant("spike-data", r -> r.steps((s, l) -> l.put("loss", s == 300 ? 4 : 0.4 + s % 3 / 100.0)));
    plant(
        "spike-curvature",
        r -> r.steps((s, l) -> l.put("loss", s >= 300 && s < 310 ? 4 : 0.4 + s % 3 / 100.0)));
    plant(
        "hardly-moves",
        r ->
            r.steps(
                (s, l) -> {
                  l.put("loss", 2.3);
                  update(l).putArray("norms").add(1e-6).add(1e-6).add(1e-6).add(1e-6).add(1e-6);
                }));
    plant(
        "labels-unrelated",
        r -> r.evaluations((s, l) -> l.put("accuracy", 0.11).put("confidence", 0.11)));
    plant("input-scale", r -> r.batches((s, b) -> b.putArray("inputs").add(120).add(60).add(255)));
    plant(
        "clipping-most", r -> r.steps((s, l) -> ((ObjectNode) l.path("clip")).put("before", 12.0)));
    plant(
        "decay-on-normalization",
        r -> r.facts(f -> ((ObjectNode) f.path("groups").get(0)).put("weight_decay", 0.05)));
    plant("over-confidence", r -> r.evaluations((s, l) -> l.put("confidence", 0.98)));
    plant(
        "batch-against-noise",
        r ->
            r.steps(
                (s, l) ->
                    gradient(l).put("dot", PlantedRecord.norm(s) * PlantedRecord.norm(s - 1))));
    plant(
        "noise-against-batch",
        r -> r.steps((s, l) -> gradient(l).put("sketch", PlantedRecord.sketch(s))));
    plant("padding-dilutes", r -> r.batches((s, b) -> probe(b).put("rows", 16).put("places", 32)));
    plant(
        "schedule-unfinished",
        r ->
            r.add(400, "end").steps((s, l) -> l.put("schedule", s / 80).putArray("rate").add(0.1)));
    plant(
        "stopped-early",
        r ->
            r.evaluations((s, l) -> l.put("loss", 2.0 - s / 300.0))
                .steps((s, l) -> l.putArray("rate").add(0.1)));
  }

  private interface Plant {
    void into(PlantedRecord record);
  }

  private static void plant(String id, Plant plant) {
    PLANTED.put(
        id,
        () -> {
          PlantedRecord record = new PlantedRecord();
          plant.into(record);
          return record;
        });
  }

  private static ObjectNode gradient(ObjectNode line) {
    return (ObjectNode) line.path("gradient");
  }

  private static ObjectNode update(ObjectNode line) {
    return (ObjectNode) line.path("update");
  }

  private static ObjectNode probe(ObjectNode batch) {
    return (ObjectNode) batch.path("probe");
  }

  /** A second batch in the update, whose rows have another weight. */
  private static void second(ObjectNode line, double weight) {
    line.put("accumulation", 2);
    ObjectNode batch = line.withArray("micro").addObject();
    batch.set("probe", PlantedRecord.probe(0.4).put("weight", weight));
  }

  static Stream<String> ids() {
    return CheckCatalogue.SHIPPED.checks().stream().map(check -> check.card().id());
  }

  @Test
  void aHealthyRecordGivesNothing() throws IOException {
    Diagnosis diagnosis = Diagnosis.of(new PlantedRecord().read(folder), CheckCatalogue.SHIPPED);

    assertThat(diagnosis.findings()).isEmpty();
    assertThat(diagnosis.updates()).isEqualTo(PlantedRecord.STEPS);
    assertThat(diagnosis.checked()).isGreaterThan(24);
  }

  @ParameterizedTest
  @MethodSource("ids")
  void aPlantedFaultIsNamedFirst(String id) throws IOException {
    assertThat(PLANTED).containsKey(id);
    RecordedRun run = Objects.requireNonNull(PLANTED.get(id)).get().read(folder);

    List<Finding> findings = Diagnosis.of(run, CheckCatalogue.SHIPPED).findings();

    assertThat(findings).isNotEmpty();
    assertThat(findings.get(0).card().id()).isEqualTo(id);
    assertThat(findings.get(0).evidence()).isNotEmpty();
    assertThat(findings.get(0).evidence().values())
        .noneMatch(value -> value.isNaN() && !id.startsWith("step"));
  }

  @ParameterizedTest
  @MethodSource("ids")
  void aCheckCanTellNothingFromAnEmptyRecord(String id) throws IOException {
    Files.writeString(folder.resolve("recorded.json"), "{\"schema\": 1}");
    RecordedRun run = new RecordedFolder(folder).read();

    assertThat(check(id).find(run)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("ids")
  void aCardNamesOnlyEvidenceThatIsThere(String id) throws IOException {
    Check check = check(id);
    assertThat(
            List.of(
                check.card().sentence(),
                check.card().looksAt(),
                check.card().remedy(),
                check.card().source()))
        .noneMatch(String::isBlank);
    Finding finding =
        check.find(Objects.requireNonNull(PLANTED.get(id)).get().read(folder)).orElseThrow();
    Set<String> named = new HashSet<>();
    Pattern.compile("\\{(\\w+)}")
        .matcher(check.card().sentence())
        .results()
        .forEach(found -> named.add(found.group(1)));

    assertThat(finding.evidence().keySet()).containsAll(named);
  }

  @Test
  void accumulatedGradientsThatAreCarriedAreFine() throws IOException {
    PlantedRecord record = new PlantedRecord();
    record.steps(
        (s, l) -> {
          second(l, 1.0 / 64);
          probe((ObjectNode) l.path("micro").get(0)).put("weight", 1.0 / 64);
          gradient(l).put("carried", 0.9);
        });
    assertThat(Diagnosis.of(record.read(folder), CheckCatalogue.SHIPPED).findings()).isEmpty();
  }

  @Test
  void theSameBatchIsANoteWhereItMayBeAllThereIs() throws IOException {
    PlantedRecord record = new PlantedRecord();
    record.steps((s, l) -> l.put("batch", "00000000000000ff"));
    record.evaluations((s, l) -> l.put("examples", 20));
    assertThat(Diagnosis.of(record.read(folder), CheckCatalogue.SHIPPED).findings())
        .extracting(Finding::severity)
        .containsExactly(Severity.NOTE);
  }

  @Test
  void labelsAreSuspectedOnlyWhereNothingElseExplains() throws IOException {
    PlantedRecord record = new PlantedRecord();
    record.evaluations((s, l) -> l.put("accuracy", 0.11).put("confidence", 0.11));
    record.steps(
        (s, l) -> {
          l.put("loss", 2.3);
          update(l).putArray("norms").add(1e-6).add(1e-6).add(1e-6).add(1e-6).add(1e-6);
        });
    assertThat(Diagnosis.of(record.read(folder), CheckCatalogue.SHIPPED).findings())
        .extracting(finding -> finding.card().id())
        .contains("hardly-moves")
        .doesNotContain("labels-unrelated");
  }

  @Test
  void aLossThatIsMinusACrossEntropyClimbsEvenWhereItIsWhatIsReported() throws IOException {
    PlantedRecord record = new PlantedRecord();
    record.batches((s, b) -> probe(b).put("weight", -1.0 / 32).put("cosine", -1.0));
    assertThat(
            Diagnosis.of(record.read(folder), CheckCatalogue.SHIPPED).findings().get(0).card().id())
        .isEqualTo("wrong-sign");
  }

  @Test
  void aTornLineIsPassedOver() throws IOException {
    new PlantedRecord().write(folder);
    Files.writeString(
        folder.resolve("recorded.jsonl"), "{\"kind\":\"step\",\"st", StandardOpenOption.APPEND);

    RecordedRun run = new RecordedFolder(folder).read();

    assertThat(run.size()).isEqualTo(PlantedRecord.STEPS);
    assertThat(run.damaged()).isEqualTo(1);
  }

  @Test
  void aFolderThatHoldsNoRecordIsExplained() {
    assertThatThrownBy(() -> new RecordedFolder(folder).read())
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("sweetspot.Recorder");
  }

  private static Check check(String id) {
    return CheckCatalogue.SHIPPED.checks().stream()
        .filter(one -> one.card().id().equals(id))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void whatNoOptimizerHasIsNamedBeforeItsGradientsThatNobodyClears() throws IOException {
    PlantedRecord planted = new PlantedRecord();
    planted.facts(f -> ((ObjectNode) f.path("parameters").get(3)).put("group", -1));
    planted.steps((s, l) -> gradient(l).put("leftover", 2.5));

    List<Finding> findings = Diagnosis.of(planted.read(folder), CheckCatalogue.SHIPPED).findings();

    assertThat(findings)
        .extracting(finding -> finding.card().id())
        .startsWith("group-still", "gradients-not-cleared");
  }

  @Test
  void aRateThatIsAlwaysZeroDoesNotEndEarly() throws IOException {
    PlantedRecord planted = new PlantedRecord();
    planted.steps((s, l) -> l.putArray("rate").add(0.0));

    assertThat(Diagnosis.of(planted.read(folder), CheckCatalogue.SHIPPED).findings())
        .extracting(finding -> finding.card().id())
        .doesNotContain("schedule-ends-early");
  }

  @Test
  void aNormThatIsAlwaysTheSameIsThatOfSomethingThatClips() throws IOException {
    PlantedRecord planted = new PlantedRecord();
    planted.steps((s, l) -> gradient(l).put("norm", 0.25));

    Finding finding = Diagnosis.of(planted.read(folder), CheckCatalogue.SHIPPED).findings().get(0);

    assertThat(finding.card().id()).isEqualTo("clipping-most");
    assertThat(finding.evidence()).containsEntry("limit", 0.25).containsEntry("share", 1.0);
  }

  @Test
  void singleGradientsAtTheirLimitAreClipped() throws IOException {
    PlantedRecord planted = new PlantedRecord();
    planted.steps(
        (s, l) -> ((ObjectNode) l.path("clip")).put("value", 0.01).put("valueShare", 0.8));

    Finding finding = Diagnosis.of(planted.read(folder), CheckCatalogue.SHIPPED).findings().get(0);

    assertThat(finding.card().id()).isEqualTo("clipping-most");
    assertThat(finding.evidence()).containsEntry("limit", 0.01).containsEntry("share", 0.8);
  }

  @Test
  void aRateThatFallsAtOnceAndThenRisesStartsWrong() throws IOException {
    PlantedRecord planted = new PlantedRecord();
    planted.steps((s, l) -> l.putArray("rate").add(s < 10 ? 0.1 : Math.min(0.1, (s - 9) * 0.002)));

    assertThat(Diagnosis.of(planted.read(folder), CheckCatalogue.SHIPPED).findings())
        .extracting(finding -> finding.card().id())
        .contains("schedule-starts-wrong");
  }

  @Test
  void momentumMultipliesTheDecayThatIsPartOfTheGradient() throws IOException {
    PlantedRecord planted = new PlantedRecord();
    planted.facts(f -> ((ObjectNode) f.path("groups").get(0)).put("momentum", 0.99));

    // 1e-4 times the sum of rates, 20, is 0.002; over 1 less 0.99 it is 0.2.
    assertThat(Diagnosis.of(planted.read(folder), CheckCatalogue.SHIPPED).findings())
        .extracting(finding -> finding.card().id() + " " + finding.severity())
        .contains("decay-on-normalization WARNING");
  }
}
