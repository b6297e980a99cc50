package org.sweetspot.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sweetspot.data.DataLoader;
import org.sweetspot.data.DataSet;
import org.sweetspot.data.NamedSource;
import org.sweetspot.matrix.Matrix;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.MeasureSettings;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.NotApplicableException;
import org.sweetspot.measure.Status;
import org.sweetspot.measure.TrainingFacts;
import org.sweetspot.measure.profile.MeasureCatalogue;
import org.sweetspot.measure.profile.Profile;
import org.sweetspot.measure.target.ModelReader;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Features;
import org.sweetspot.problem.Inputs;
import org.sweetspot.problem.LastLayer;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.Outputs;
import org.sweetspot.problem.PerExample;
import org.sweetspot.problem.Predictions;
import org.sweetspot.problem.Problem;
import org.sweetspot.problem.RefusedException;
import org.sweetspot.problem.SecondOrder;
import org.sweetspot.problem.Split;
import org.sweetspot.random.Seed;
import org.sweetspot.vector.ParameterVector;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Models that PyTorch exported, against what PyTorch says of them (onnx_models.py). */
class OnnxReaderTest {
  private static final Batch ALL = Batch.range(Split.TRAIN, 0, 40);
  private static final double SINGLE = 1e-5;

  @TempDir private Path folder = Path.of(".");

  private static Path resource(String name) {
    try {
      return Path.of(Objects.requireNonNull(OnnxReaderTest.class.getResource(name), name).toURI());
    } catch (URISyntaxException broken) {
      throw new IllegalStateException(broken);
    }
  }

  private static DataSet data(String name) throws IOException {
    Path here = Path.of("").toAbsolutePath();
    return DataLoader.whole(NamedSource.of(resource(name).toString(), here), here);
  }

  private static ModelReader.Wishes wishes(Optional<String> features) {
    return new ModelReader.Wishes(Optional.empty(), Optional.empty(), features, 1);
  }

  private static Problem open(String model, String data) throws IOException {
    return open(model, data, Optional.empty());
  }

  private static Problem open(String model, String data, Optional<String> features)
      throws IOException {
    return new OnnxReader().open(resource(model), data(data), wishes(features)).problem();
  }

  private static JsonNode expected(String model) throws IOException {
    return JsonMapper.shared().readTree(Files.readString(resource("expected.json"))).path(model);
  }

  @Test
  void theServiceLoaderFindsIt() {
    assertThat(ServiceLoader.load(ModelReader.class))
        .anyMatch(reader -> reader.knows(Path.of("a.onnx")) && !reader.knows(Path.of("a.pt")));
  }

  @Test
  void outputsAndLossAreThoseOfPyTorch() throws IOException {
    for (String model : List.of("mlp", "cnn")) {
      JsonNode said = expected(model);
      try (Problem problem =
          open(model + ".onnx", model.equals("cnn") ? "pictures.npz" : "points.npz")) {
        assertThat(problem.loss(ALL, Mode.EVALUATE))
            .isCloseTo(said.path("loss").asDouble(), within(SINGLE));
        Predictions found =
            problem.ability(Outputs.class).orElseThrow().predictions(ALL, Mode.EVALUATE);
        for (int i = 0; i < 120; i++) {
          assertThat(found.logit(i / 3, i % 3))
              .isCloseTo(said.path("outputs").get(i).asDouble(), within(SINGLE));
        }
      }
    }
  }

  @Test
  void measuresAreThoseOfPyTorchAndTheOthersSayWhyNot() throws IOException {
    JsonNode said = expected("mlp");
    try (Problem problem = open("mlp.onnx", "points.npz");
        MeasureContext context =
            new MeasureContext(
                problem, TrainingFacts.UNKNOWN, MeasureSettings.DEFAULT, new Seed(1))) {
      Profile profile = Profile.of(context, new MeasureCatalogue().all(), (card, share) -> {});
      assertThat(profile.find("accuracy").orElseThrow().number("train"))
          .isCloseTo(said.path("accuracy").asDouble(), within(1e-12));
      assertThat(profile.find("margins").orElseThrow().number("mean"))
          .isCloseTo(said.path("margin").asDouble(), within(SINGLE));
      for (String id : List.of("nc1", "nc3", "weight-norms", "loss")) {
        assertThat(profile.find(id).orElseThrow().status())
            .as(id)
            .isNotIn(Status.NOT_APPLICABLE, Status.FAILED);
      }
      for (String id : List.of("hessian-trace", "noise-scale", "sam-sharpness", "landscape-line")) {
        Measurement none = profile.find(id).orElseThrow();
        assertThat(none.status()).as(id).isEqualTo(Status.NOT_APPLICABLE);
        assertThat(none.conventions().toString()).as(id).contains("ONNX Runtime");
      }
      assertThat(profile.measurements())
          .filteredOn(answer -> answer.status() == Status.FAILED)
          .isEmpty();
    }
  }

