package org.sweetspot.report;

import java.util.ArrayList;
import java.util.List;
import org.sweetspot.control.ChangeSummary;
import org.sweetspot.control.change.Aspect;
import org.sweetspot.recipe.RecipeDifference.Edit;

/** What was changed, as a part of a sentence. */
final class ChangeWords {
  private final ChangeSummary change;

  ChangeWords(ChangeSummary change) {
    this.change = change;
  }

  /** For instance "a batch of 64 instead of 4 and a budget of 20 epochs instead of 40 epochs". */
  String phrase() {
    List<String> phrases = new ArrayList<>();
    for (Aspect aspect : change.aspects()) {
      phrases.addAll(phrases(aspect));
    }
    int last = phrases.size() - 1;
    return last <= 0
        ? String.join("", phrases)
        : String.join(", ", phrases.subList(0, last)) + " and " + phrases.get(last);
  }

  /** Whether a verb that follows takes the plural. */
  boolean isPlural() {
    boolean several =
        change.aspects().stream().mapToInt(aspect -> phrases(aspect).size()).sum() > 1;
    String phrase = phrase();
    return several
        || phrase.contains(" training examples instead")
        || phrase.startsWith("layers ")
        || phrase.startsWith("channels ");
  }

  /** What the changed training is called in a later sentence. */
  String again() {
    if (!change.isOnly(Aspect.BATCH)) {
      return "changed training";
    }
    Edit edit = change.edits().get(0);
    boolean larger = Long.parseLong(edit.to()) > Long.parseLong(edit.from());
    return larger ? "larger batch" : "smaller batch";
  }

  private List<String> phrases(Aspect aspect) {
    List<Edit> edits = change.of(aspect);
    if (aspect == Aspect.OPTIMIZER) {
      List<Edit> kinds = edits.stream().filter(edit -> edit.path().endsWith(".kind")).toList();
      if (!kinds.isEmpty()) {
        return List.of(optimizer(kinds.get(0), edits));
      }
    }
    return edits.stream().map(edit -> phrase(aspect, edit)).toList();
  }

  private static String optimizer(Edit kind, List<Edit> edits) {
    return edits.stream()
        .filter(edit -> edit.path().endsWith(".rate"))
        .map(
            rate ->
                name(kind.to())
                    + " at the rate "
                    + rate.to()
                    + " instead of "
                    + name(kind.from())
                    + " at the rate "
                    + rate.from())
        .findFirst()
        .orElse(name(kind.to()) + " instead of " + name(kind.from()));
  }

  private static String name(String kind) {
    return switch (kind) {
      case "sgd" -> "SGD";
      case "adamw" -> "AdamW";
      case "rmsprop" -> "RMSProp";
      default -> kind;
    };
  }

  private static String phrase(Aspect aspect, Edit edit) {
    String key = edit.path().substring(edit.path().lastIndexOf('.') + 1);
    return switch (aspect) {
      case BATCH -> "a batch of " + edit.to() + instead(edit);
      case RATE -> "a learning rate of " + edit.to() + instead(edit);
      case BUDGET -> "a budget of " + edit.to() + instead(edit);
      case DATA -> edit.to() + " training examples" + instead(edit);
      case DECAY, SMOOTHING -> "a " + aspect.words() + " of " + edit.to() + instead(edit);
      case WIDTH, DEPTH ->
          key.equals("hidden") || key.equals("dense")
              ? "layers of " + edit.to() + instead(edit)
              : key + " " + edit.to() + instead(edit);
      default -> edit.path() + " " + shown(edit.to()) + instead(edit);
    };
  }

  private static String instead(Edit edit) {
    return " instead of " + shown(edit.from());
  }

  private static String shown(String value) {
    return value.isEmpty() ? "none" : value;
  }
}
