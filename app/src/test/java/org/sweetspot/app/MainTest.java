package org.sweetspot.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class MainTest {
  static List<String> verbs() {
    return new CommandLine(new SweetspotCommand())
        .getSubcommands().values().stream()
            .map(CommandLine::getCommandSpec)
            .filter(verb -> !verb.usageMessage().hidden())
            .map(verb -> verb.name())
            .toList();
  }

  @ParameterizedTest
  @MethodSource("verbs")
  void everyVerbExplainsItselfWithAnExample(String verb) {
    Program program = Program.run(verb, "--help");

    assertThat(program.code()).isZero();
    assertThat(program.out()).contains("Usage: sweetspot " + verb, "Example: sweetspot " + verb);
    assertThat(program.err()).isEmpty();
  }

  @Test
  void helpNamesEveryVerb() {
    assertThat(Program.run("--help").out()).contains(verbs());
  }

  @Test
  void aMisspelledVerbGetsTheNearestOne() {
    Program program = Program.run("trian", "x.yaml");

    assertThat(program.code()).isEqualTo(2);
    assertThat(program.err()).contains("expected a verb", "got trian", "did you mean train?");
  }

  @Test
  void aMisspelledOptionGetsTheNearestOne() {
    Program program = Program.run("train", "x.yaml", "--sed", "3");

    assertThat(program.code()).isEqualTo(2);
    assertThat(program.err()).contains("got --sed", "did you mean --seed?");
  }

  @Test
  void anUnexpectedFailureIsOneLineAndAFile() {
    java.io.StringWriter err = new java.io.StringWriter();

    int code =
        Failures.unexpected(
            new IllegalStateException("first line\nsecond line"),
            new java.io.PrintWriter(err, true));

    assertThat(code).isEqualTo(1);
    assertThat(err.toString().lines()).hasSize(2);
    assertThat(err.toString())
        .startsWith("sweetspot: failed: IllegalStateException: first line\n")
        .contains("the stack trace is in ");
  }
}
