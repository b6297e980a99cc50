package org.sweetspot.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sweetspot.command.FakeTraining;
import org.sweetspot.problem.RefusedException;
import org.sweetspot.recipe.RecipeReader;

class CommandLaboratoryTest {
  private static final String ALL = "bash fake.sh {batch} {lr} {epochs} {seed}";

  @TempDir private Path folder;

  @Test
  void aCommandIsControlledLikeATrainingOfOurs() throws IOException {
    ControlResult result = control(ALL, 1);

    // A formula of updates times rate: all of the cost is the number of updates, and a rate of
    // eight times wins it back.
    assertThat(result.gap().points().low()).isPositive();
    assertThat(result.arm(Arm.STEP_MATCHED).accuracy())
        .isCloseTo(result.arm(Arm.BASELINE).accuracy(), offset(0.1));
    assertThat(result.recovery().share().value()).isGreaterThan(0.9);
    assertThat(result.corrections()).isNotEmpty();
    assertThat(result.predicted()).isNotEmpty();
    assertThat(result.shifts()).isEmpty();
    assertThat(result.expected())
        .filteredOn(fact -> fact.verdict() == PlanFinding.NOT_TRIED)
        .singleElement()
        .extracting(fact -> fact.particulars().toString())
        .asString()
        .contains("training.schedule");
    assertThat(result.recovery().points().low()).isPositive();
  }

  /** A trace of 1000 over the batch, plus the seed: the plan keeps the batch, and so its trace. */
  @Test
  void whatACommandMeasuresOfItsNetworkIsCompared() throws IOException {
    String measures =
        " && echo $(( 1000 / {batch} + {seed} )) > trace{batch}-{seed} && bash measured.sh"
            + " trace{batch}-{seed}";
    Files.writeString(
        folder.resolve("measured.sh"),
        """
        echo '{"kind":"biases","measures":[{"id":"hessian-trace","value":1,"status":"estimate"}]}' \
          >> "$SWEETSPOT_RECORD/recorded.jsonl"
        echo '{"kind":"biases","measures":[{"id":"hessian-trace","value":'$(cat $1)',"error":0.5,' \
          '"unit":"","status":"estimate"},{"id":"margins","value":{"q50":2.5},"status":"estimate"},' \
          '{"id":"ece","value":0.1,"status":"of another program"},{"id":"nll","status":"failed"}]}' \
          >> "$SWEETSPOT_RECORD/recorded.jsonl"
        """);
    ControlResult result = control(ALL + measures, 1);

    assertThat(result.shifts())
        .extracting(BiasShift::measure)
        .containsExactly("hessian-trace", "margins/q50");
    BiasShift trace = result.shifts().get(0);
    assertThat(trace.baseline()).isEqualTo(125 + 2);
    assertThat(trace.changed()).isEqualTo(15 + 2);
    assertThat(trace.shift().value()).isEqualTo(-110);
    assertThat(trace.moved()).isTrue();
    assertThat(trace.restored()).isFalse();
    assertThat(result.shifts().get(1).moved()).isFalse();
  }

  @Test
  void nothingIsTrainedTwiceAndJobsChangeNothing() throws IOException {
    ControlResult first = control(ALL + " && echo {seed} >> count", 2);
    long trained = lines();
    ControlResult again = control(ALL + " && echo {seed} >> count", 1);

    assertThat(lines()).isEqualTo(trained);
    assertThat(again.gap()).isEqualTo(first.gap());
    assertThat(again.recovery()).isEqualTo(first.recovery());
    try (Stream<Path> runs = Files.list(folder.resolve("runs"))) {
      assertThat(runs.count()).isEqualTo(trained);
    }
  }

  @Test
  void aChangeWithoutAKeyIsRefusedBeforeAnythingIsTrained() {
    assertThatThrownBy(() -> control("bash fake.sh 8 {lr} {epochs} {seed}", 1))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("none for training.batch");
    assertThatThrownBy(() -> control("bash fake.sh {batch} {lr} 10 {seed}", 1))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("none for training.budget");
    assertThat(folder.resolve("runs")).doesNotExist();
  }

  private long lines() throws IOException {
    return Files.readAllLines(folder.resolve("count")).size();
  }

  private ControlResult control(String command, int jobs) throws IOException {
    FakeTraining.write(folder);
    try (CommandLaboratory laboratory = new CommandLaboratory(folder.resolve("runs"), jobs)) {
      return new ControlExperiment(laboratory, ExperimentObserver.SILENT, Map.of())
          .run(RecipeReader.parse("fake", FakeTraining.recipe(folder, command)));
    }
  }
}
