package org.sweetspot.training;

import java.util.List;
import java.util.function.Supplier;
import org.sweetspot.problem.Problem;
import org.sweetspot.vector.ParameterVector;

/** All that a recipe does after an update, one after another. */
final class AfterUpdates {
  private final Problem problem;
  private final List<AfterUpdate> parts;

  AfterUpdates(Problem problem, List<AfterUpdate> parts) {
    this.problem = problem;
    this.parts = List.copyOf(parts);
  }

  List<AfterUpdate> parts() {
    return parts;
  }

  void before(Update update) {
    parts.forEach(part -> part.before(update));
  }

  void after(Update update) {
    parts.forEach(part -> part.after(update));
  }

  void diverged() {
    parts.forEach(AfterUpdate::diverged);
  }

  /** Puts the weights and buffers that are evaluated in the problem, for good. */
  void replace() {
    parts.stream().filter(AfterUpdate::replaces).forEach(AfterUpdate::replace);
  }

  /**
   * Puts them there for a question, and the trained ones back bit by bit.
   *
   * @param scratch holds the weights meanwhile
   */
  <T> T during(ParameterVector scratch, Supplier<T> question) {
    if (parts.stream().noneMatch(AfterUpdate::replaces)) {
      return question.get();
    }
    scratch.set(problem.parameters());
    try (ParameterVector buffers = problem.buffers().copy()) {
      try {
        replace();
        return question.get();
      } finally {
        problem.parameters().set(scratch);
        if (buffers.space().dimension() > 0) {
          problem.buffers().set(buffers);
        }
      }
    }
  }
}
