package org.sweetspot.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.ReferencedClassObject;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.sweetspot.problem.Problem;

/** What docs/architecture.md and CONTRIBUTING.md say of the house is what stands there. */
class ArchitecturePageTest {
  private static final Pattern FIRST_CELL = Pattern.compile("(?m)^\\| `(\\w+)` \\|");

  /** An ability is asked for by its class. */
  @Test
  void thePageListsEveryAbilityThatAProblemHas() throws IOException {
    String table = between(page("docs/architecture.md"), "## Abilities", "## Modules");
    Set<String> abilities =
        ArchitectureTest.CLASSES.stream()
            .flatMap(type -> type.getReferencedClassObjects().stream())
            .map(ReferencedClassObject::getRawType)
            .filter(JavaClass::isInterface)
            .filter(type -> type.getPackageName().equals(Problem.class.getPackageName()))
            .map(JavaClass::getSimpleName)
            .filter(name -> !name.equals(Problem.class.getSimpleName()))
            .collect(Collectors.toSet());

    assertThat(abilities).hasSizeGreaterThan(5);
    assertThat(names(FIRST_CELL, table)).doesNotHaveDuplicates().hasSameElementsAs(abilities);
  }

  private static String page(String file) throws IOException {
    return Files.readString(Project.root().resolve(file));
  }

  private static String between(String page, String from, String to) {
    assertThat(page).contains(from);
    String rest = page.substring(page.indexOf(from));
    assertThat(rest).contains(to);
    return rest.substring(0, rest.indexOf(to));
  }

  private static List<String> names(Pattern pattern, String text) {
    return pattern.matcher(text).results().map((MatchResult found) -> found.group(1)).toList();
  }
}
