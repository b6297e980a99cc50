package org.sweetspot.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** README and docs name no option of the program that it does not have. */
class DocumentedOptionsTest {
  private static final Pattern OPTION = Pattern.compile("(?<![\\w-])--[a-z][a-z-]*[a-z]");

  /** Programs whose options are their own. */
  private static final Pattern OTHERS =
      Pattern.compile(
          "\\b(pip|tensorboard|mvnw|docker|git|python3?|nvidia-\\w+)\\b|\\.ci/|benchmarks/");

  @Test
  void everyOptionThatIsNamedExists() throws IOException {
    Set<String> known = new TreeSet<>();
    collect(new CommandLine(new SweetspotCommand()), known);
    assertThat(known).contains("--change", "--json", "--monitor", "--help");
    List<Path> pages = new ArrayList<>(List.of(Project.root().resolve("README.md")));
    try (Stream<Path> docs = Files.list(Project.root().resolve("docs"))) {
      docs.filter(file -> file.toString().endsWith(".md")).forEach(pages::add);
    }
    Set<String> named = new TreeSet<>();
    Set<String> unknown = new TreeSet<>();
    for (Path page : pages) {
      for (String line : Files.readAllLines(page)) {
        OPTION
            .matcher(OTHERS.matcher(line).find() ? "" : line)
            .results()
            .forEach(
                found -> {
                  named.add(found.group());
                  if (!known.contains(found.group())) {
                    unknown.add(page.getFileName() + ": " + found.group());
                  }
                });
      }
    }
    assertThat(unknown).isEmpty();
    assertThat(named).hasSizeGreaterThan(15);
  }

  private static void collect(CommandLine command, Set<String> names) {
    command.getCommandSpec().options().forEach(option -> names.addAll(List.of(option.names())));
    command.getSubcommands().values().forEach(inner -> collect(inner, names));
  }
}
