package org.sweetspot.control;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.sweetspot.control.change.Aspect;
import org.sweetspot.control.change.Change;
import org.sweetspot.control.change.Matching;
import org.sweetspot.recipe.RecipeDifference.Edit;

/**
 * What was changed, as facts.
 *
 * @param edits the values that differ, at least one
 * @param matching what the step-matched arm holds; null where steps and examples are the same
 */
public record ChangeSummary(List<Edit> edits, @Nullable Matching matching) {
  /** Copies the list. */
  public ChangeSummary {
    edits = List.copyOf(edits);
  }

  /** What a change is, with the number of examples where a recipe says "all". */
  static ChangeSummary of(Change change, @Nullable Matching matching) {
    List<Edit> edits = new ArrayList<>();
    for (Edit edit : change.edits()) {
      edits.add(
          edit.path().equals("data.split.subset")
              ? new Edit(
                  edit.path(),
                  Integer.toString(change.examples(change.baseline())),
                  Integer.toString(change.examples(change.changed())))
              : edit);
    }
    return new ChangeSummary(edits, matching);
  }

  /** What it is about. */
  public Set<Aspect> aspects() {
    return Aspect.of(edits);
  }

  /** The edits of one aspect. */
  public List<Edit> of(Aspect aspect) {
    return edits.stream().filter(edit -> Aspect.of(edits, edit) == aspect).toList();
  }

  /** Whether it is about that and nothing else. */
  public boolean isOnly(Aspect aspect) {
    return aspects().equals(Set.of(aspect));
  }

  /** On one line, for instance "batch size: training.batch 16 to 512". */
  @Override
  public String toString() {
    return aspects().stream().map(Aspect::words).collect(Collectors.joining(", "))
        + ": "
        + edits.stream().map(Edit::toString).collect(Collectors.joining(", "));
  }
}
