package org.sweetspot.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program in docs/java-api.md, compiled and run. */
@Tag("heavy")
class JavaApiPageTest {
  private static final Pattern PROGRAM = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
  private static final int LONGEST = 25;

  private static final String RECIPE =
      """
      name: page
      engine: {threads: 1}
      data: {source: digits, split: {train: 200, validation: 100, test: 100}}
      model: {kind: mlp, hidden: [8], normalization: batch}
      training:
        batch: 10
        optimizer: {kind: sgd, rate: 0.1, momentum: 0.5}
        budget: 2 epochs
      control: {change: {batch: 50}, seeds: 2, cost: 1}
      """;

  @TempDir Path folder;

  @Test
  void thePagesProgramTrainsMeasuresAndControls() throws Exception {
    String program = program();
    Path source = Files.writeString(folder.resolve("Example.java"), program);
    Path recipe = Files.writeString(folder.resolve("page.yaml"), RECIPE);
    compile(source);

    String output = run(recipe);

    assertThat(output).contains("TEST", "accuracy", "hessian-trace", "batch");
  }

  @Test
  void theProgramIsShort() throws IOException {
    String body = program().replaceAll("(?s).*main\\(String\\[] arguments\\) \\{\n", "");

    assertThat(body.lines().filter(line -> !line.isBlank())).hasSizeLessThanOrEqualTo(LONGEST);
  }

  private static String program() throws IOException {
    Matcher page =
        PROGRAM.matcher(Files.readString(Project.root().resolve("docs").resolve("java-api.md")));
    assertThat(page.find()).as("a Java program on the page").isTrue();
    return page.group(1);
  }

  private static void compile(Path source) {
    ByteArrayOutputStream messages = new ByteArrayOutputStream();
    int code =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                messages,
                messages,
                "-proc:none",
                "-cp",
                System.getProperty("java.class.path"),
                source.toString());
    assertThat(code).as(messages.toString(StandardCharsets.UTF_8)).isZero();
  }

  private String run(Path recipe) throws Exception {
    Path output = folder.resolve("output.txt");
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx1g",
                    "-Dorg.bytedeco.javacpp.nopointergc=true",
                    "-cp",
                    folder + java.io.File.pathSeparator + System.getProperty("java.class.path"),
                    "Example",
                    recipe.toString(),
                    folder.resolve("out").toString()))
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertThat(process.waitFor(20, TimeUnit.MINUTES)).isTrue();
    String text = Files.readString(output);
    assertThat(process.exitValue()).as(text).isZero();
    return text;
  }
}
