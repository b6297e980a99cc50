package org.sweetspot.recipe;

import java.util.List;
import java.util.stream.Collectors;

/** A recipe that can't be carried out, with everything that was found wrong with it. */
public final class RecipeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  @SuppressWarnings("serial") // Immutable lists of records travel as their text only.
  private final transient List<RecipeProblem> problems;

  /**
   * Collects problems into one message, one after another.
   *
   * @param problems at least one
   */
  public RecipeException(List<RecipeProblem> problems) {
    super(problems.stream().map(RecipeProblem::toString).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  /** A single problem. */
  RecipeException(RecipeProblem problem) {
    this(List.of(problem));
  }

  /** What is wrong, in the order of the file. */
  public List<RecipeProblem> problems() {
    return problems;
  }
}
