package org.sweetspot.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sweetspot.command.FakeTraining;
import org.sweetspot.control.KnownBaseline.Counts;
import org.sweetspot.control.prediction.Ledger;
import org.sweetspot.control.prediction.Quantity;
import org.sweetspot.diagnosis.record.RecordedFolder;
import org.sweetspot.problem.RefusedException;
import org.sweetspot.recipe.Recipe;
import org.sweetspot.recipe.RecipeReader;

class UntrainedPlanTest {
  @TempDir private Path folder;

  /** |g|^2 = |h|^2 = 2 and g'h = 1 with 8 of 320 examples in each. */
  @Test
  void theRateFollowsTheRecordedNoise() throws IOException {
    KnownBaseline known = known(record(0.9, true));

    double noise = 8 * 319 / 320.0;
    double signal = 1 + 8 / 320.0;
    assertThat(known.readings().gain(8, 8))
        .isCloseTo((noise / 8 + signal) / (noise / 64 + signal), offset(1e-9));
    UntrainedPlan plan = UntrainedPlan.of(recipe(), known, Ledger.shipped());

    // Eight times the batch, at most four times the examples: 200 of 400 updates, each worth at
    // most 1.76 old ones.
    assertThat(plan.plan().training().batch()).isEqualTo(64);
    assertThat(plan.plan().training().optimizer().rate()).isGreaterThan(0.5);
    assertThat(plan.progress()).isBetween(0.85, 0.9);
    assertThat(plan.loop()).isNotEmpty();
    assertThat(plan.changed()).hasSize(2);
    plan.controlled().stream()
        .filter(forecast -> forecast.quantity() == Quantity.ACCURACY)
        .forEach(
            forecast -> {
              assertThat(forecast.value()).isBetween(0.8, 0.95);
              assertThat(forecast.low()).isLessThan(forecast.value());
              assertThat(forecast.high()).isGreaterThan(forecast.value());
            });
  }

  @Test
  void withoutEvaluationsNothingIsPredicted() throws IOException {
    RecordedFolder record = record(0.9, false);

    assertThatThrownBy(() -> known(record))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("an evaluation of accuracy");
  }

  private KnownBaseline known(RecordedFolder record) throws IOException {
    return KnownBaseline.of(recipe(), Counts.of(recipe()), List.of(record.read()));
  }

  private Recipe recipe() {
    return RecipeReader.parse(
        "fake", FakeTraining.recipe(folder, "bash fake.sh {batch} {lr} {epochs} {seed}"));
  }

  private RecordedFolder record(double accuracy, boolean evaluated) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (int step = 1; step <= 400; step++) {
      lines.append(
          String.format(
              Locale.ROOT,
              "{\"kind\":\"step\",\"step\":%d,\"loss\":1,\"examples\":8,\"gradient\":{\"norm\":%.12f,\"dot\":1}}%n",
              step,
              Math.sqrt(2)));
      if (evaluated && step % 40 == 0) {
        lines.append(
            String.format(
                Locale.ROOT,
                "{\"kind\":\"evaluation\",\"step\":%d,\"name\":\"validation\",\"loss\":0.3,\"accuracy\":%.4f}%n",
                step,
                accuracy - 0.5 * Math.exp(-step / 100.0)));
      }
    }
    Files.writeString(folder.resolve("recorded.json"), "{\"schema\": 1}");
    Files.writeString(folder.resolve("recorded.jsonl"), lines);
    return new RecordedFolder(folder);
  }
}
