package org.sweetspot.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.sweetspot.problem.RefusedException;
import org.sweetspot.vector.ArraySpace;

class InputChecksTest {
  @Test
  void whatWasRefusedIsTheUsersMistake() {
    RefusedException refused = new RefusedException("model", "a file", "none", "give one");
    assertThatThrownBy(() -> InputChecks.of(() -> thrown(refused))).isSameAs(refused);
    assertThat(UserMistakes.isOne(refused)).isTrue();
    assertThat(UserMistakes.message(refused))
        .isEqualTo("model: expected a file, got none\n  fix: give one");
  }

  @Test
  void anArgumentThatOnlyTheProgramCanGetWrongStaysItsOwnFailure() {
    // Worded as the user's mistakes are.
    IllegalArgumentException own =
        new IllegalArgumentException("vector: expected 3 entries, got 4; give as many");
    assertThatThrownBy(() -> InputChecks.of(() -> thrown(own))).isSameAs(own);
    assertThat(UserMistakes.isOne(own)).isFalse();
    assertThatThrownBy(() -> InputChecks.of(() -> ArraySpace.of("x", 2).zero().set(new double[3])))
        .isInstanceOf(IllegalArgumentException.class)
        .isNotInstanceOf(UserException.class);
  }

  @Test
  void tooLittleMemoryIsNoFailureToReport() {
    StringWriter written = new StringWriter();
    PrintWriter err = new PrintWriter(written, true);
    RuntimeException own =
        new RuntimeException(
            "DefaultCPUAllocator: not enough memory: you tried to allocate 8 bytes");
    assertThat(Failures.unexpected(own, err)).isEqualTo(2);
    assertThat(Failures.unexpected(new OutOfMemoryError("Java heap space"), err)).isEqualTo(2);
    assertThat(written.toString())
        .contains("tried to allocate 8 bytes", "-Xmx8g")
        .doesNotContain("report");
    assertThat(Failures.unexpected(new StackOverflowError(), err)).isEqualTo(1);
    assertThat(written.toString()).contains("StackOverflowError", "please report");
  }

  private static Object thrown(RuntimeException failure) {
    throw failure;
  }
}
