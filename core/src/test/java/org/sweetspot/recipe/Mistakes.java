package org.sweetspot.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import org.junit.jupiter.params.provider.Arguments;

/** Recipes with one mistake each. */
final class Mistakes {
  static final String SMALL = RecipeReaderTest.SMALL;

  private Mistakes() {}

  /** A change of the small recipe, and what the message must begin with and contain. */
  static Arguments edit(String name, String from, String to, String start, String fix) {
    assertThat(SMALL).contains(from);
    return argumentSet(name, SMALL.replace(from, to), start, fix);
  }

  /** Place, what, expected, got and the remedy. */
  static void assertAnsweredInFull(String yaml, String start, String fix) {
    assertThatThrownBy(() -> RecipeReader.parse("a.yaml", yaml))
        .isInstanceOf(RecipeException.class)
        .message()
        .startsWith(start)
        .contains("\n  fix: ")
        .contains(fix);
  }
}
