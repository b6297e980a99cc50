package org.sweetspot.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Sentences are made last: no class of core reads a fact back out of one. */
class FactsFromWordsTest {
  private static final Path SOURCES = Path.of("src/main/java/org/sweetspot");
  private static final List<String> ROOMS =
      List.of("measure", "monitor", "control", "statistics", "training", "run");

  /** Puts numbers into the places of a sentence; reads none. */
  private static final Set<String> ALLOWED = Set.of("measure/Sentence.java");

  private static final Pattern EXPRESSIONS = Pattern.compile("import java\\.util\\.regex\\.");
  private static final Pattern READING =
      Pattern.compile(
          "\\b(conventions|control|estimator|finding|getMessage|sentence)\\([^()]*\\)"
              + "(\\s*\\.text\\(\\))?\\s*\\.(contains|matches|startsWith|endsWith|indexOf|split"
              + "|substring|replaceAll|lines)\\(");

  private static boolean readsWords(String source) {
    return EXPRESSIONS.matcher(source).find() || READING.matcher(source).find();
  }

  @Test
  void noFactIsReadOutOfASentence() throws IOException {
    List<String> readers = new ArrayList<>();
    int seen = 0;
    for (String room : ROOMS) {
      try (Stream<Path> walk = Files.walk(SOURCES.resolve(room))) {
        for (Path file : walk.filter(path -> path.toString().endsWith(".java")).toList()) {
          seen++;
          String name = SOURCES.relativize(file).toString().replace('\\', '/');
          if (!ALLOWED.contains(name) && readsWords(Files.readString(file))) {
            readers.add(name);
          }
        }
      }
    }
    assertThat(readers).isEmpty();
    assertThat(seen).isGreaterThan(300);
  }

  @Test
  void readersAreFound() {
    assertThat(readsWords("if (answer.conventions().text().contains(\"mode\")) {")).isTrue();
    assertThat(readsWords("String.valueOf(e.getMessage()\n    .indexOf('x'))")).isTrue();
    assertThat(readsWords("import java.util.regex.Pattern;")).isTrue();
    assertThat(readsWords("answer.conventions().get(Conventions.NETWORK)")).isFalse();
  }
}
