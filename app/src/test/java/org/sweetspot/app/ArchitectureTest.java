package org.sweetspot.app;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The house as docs/architecture.md draws it: who may use whom, and what nobody may do. */
class ArchitectureTest {
  private static final String ROOT = "org.sweetspot.";

  /** Each room may use those before it, in the order of CONTRIBUTING.md's table. */
  static final List<String> ORDER = Project.rooms();

  private static final int FEWEST_CLASSES = 800;
  private static final int LONGEST_FILE = 400;
  private static final Pattern TYPE = Pattern.compile("\\{@(?:link|code) (?:[a-z0-9]+\\.)*(\\w+)");

  static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          // Tests that were compiled elsewhere than by Maven.
          .withImportOption(location -> !location.contains("/test/"))
          .importPackages("org.sweetspot");

  @Test
  void allModulesAreLookedAt() {
    assertThat(CLASSES.size()).isGreaterThan(FEWEST_CLASSES);
    assertThat(CLASSES.stream().map(ArchitectureTest::room).collect(Collectors.toSet()))
        .containsExactlyInAnyOrderElementsOf(ORDER);
  }

  /** What a problem can do is asked of it, so that a wrapper or another process can answer. */
  @Test
  void abilitiesAreAskedAndNotLookedForInTypes() {
    Set<String> abilities =
        CLASSES.stream()
            .filter(type -> room(type).equals("problem") && type.isInterface())
            .map(JavaClass::getSimpleName)
            .filter(name -> !name.equals("Problem"))
            .collect(Collectors.toSet());
    assertThat(abilities).contains("SecondOrder", "GaussNewton", "Outputs");
    assertThat(
            CLASSES.stream()
                .flatMap(type -> type.getInstanceofChecks().stream())
                .filter(
                    check -> check.getRawType().getPackageName().equals("org.sweetspot.problem"))
                .filter(check -> abilities.contains(check.getRawType().getSimpleName()))
                .map(Object::toString))
        .isEmpty();
  }

  @Test
  void arrowsPointFromLaterRoomsToEarlierOnes() {
    var wrong = new TreeSet<String>();
    for (JavaClass type : CLASSES) {
      int place = ORDER.indexOf(room(type));
      type.getDirectDependenciesFromSelf().stream()
          .map(arrow -> arrow.getTargetClass().getBaseComponentType())
          .filter(target -> target.getPackageName().startsWith(ROOT))
          .filter(target -> ORDER.indexOf(room(target)) > place)
          .forEach(target -> wrong.add(type.getName() + " -> " + target.getName()));
    }

    assertThat(wrong).isEmpty();
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("org.sweetspot.(**)").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void onlyTheEngineTouchesLibtorch() {
    noClasses()
        .that()
        .resideOutsideOfPackage("org.sweetspot.torch..")
        .should()
        .dependOnClassesThat(resideInAPackage("org.bytedeco.."))
        .check(CLASSES);
  }

  @Test
  void onlyTheProgramPrints() {
    DescribedPredicate<JavaClass> program = resideInAPackage("org.sweetspot.app..");
    NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(CLASSES.that(DescribedPredicate.not(program)));
  }

  @Test
  void randomnessComesFromNamedStreamsOnly() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.util.Random")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.util.SplittableRandom")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.util.concurrent.ThreadLocalRandom")
        .orShould()
        .callMethod(Math.class, "random")
        .check(CLASSES);
  }

  @Test
  void everyPackageExplainsItself() throws IOException {
    List<Path> folders =
        sources().stream()
            .filter(file -> !file.endsWith("package-info.java"))
            .map(Path::getParent)
            .distinct()
            .toList();

    assertThat(folders).hasSizeGreaterThan(20);
    Set<String> types = CLASSES.stream().map(JavaClass::getSimpleName).collect(Collectors.toSet());
    for (Path folder : folders) {
      String page = Files.readString(folder.resolve("package-info.java"));
      // "Read {@link org.sweetspot.run.RunFolder} first": a sentence that names a type there is.
      List<String> named =
          Stream.of(page.replaceAll("\\s+\\*?\\s*", " ").split("\\.(?=\\s)|;"))
              .filter(sentence -> sentence.matches(".*\\bfirst\\b.*"))
              .flatMap(sentence -> TYPE.matcher(sentence).results().map(found -> found.group(1)))
              .toList();
      assertThat(named).as("which type to read first in " + folder).isNotEmpty();
      assertThat(types).as("types that " + folder + " names").containsAll(named);
    }
  }

  @Test
  void filesStaySmall() throws IOException {
    List<Path> files = sources();

    assertThat(files).hasSizeGreaterThan(FEWEST_CLASSES);
    assertThat(files)
        .allSatisfy(
            file -> assertThat(Files.readAllLines(file)).hasSizeLessThanOrEqualTo(LONGEST_FILE));
  }

  @Test
  void roomsAreNamedForTheirQuestion() {
    assertThat(CLASSES.stream().map(JavaClass::getPackageName).distinct())
        .noneMatch(
            name -> name.matches(".*\\.(util|utils|common|impl|manager|helper|misc)(\\..*)?"));
  }

  private static String room(JavaClass type) {
    String rest = type.getPackageName().substring(ROOT.length());
    int dot = rest.indexOf('.');
    return dot < 0 ? rest : rest.substring(0, dot);
  }

  private static List<Path> sources() throws IOException {
    List<Path> files = new ArrayList<>();
    for (String module : Project.modules()) {
      try (Stream<Path> all = Files.walk(Project.root().resolve(module).resolve("src/main/java"))) {
        all.filter(file -> file.toString().endsWith(".java")).forEach(files::add);
      }
    }
    return files;
  }
}
