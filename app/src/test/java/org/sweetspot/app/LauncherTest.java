package org.sweetspot.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The launcher in a checkout whose Maven and Java only write down how they were called. */
@DisabledOnOs(OS.WINDOWS)
class LauncherTest {
  private static final String MAVEN =
      """
      #!/bin/sh
      echo build >>builds
      [ ! -f broken ] || { echo '[ERROR] Foo.java: ; expected'; exit 1; }
      for module in MODULES; do
        mkdir -p $module/target
        echo jar >$module/target/sweetspot-$module-0.1.0.jar
        echo tests >$module/target/sweetspot-$module-0.1.0-tests.jar
      done
      echo /libraries/one.jar:/libraries/two.jar >app/target/classpath.txt
      """
          .replace("MODULES", String.join(" ", Project.modules()));
  private static final String JAVA =
      """
      #!/bin/sh
      for word in "$@"; do echo "<$word>"; done
      echo "arenas $MALLOC_ARENA_MAX"
      echo "locale $LC_ALL"
      exit 7
      """;

  /** A guard against hanging only. */
  private static final long HANG_MINUTES = 20;

  @TempDir Path folder;
  private Path checkout;
  private Path jdk;

  @BeforeEach
  void lay() throws IOException {
    checkout = Files.createDirectories(folder.resolve("a checkout"));
    Files.copy(Project.root().resolve("sweetspot"), checkout.resolve("sweetspot"));
    script(checkout.resolve("mvnw"), MAVEN);
    Files.copy(Project.root().resolve("pom.xml"), checkout.resolve("pom.xml"));
    for (String module : Project.modules()) {
      Path sources = Files.createDirectories(checkout.resolve(module).resolve("src/main/java"));
      Files.writeString(checkout.resolve(module).resolve("pom.xml"), "");
      Files.writeString(sources.resolve("One.java"), "");
      Files.writeString(sources.resolve("Two.java"), "");
    }
    jdk = jdk("jdk", "21.0.2");
    age();
  }

  /** Makes everything a minute old, the stamp of the last build a little less. */
  private void age() throws IOException {
    Instant past = Instant.now().minusSeconds(60);
    try (var files = Files.walk(checkout)) {
      for (Path file : files.toList()) {
        boolean stamp = file.endsWith("stamp");
        Files.setLastModifiedTime(file, FileTime.from(stamp ? past.plusSeconds(20) : past));
      }
    }
  }

  @Test
  void itBuildsOnFirstUseAndOnlyAgainWhenSourcesChange() throws Exception {
    assertThat(start("--help").err()).contains("Built Sweetspot", "first use");
    assertThat(start("--help").err()).isEmpty();
    assertThat(builds()).isEqualTo(1);

    age();
    later(Files.writeString(checkout.resolve("core/src/main/java/One.java"), "changed"));
    assertThat(start("--help").err()).contains("sources changed");
    assertThat(builds()).isEqualTo(2);

    age();
    Files.delete(checkout.resolve("core/src/main/java/Two.java"));
    later(checkout.resolve("core/src/main/java"));
    start("--help");
    assertThat(builds()).isEqualTo(3);
  }

  @Test
  void wordsArriveAsTheyWereGivenAndTheExitCodeComesBack() throws Exception {
    Program program = start("train", "my recipe.yaml", "--set", "name=it's \"quoted\" $HOME *");

    assertThat(program.code()).isEqualTo(7);
    assertThat(program.out())
        .contains(
            """
            <org.sweetspot.app.Main>
            <train>
            <my recipe.yaml>
            <--set>
            <name=it's "quoted" $HOME *>
            """)
        .contains("<-Dorg.bytedeco.javacpp.nopointergc=true>", "arenas 1")
        .doesNotContain("tests.jar");
  }

