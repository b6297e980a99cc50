package org.sweetspot.control.change;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.sweetspot.recipe.RecipeDifference.Edit;

/** What a change is about. Corrections and probes answer aspects, not single keys of a recipe. */
public enum Aspect {
  /** How many examples an update sees. */
  BATCH("batch size"),
  /** The learning rate. */
  RATE("learning rate"),
  /** How the learning rate moves while training. */
  SCHEDULE("schedule"),
  /** How long training lasts. */
  BUDGET("budget"),
  /** How many training examples there are. */
  DATA("amount of data"),
  /** The rule of the update, momentum included. */
  OPTIMIZER("optimizer"),
  /** How wide the layers are. */
  WIDTH("width"),
  /** How many layers there are. */
  DEPTH("depth"),
  /** Label smoothing. */
  SMOOTHING("label smoothing"),
  /** Weight decay. */
  DECAY("weight decay"),
  /** Gradient clipping. */
  CLIPPING("gradient clipping"),
  /** The normalization between layers. */
  NORMALIZATION("normalization"),
  /** In how many pieces a batch is computed. */
  ACCUMULATION("gradient accumulation"),
  /** How examples are varied. */
  AUGMENTATION("augmentation"),
  /** Averaging of the weights. */
  AVERAGING("weight averaging"),
  /** Anything else that a recipe says; no correction knows it. */
  OTHER("other keys");

  private final String words;

  Aspect(String words) {
    this.words = words;
  }

  /** For reports, for instance "batch size". */
  public String words() {
    return words;
  }

  /** As JSON and documentation write it, for instance "batch". */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What a list of edits is about, in the order of this enumeration. */
  public static Set<Aspect> of(List<Edit> edits) {
    boolean otherRule =
        edits.stream().anyMatch(edit -> edit.path().equals("training.optimizer.kind"));
    Set<Aspect> aspects = EnumSet.noneOf(Aspect.class);
    for (Edit edit : edits) {
      aspects.add(of(edit, otherRule));
    }
    return aspects;
  }

  /** What one edit of a change is about. */
  public static Aspect of(List<Edit> edits, Edit edit) {
    return of(
        edit, edits.stream().anyMatch(other -> other.path().equals("training.optimizer.kind")));
  }

  /** With another rule of the update all of its numbers belong to that change. */
  static Aspect of(Edit edit, boolean otherRule) {
    String path = edit.path();
    if (path.startsWith("training.optimizer.")) {
      String key = path.substring("training.optimizer.".length());
      return otherRule
          ? OPTIMIZER
          : key.equals("rate")
              ? RATE
              : key.equals("weight-decay") || key.equals("decoupled") ? DECAY : OPTIMIZER;
    } else if (path.startsWith("training.")) {
      return training(path.substring("training.".length()));
    } else if (path.startsWith("data.split.")) {
      return DATA;
    } else if (path.startsWith("data.augmentation.")) {
      return AUGMENTATION;
    } else if (path.equals("loss.label-smoothing")) {
      return SMOOTHING;
    }
    return path.startsWith("model.") ? model(path.substring("model.".length()), edit) : OTHER;
  }

  private static Aspect training(String key) {
    return switch (key.replaceFirst("\\..*", "")) {
      case "batch" -> BATCH;
      case "accumulation" -> ACCUMULATION;
      case "schedule" -> SCHEDULE;
      case "budget" -> BUDGET;
      case "clip" -> CLIPPING;
      case "averaging" -> AVERAGING;
      default -> OTHER;
    };
  }

  private static Aspect model(String key, Edit edit) {
    if (key.startsWith("normalization")) {
      return NORMALIZATION;
    } else if (key.equals("hidden") || key.equals("dense")) {
      return entries(edit.from()) == entries(edit.to()) ? WIDTH : DEPTH;
    } else if (key.equals("width") || key.equals("channels")) {
      return WIDTH;
    } else if (key.equals("layers") || key.equals("blocks")) {
      return DEPTH;
    } else if (key.startsWith("convolutions.")) {
      return edit.from().isEmpty() || edit.to().isEmpty()
          ? DEPTH
          : key.endsWith(".channels") ? WIDTH : OTHER;
    }
    return OTHER;
  }

  private static long entries(String list) {
    return list.chars().filter(letter -> letter == ',').count();
  }
}