  @Test
  void theLastLayerGivesTheLogits() throws IOException {
    try (Problem problem = open("mlp.onnx", "points.npz")) {
      LastLayer.Seen layer =
          (LastLayer.Seen) problem.ability(Features.class).orElseThrow().lastLayer(ALL);
      JsonNode features = expected("mlp").path("features");
      assertThat(layer.features().columns()).isEqualTo(8);
      for (int i = 0; i < 320; i++) {
        assertThat(layer.features().entries()[i])
            .isCloseTo(features.get(i).asDouble(), within(SINGLE));
      }
      Predictions logits =
          problem.ability(Outputs.class).orElseThrow().predictions(ALL, Mode.EVALUATE);
      for (int row = 0; row < 40; row++) {
        double[] rest = new double[3];
        for (int k = 0; k < 3; k++) {
          rest[k] = logits.logit(row, k) - layer.bias().get(0, k);
          for (int j = 0; j < 8; j++) {
            rest[k] -= layer.weight().get(k, j) * layer.features().get(row, j);
          }
        }
        assertThat(rest[1]).isCloseTo(rest[0], within(SINGLE));
        assertThat(rest[2]).isCloseTo(rest[0], within(SINGLE));
      }
    }
  }

  @Test
  void aNodeIsARepresentationByItsName() throws IOException {
    try (Problem problem = open("mlp.onnx", "points.npz", Optional.of("node_linear"))) {
      LastLayer.Inner inner =
          (LastLayer.Inner) problem.ability(Features.class).orElseThrow().lastLayer(ALL);
      JsonNode features = expected("mlp").path("features");
      for (int i = 0; i < 320; i++) {
        assertThat(Math.tanh(inner.features().entries()[i]))
            .isCloseTo(features.get(i).asDouble(), within(SINGLE));
      }
    }
    assertThatThrownBy(() -> open("mlp.onnx", "points.npz", Optional.of("nowhere")))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("name one of")
        .hasMessageContaining("node_tanh");
  }

  @Test
  void batchesOfFourAndProbabilitiesGiveTheSame() throws IOException {
    // 38 examples: the last batch is filled up.
    Batch some = Batch.range(Split.TRAIN, 0, 38);
    try (Problem fixed = open("fixed.onnx", "points.npz");
        Problem free = open("mlp.onnx", "points.npz")) {
      assertThat(fixed.loss(some, Mode.EVALUATE))
          .isCloseTo(free.loss(some, Mode.EVALUATE), within(SINGLE));
      Predictions a = fixed.ability(Outputs.class).orElseThrow().predictions(some, Mode.EVALUATE);
      Predictions b = free.ability(Outputs.class).orElseThrow().predictions(some, Mode.EVALUATE);
      assertThat(a.rows()).isEqualTo(38);
      for (int row = 0; row < 38; row++) {
        assertThat(a.logit(row, 1) - a.logit(row, 0))
            .isCloseTo(b.logit(row, 1) - b.logit(row, 0), within(1e-4));
      }
    }
  }

  @Test
  void realTargetsHaveHalfTheSquaredDistance() throws IOException {
    try (Problem problem = open("numbers.onnx", "targets.npz")) {
      assertThat(problem.loss(ALL, Mode.EVALUATE))
          .isCloseTo(expected("numbers").path("loss").asDouble(), within(SINGLE));
      assertThat(problem.ability(Outputs.class)).isEmpty();
      assertThat(problem.whyNot(Outputs.class).orElseThrow()).contains("real numbers");
    }
  }

  @Test
  void whatItCannotDoIsSaid() throws IOException {
    try (Problem problem = open("mlp.onnx", "points.npz")) {
      ParameterVector weights = problem.parameters();
      assertThat(weights.space().dimension()).isEqualTo(6 * 8 + 8 + 8 * 3 + 3);
      assertThat(weights.dot(weights)).isPositive();
      assertThatThrownBy(() -> weights.scale(2)).isInstanceOf(NotApplicableException.class);
      try (ParameterVector copy = weights.copy()) {
        assertThatThrownBy(() -> weights.set(copy)).isInstanceOf(NotApplicableException.class);
        assertThatThrownBy(() -> problem.gradient(ALL, Mode.EVALUATE, copy))
            .hasMessageContaining("forwards alone");
        Inputs inputs = problem.ability(Inputs.class).orElseThrow();
        Matrix some = inputs.inputs(Batch.range(Split.TRAIN, 0, 2));
        assertThat(inputs.logits(some, weights).rows()).isEqualTo(2);
        assertThatThrownBy(() -> inputs.logits(some, copy))
            .isInstanceOf(NotApplicableException.class);
      }
      assertThat(problem.ability(SecondOrder.class)).isEmpty();
      assertThat(problem.whyNot(PerExample.class).orElseThrow()).contains("PyTorch module");
      assertThat(problem.whyNot(Mode.PROBE)).isPresent();
    }
  }

  @Test
  void whatDoesNotFitIsRefused() throws IOException {
    assertThatThrownBy(() -> open("cnn.onnx", "points.npz"))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("[1, 8, 8]");
    assertThatThrownBy(() -> open("mlp.onnx", "targets.npz"))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("1 numbers for each example");
    Path broken = folder.resolve("broken.onnx");
    byte[] bytes = Files.readAllBytes(resource("mlp.onnx"));
    Files.write(broken, java.util.Arrays.copyOf(bytes, bytes.length / 2));
    assertThatThrownBy(
            () -> new OnnxReader().open(broken, data("points.npz"), wishes(Optional.empty())))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("cut off");
  }
}