  @Test
  void itStartsThroughALinkFromAnyFolder() throws Exception {
    Path link = folder.resolve("link to it");
    Files.createSymbolicLink(link, Path.of("a checkout", "sweetspot"));

    Program program = run(folder, jdk, link.toString(), "doctor");

    assertThat(program.out()).contains("<doctor>", "sweetspot-core.jar", "/libraries/two.jar");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aLocaleThatCanNotNameEveryFileIsReplaced() throws Exception {
    assertThat(start("--help").out()).contains("locale C.UTF-8");
  }

  @Test
  void aReleaseNeedsOnlyARuntimeAndBuildsNothing() throws Exception {
    Path release = folder.resolve("release");
    Path bin = Files.createDirectories(release.resolve("bin"));
    Path library = Files.createDirectories(release.resolve("lib"));
    Files.copy(Project.root().resolve("sweetspot"), bin.resolve("sweetspot"));
    for (String jar : List.of("other.jar", "sweetspot-core-1.jar", "sqlite.jar")) {
      Files.writeString(library.resolve(jar), "");
    }
    Files.writeString(library.resolve("build.txt"), "commit abc");
    Files.delete(jdk.resolve("bin/javac"));

    Program program = run(folder, jdk, bin.resolve("sweetspot").toString(), "doctor");

    assertThat(program.err()).isEmpty();
    assertThat(program.out())
        .contains(
            "<"
                + library.resolve("sweetspot-core-1.jar")
                + ":"
                + library.resolve("other.jar")
                + ":"
                + library.resolve("sqlite.jar")
                + ">\n<org.sweetspot.app.Main>\n<doctor>");
  }

  @Test
  void aCheckoutNeedsACompiler() throws Exception {
    Files.delete(jdk.resolve("bin/javac"));

    assertThat(start("doctor").err()).contains("is not a JDK 17 or newer");
  }

  @Test
  void aFailedBuildShowsItsErrorAndItsLog() throws Exception {
    Files.writeString(checkout.resolve("broken"), "");

    Program program = start("--help");

    assertThat(program.code()).isEqualTo(1);
    assertThat(program.err()).contains("Foo.java: ; expected", "target/build.log");
    Files.delete(checkout.resolve("broken"));
    assertThat(start("--help").code()).isEqualTo(7);
  }

  @Test
  void theScriptsBesideItAskItForTheJdk() throws Exception {
    Program program = start("--jdk");

    assertThat(program.code()).isZero();
    assertThat(program.out()).isEqualTo(jdk + "\n");
    assertThat(checkout.resolve("builds")).doesNotExist();
    for (String name : List.of("onnx/measure", "spark/study")) {
      assertThat(Files.readString(Project.root().resolve(name)))
          .as(name)
          .contains("JAVA_HOME=$(\"$home/sweetspot\" --jdk)")
          .doesNotContain("exec java");
    }
  }

  @Test
  void aJdkThatIsTooOldIsPassedOverAloud() throws Exception {
    Program program = run(checkout, jdk("old", "11.0.2"), "./sweetspot", "--version");

    assertThat(program.err()).contains("is not a JDK 17 or newer");
  }

  private Program start(String... words) throws Exception {
    List<String> command = new ArrayList<>(List.of("./sweetspot"));
    command.addAll(List.of(words));
    return run(checkout, jdk, command.toArray(String[]::new));
  }

  private Program run(Path where, Path java, String... command) throws Exception {
    Path out = folder.resolve("out.txt");
    Path err = folder.resolve("err.txt");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(where.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().put("JAVA_HOME", java.toString());
    builder.environment().remove("MALLOC_ARENA_MAX");
    builder.environment().put("LC_ALL", "C");
    builder.environment().put("XDG_CACHE_HOME", folder.resolve("cache").toString());
    Process process = builder.start();
    assertThat(process.waitFor(HANG_MINUTES, TimeUnit.MINUTES)).isTrue();
    return new Program(process.exitValue(), Files.readString(out), Files.readString(err));
  }

  private Path jdk(String name, String version) throws IOException {
    Path home = folder.resolve(name);
    Files.createDirectories(home.resolve("bin"));
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
    script(home.resolve("bin/java"), JAVA);
    script(home.resolve("bin/javac"), JAVA);
    return home;
  }

  private int builds() throws IOException {
    return Files.readAllLines(checkout.resolve("builds")).size();
  }

  /** As if it was changed after the last build, yet before the next. */
  private static void later(Path file) throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(20)));
  }

  private static void script(Path file, String text) throws IOException {
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
