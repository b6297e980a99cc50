package org.sweetspot.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A training written in a few lines of shell and awk: its accuracy is a formula of updates, rate
 * and seed, and it records as the recorder does.
 */
public final class FakeTraining {
  private static final String PROGRAM =
      """
      # fake BATCH RATE EPOCHS SEED: 320 examples
      batch=$1 rate=$2 epochs=$3 seed=$4
      place=${SWEETSPOT_RECORD:-record}
      mkdir -p "$place"
      echo '{"schema": 1, "parameters": [{"name": "w", "shape": [4, 5]}]}' > "$place/recorded.json"
      awk -v batch="$batch" -v rate="$rate" -v epochs="$epochs" -v seed="$seed" '
        function evaluate(step, progress, noise) {
          accuracy = 0.97 - 0.5 * exp(-progress) + noise
          for (part = 0; part < 2; part++)
            printf "{\\"kind\\":\\"evaluation\\",\\"step\\":%d,\\"name\\":\\"%s\\",\\"loss\\":%.6f,\\"accuracy\\":%.6f}\\n",
              step, part ? "test" : "validation", 1 - accuracy, accuracy
        }
        BEGIN {
          srand(seed)
          noise = (rand() - 0.5) * 0.004
          steps = epochs * int((320 + batch - 1) / batch)
          every = int(steps / 10); if (every < 1) every = 1
          for (step = 1; step <= steps; step++) {
            printf "{\\"kind\\":\\"step\\",\\"step\\":%d,\\"loss\\":%.6f,\\"rate\\":[%g],\\"examples\\":%d,\\"gradient\\":{\\"norm\\":%.6f,\\"dot\\":1}}\\n",
              step, exp(-step * rate / 20), rate, batch, sqrt(1 + 8 / batch)
            if (step % every == 0 || step == steps) evaluate(step, step * rate / 20, noise)
          }
        }' > "$place/recorded.jsonl"
      echo "trained with seed $seed"
      """;

  private FakeTraining() {}

  /** Writes the program into a folder as {@code fake.sh}. */
  public static void write(Path folder) throws IOException {
    Files.writeString(folder.resolve("fake.sh"), PROGRAM);
  }

  /** A recipe that runs a command in a folder, as text. */
  public static String recipe(Path folder, String command) {
    return """
    name: fake
    data: {source: {kind: elsewhere, classes: 10}, split: {train: 320, validation: 500, test: 500}}
    training:
      kind: command
      run: "%s"
      folder: "%s"
      batch: 8
      optimizer: {kind: sgd, rate: 0.5}
      budget: 10 epochs
    control: {change: {batch: 64}, seeds: 3}
    """
        .formatted(command, folder);
  }
}
