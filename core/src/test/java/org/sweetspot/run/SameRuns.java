package org.sweetspot.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Compares two runs' folders byte by byte, but for what depends on the clock. */
final class SameRuns {
  private static final Set<String> CLOCK = Set.of("times.json", "events.out.tfevents.sweetspot");

  private SameRuns() {}

  static void assertSame(Path run, Path expected) throws IOException {
    assertThat(files(run)).isEqualTo(files(expected)).hasSizeGreaterThan(7);
    for (Path file : files(expected)) {
      if (CLOCK.contains(file.getFileName() + "")) {
        // Times have a fixed width in the event file.
        if (file.toString().contains("events")) {
          assertThat(run.resolve(file)).hasSize(Files.size(expected.resolve(file)));
        }
      } else {
        assertThat(run.resolve(file)).hasSameBinaryContentAs(expected.resolve(file));
      }
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).map(folder::relativize).sorted().toList();
    }
  }
}
