package org.sweetspot.weights;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sweetspot.format.Damage;
import org.sweetspot.format.FormatException;
import org.sweetspot.random.RandomStream;
import org.sweetspot.random.Seed;

/** Whatever bytes a file of weights has, it is read or refused with FormatException. */
@Tag("heavy")
class WeightsFuzzTest {
  private static final int CASES = 2000;

  @TempDir private Path folder;

  @BeforeEach
  void copyParts() throws IOException {
    for (Path sample : SampleFiles.all()) {
      Files.copy(sample, folder.resolve(sample.getFileName()));
    }
    Path packed = Path.of("src/test/resources/org/sweetspot/weights/selection/packed.safetensors");
    Files.copy(packed, folder.resolve(packed.getFileName()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "types.safetensors",
        "packed.safetensors",
        "model.safetensors.index.json",
        "odd.pt",
        "checkpoint.ckpt",
        "script.pt",
        "legacy_checkpoint.pt",
        "arrays.npz",
        "model.onnx",
        "external.onnx",
        "old.h5",
        "words.weights.h5",
        "model.keras",
        "exported.pt2",
        "types.gguf",
        "float.tflite",
        "int8.tflite",
        "two.index",
        "flax_model.msgpack"
      })
  void damagedFilesAreReadOrRefused(String name) throws IOException {
    byte[] whole = Files.readAllBytes(folder.resolve(name));
    RandomStream stream = new Seed(9).stream("test/weights/" + name);
    Path file = folder.resolve(name);
    int refused = 0;
    for (int i = 0; i < CASES; i++) {
      byte[] damaged = Damage.of(whole, 300, stream);
      Files.write(file, damaged);
      refused += tryReading(file) ? 0 : 1;
    }
    assertThat(refused).isBetween(CASES / 20, CASES - 1);
  }

  private static boolean tryReading(Path file) throws IOException {
    try {
      for (WeightTensor tensor : WeightsFile.open(file).tensors()) {
        assertThat(tensor.load()).hasSize((int) tensor.size());
      }
      return true;
    } catch (FormatException refused) {
      assertThat(refused.remedy()).isNotEmpty();
      return false;
    } catch (UncheckedIOException refused) {
      assertThat(refused.getCause()).isInstanceOf(FormatException.class);
      return false;
    }
  }
}
