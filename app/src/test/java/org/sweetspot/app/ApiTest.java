package org.sweetspot.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sweetspot.app.ArchitectureTest.CLASSES;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * What other programs may rely on stays as it was recorded. Additions break nobody; something that
 * is gone or has another signature does, and belongs in CHANGELOG.md before the record is made
 * anew: {@code ./mvnw test -pl app -am -Dtest=ApiTest -Dsurefire.failIfNoSpecifiedTests=false
 * -Dsweetspot.update=true}.
 */
class ApiTest {
  private static final Path RECORD =
      Project.root().resolve("app/src/test/resources/org/sweetspot/app/api.txt");

  /** What callers get, and use as the interface that it has. */
  private static final Set<String> HANDED_OUT = Set.of("org.sweetspot.torch.TorchProblem");

  private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z.]+)` \\|");

  @Test
  void nothingOfThePublicApiIsGone() throws IOException {
    SortedSet<String> now = Signatures.of(CLASSES);
    if (Boolean.getBoolean("sweetspot.update")) {
      Files.write(RECORD, now);
    }
    SortedSet<String> gone = new TreeSet<>(Files.readAllLines(RECORD));
    assertThat(gone).hasSizeGreaterThan(1000);
    gone.removeAll(now);
    assertThat(gone)
        .as("gone from the public API; if this is meant, say so in CHANGELOG.md and record anew")
        .isEmpty();
  }

  /** A type that others may rely on speaks of nothing that they may not. */
  @Test
  void thePublicApiSpeaksOfItselfAlone() {
    assertThat(Signatures.unmarked(CLASSES).keySet()).isEqualTo(HANDED_OUT);
  }

  @Test
  void thePageListsThePackages() {
    String page = Project.read("docs/api.md");
    List<String> rows = ROW.matcher(page).results().map(row -> row.group(1)).toList();
    assertThat(rows).doesNotHaveDuplicates();
    assertThat(rows).hasSameElementsAs(Signatures.packages(CLASSES));
  }
}
