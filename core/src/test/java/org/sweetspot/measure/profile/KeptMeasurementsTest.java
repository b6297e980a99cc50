package org.sweetspot.measure.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sweetspot.measure.Conventions;
import org.sweetspot.measure.Cost;
import org.sweetspot.measure.Fixtures;
import org.sweetspot.measure.Measure;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.NullControl;
import org.sweetspot.measure.Status;
import org.sweetspot.measure.Value;

class KeptMeasurementsTest {
  @TempDir private Path folder = Path.of(".");

  private KeptMeasurements kept(String seed) {
    return new KeptMeasurements(
        folder.resolve(KeptMeasurements.NAME), new TreeMap<>(Map.of("seed", seed)));
  }

  private static Measurement answer(String id, Value value, Value error) {
    return new Measurement(
        id,
        value,
        error,
        "nats",
        Status.ESTIMATE,
        "drawn",
        Conventions.of("data", "over \"all\"\nexamples").and("mode", "evaluate"),
        new Cost(1, 0.1, 1e-300),
        "words",
        "a paper",
        List.of(new NullControl("b", "shuffled", Double.NaN, 0, true)),
        new TreeMap<>(Map.of("more", 1.0 / 3)));
  }

  @Test
  void everyFormOfValueComesBackToTheLastBit() {
    List<Measurement> all =
        List.of(
            answer("scalar", Value.of(0.1 + 0.2), Value.of(Double.MIN_VALUE)),
            answer("series", new Value.Series(List.of(1.0, -0.0)), new Value.Series(List.of())),
            answer(
                "named",
                Value.Named.of(Map.of("b", Double.POSITIVE_INFINITY, "a", Math.PI)),
                Value.Named.of(Map.of("b", Double.NaN))),
            answer(
                "columns",
                new Value.Columns(Map.of("t", List.of(1.0, 2.0))),
                new Value.Columns(Map.of())));
    kept("1").add(all);
    assertThat(kept("1").read().values()).containsExactlyElementsOf(all);
  }

  @Test
  void everyAnswerOfACatalogueComesBack() {
    List<Measurement> all;
    try (MeasureContext context = Fixtures.context(Fixtures.classifier(40, 20))) {
      all =
          Profile.of(context, new MeasureCatalogue().all(), ProfileProgress.SILENT).measurements();
    }
    kept("1").add(all);
    assertThat(kept("1").read().values()).containsExactlyElementsOf(all);
    assertThat(all).hasSizeGreaterThan(100);
  }

  @Test
  void answersOfOtherConditionsAreNotUsedAndStay() {
    kept("1").add(List.of(answer("a", Value.of(1), Value.of(0))));
    kept("2").add(List.of(answer("a", Value.of(2), Value.of(0))));
    assertThat(Objects.requireNonNull(kept("1").read().get("a")).number()).isEqualTo(1);
    assertThat(Objects.requireNonNull(kept("2").read().get("a")).number()).isEqualTo(2);
    assertThat(kept("3").read()).isEmpty();
  }

  @Test
  void brokenLinesCountAsNothingAndStay() throws IOException {
    Path file = folder.resolve(KeptMeasurements.NAME);
    Files.writeString(file, "{\"schema\":1,\"condi\n{\"schema\":99}\nnot JSON\n[]\n");
    assertThat(kept("1").read()).isEmpty();
    kept("1").add(List.of(answer("a", Value.of(1), Value.of(0))));
    assertThat(Files.readString(file)).startsWith("{\"schema\":1,\"condi\n{\"schema\":99}\n");
    assertThat(kept("1").read()).containsOnlyKeys("a");
  }

  @Test
  void onlyWhatIsMissingIsMeasured() {
    List<Measure> two = new MeasureCatalogue().choose(List.of("accuracy", "loss"));
    List<String> asked = new ArrayList<>();
    ProfileProgress progress = (card, share) -> asked.add(card.id());
    try (MeasureContext context = Fixtures.context(Fixtures.classifier(40, 20))) {
      kept("1").profile(context, two.subList(1, 2), progress, false);
      KeptMeasurements.Taken both = kept("1").profile(context, two, progress, false);
      assertThat(asked).containsExactly("loss", "accuracy");
      assertThat(both.reused()).isEqualTo(1);
      assertThat(both.profile().measurements())
          .extracting(Measurement::id)
          .containsExactly("accuracy", "loss");
      assertThat(kept("1").profile(context, two, progress, true).reused()).isZero();
      assertThat(asked).endsWith("accuracy", "loss").hasSize(4);
    }
  }
}
