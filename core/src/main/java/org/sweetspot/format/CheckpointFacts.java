package org.sweetspot.format;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The step and the epoch at which a checkpoint was written, where it tells them: numbers in a
 * PyTorch file's outermost map, texts in the metadata of safetensors, or trainer_state.json in a
 * folder of Hugging Face's trainer.
 */
public final class CheckpointFacts {
  private static final long LARGEST = 100_000_000;
  private static final List<String> STEPS =
      List.of("global_step", "step", "steps", "iteration", "iter", "num_updates", "n_iter");
  private static final List<String> EPOCHS = List.of("epoch", "epochs", "current_epoch");

  private CheckpointFacts() {}

  /**
   * What is known, under the names "step" and "epoch".
   *
   * @throws FormatException if the file is damaged
   */
  public static Map<String, Double> of(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      Path state = path.resolve("trainer_state.json");
      return Files.isRegularFile(state) ? trainer(state) : Map.of();
    }
    byte[] start;
    try (var input = Files.newInputStream(path)) {
      start = input.readNBytes(Long.BYTES + 1);
    }
    if (start.length > 2 && start[0] == 'P' && start[1] == 'K') {
      return TorchFile.fits(NpzTensors.entries(path))
          ? numbers(TorchWorld.entries(TorchFile.root(path)))
          : Map.of();
    }
    if (LegacyTorchFile.fits(start)) {
      return numbers(TorchWorld.entries(LegacyTorchFile.root(path)));
    }
    return start.length > Long.BYTES && start[Long.BYTES] == '{'
        ? numbers(SafetensorsFile.metadata(path))
        : Map.of();
  }

  private static Map<String, Double> numbers(Map<?, ?> map) {
    Map<String, Double> facts = new HashMap<>();
    first(map, STEPS).ifPresent(value -> facts.put("step", value));
    first(map, EPOCHS).ifPresent(value -> facts.put("epoch", value));
    return facts;
  }

  private static Optional<Double> first(Map<?, ?> map, List<String> names) {
    for (String name : names) {
      Object value = map.get(name);
      if (value instanceof Long || value instanceof Double) {
        return Optional.of(((Number) value).doubleValue());
      }
      if (value instanceof String text && text.matches("[0-9]{1,15}")) {
        return Optional.of(Double.parseDouble(text));
      }
    }
    return Optional.empty();
  }

  private static Map<String, Double> trainer(Path file) throws IOException {
    if (Files.size(file) > LARGEST) {
      return Map.of();
    }
    try {
      JsonNode state = JsonMapper.shared().readTree(Files.readAllBytes(file));
      Map<String, Double> facts = new HashMap<>();
      if (state.path("global_step").isNumber()) {
        facts.put("step", state.path("global_step").asDouble());
      }
      if (state.path("epoch").isNumber()) {
        facts.put("epoch", state.path("epoch").asDouble());
      }
      return facts;
    } catch (JacksonException broken) {
      throw new FormatException(
          file.toString(), "a JSON object", broken.getOriginalMessage(), "write or copy it anew");
    }
  }
}
