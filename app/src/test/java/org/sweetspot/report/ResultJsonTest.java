package org.sweetspot.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.sweetspot.control.ControlResult;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.Value;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ResultJsonTest {
  private static final JsonMapper MAPPER = new JsonMapper();

  @Test
  void writesControlInTheShapeOfTheCommandLine() {
    ControlResult result = SampleResults.ordinary();
    JsonNode json = MAPPER.readTree(ResultJson.control(result, "report.html"));

    assertThat(json.get("schema").asInt()).isEqualTo(2);
    assertThat(json.at("/change/0/path").asString()).isEqualTo("training.batch");
    assertThat(json.at("/change/0/to").asString()).isEqualTo("512");
    assertThat(json.at("/aspects/0").asString()).isEqualTo("batch");
    assertThat(json.at("/gap/parts").size()).isEqualTo(2);
    assertThat(json.at("/gap/bias")).isEqualTo(json.at("/gap/atEqualSteps"));
    assertThat(json.get("arms").valueStream().map(arm -> arm.get("name").asString()))
        .containsExactly("baseline", "changed", "step-matched", "controlled", "equal-cost");
    JsonNode run = json.at("/arms/0/runs/1");
    assertThat(run.get("seed").asLong()).isEqualTo(2);
    assertThat(run.get("testAccuracy").asDouble())
        .isEqualTo(result.arm("baseline").runs().get(1).testAccuracy());
    assertThat(run.propertyNames())
        .contains("trainLoss", "trainAccuracy", "testAccuracy", "steps", "seconds");
    assertThat(json.at("/gap/points").asDouble()).isEqualTo(4.1);
    assertThat(json.at("/gap/low").asDouble()).isEqualTo(3.2);
    assertThat(json.at("/gap/atEqualSteps/points").asDouble()).isEqualTo(1.8);
    assertThat(json.at("/recovered/fraction").asDouble()).isEqualTo(0.83);
    assertThat(json.at("/corrections/1/kept").asBoolean()).isFalse();
    assertThat(json.at("/corrections/1/effect").asDouble()).isEqualTo(-0.6);
    assertThat(json.at("/plan/training/batch").asInt()).isEqualTo(512);
    assertThat(json.at("/plan/training/optimizer/kind").asString()).isEqualTo("sgd");
    assertThat(json.at("/verdict").valueStream().map(JsonNode::asString))
        .containsExactlyElementsOf(ControlVerdict.of(result));
    assertThat(json.at("/equalCost/advantage/points").asDouble()).isEqualTo(-1.2);
    assertThat(json.at("/baselineTrend/state").asString()).isEqualTo("ended");
    assertThat(json.at("/gate/candidates").asInt()).isEqualTo(7);
    assertThat(json.at("/loop/1/pytorch").asString()).isEqualTo("lr = 0.28  # was 0.05");
    assertThat(json.at("/corrections/1/outcome").asString()).isEqualTo("not-significant");
    assertThat(json.at("/report").asString()).isEqualTo("report.html");
    assertThat(json.at("/provenance/jvm").asString()).isEqualTo("17.0.15");
  }

  @Test
  void writesNullWhereThereIsNoFiniteNumber() {
    String text = ResultJson.control(OddResults.withoutNumbers(), null);
    JsonNode json = MAPPER.readTree(text);

    assertThat(text).doesNotContain("NaN", "Infinity");
    assertThat(json.at("/arms/1/runs/0/testAccuracy").isNull()).isTrue();
    assertThat(json.at("/gap/points").isNull()).isTrue();
    assertThat(json.at("/report").isNull()).isTrue();
  }

  @Test
  void keepsEveryDigitOfEveryNumber() {
    double third = 1.0 / 3;
    JsonNode json =
        MAPPER.readTree(
            profile(SampleMeasures.measure("curvature/top", Value.of(third), null, "")));

    assertThat(json.at("/measures/0/value").asDouble()).isEqualTo(third);
  }

  @Test
  void writesValuesAsNumberListOrMap() {
    JsonNode json =
        MAPPER.readTree(
            profile(
                SampleMeasures.measure("a", Value.of(2), Value.of(0.5), "nats"),
                SampleMeasures.measure("b", new Value.Series(List.of(1.0, Double.NaN)), null, ""),
                SampleMeasures.measure("c", Value.Named.of(Map.of("layer", 3.0)), null, "")));

    assertThat(json.at("/target").asString()).isEqualTo("run");
    JsonNode first = json.at("/measures/0");
    assertThat(first.propertyNames())
        .containsExactly(
            "id",
            "value",
            "error",
            "unit",
            "status",
            "estimator",
            "conventions",
            "cost",
            "control",
            "null",
            "details",
            "source",
            "question",
            "finding");
    assertThat(first.at("/question").asString()).isEqualTo("How sharp?");
    assertThat(first.at("/finding").asString()).isEqualTo("Sharp.");
    assertThat(first.at("/error").asDouble()).isEqualTo(0.5);
    assertThat(first.at("/status").asString()).isEqualTo("estimate");
    assertThat(first.at("/cost/hvps").asDouble()).isEqualTo(24);
    assertThat(json.at("/measures/1/value/0").asDouble()).isEqualTo(1);
    assertThat(json.at("/measures/1/value/1").isNull()).isTrue();
    assertThat(json.at("/measures/2/value/layer").asDouble()).isEqualTo(3);
  }

  @Test
  void writesColumnsAsNamedLists() {
    Value.Columns density =
        new Value.Columns(Map.of("t", List.of(0.0, 1.5), "density", List.of(0.25, Double.NaN)));
    JsonNode json = MAPPER.readTree(profile(SampleMeasures.measure("d", density, density, "")));

    assertThat(json.at("/measures/0/value/t/1").asDouble()).isEqualTo(1.5);
    assertThat(json.at("/measures/0/value/density/0").asDouble()).isEqualTo(0.25);
    assertThat(json.at("/measures/0/error/density/1").isNull()).isTrue();
  }

  private static String profile(Measurement... answers) {
    return ResultJson.profile(
        "run",
        Map.of("seed", "1"),
        List.of(
            new SummaryLine(
                "How sharp?", SummaryLine.Verdict.ACT, "Sharp.", "Step less.", List.of("top"))),
        Arrays.stream(answers)
            .map(answer -> new ProfileEntry("Curvature", "title", "How sharp?", "Sharp.", answer))
            .toList());
  }
}
