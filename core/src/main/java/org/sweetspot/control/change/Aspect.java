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
  /** In which number format vectors are stored and computed. */
  PRECISION("precision"),
  /** Which weights are zero. */
  SPARSITY("sparsity"),
  /** How old gradients are. */
  STALENESS("staleness"),
  /** Where near the weights the gradient is taken. */
  SHARPNESS("sharpness-aware gradients"),
  /** By whom a batch is computed, and how their work comes together. */
  WORKERS("workers"),
  /** Anything else that a recipe says; no correction knows it. */
  OTHER("other keys");

  private static final String RULE = "training.optimizer.";
  private static final Set<String> DECAYS = Set.of("weight-decay", "decoupled");

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
    Set<Aspect> aspects = EnumSet.noneOf(Aspect.class);
    for (Edit edit : edits) {
      aspects.add(of(edits, edit));
    }
    return aspects;
  }

  /** What one edit of a change is about. */
  public static Aspect of(List<Edit> edits, Edit edit) {
    String path = edit.path();
    if (path.startsWith(RULE)) {
      return rule(edits, path.substring(RULE.length()));
    } else if (path.startsWith("training.")) {
      return training(path.substring("training.".length()));
    } else if (path.startsWith("data.split.")) {
      return DATA;
    } else if (path.startsWith("data.augmentation.")) {
      return AUGMENTATION;
    } else if (path.equals("loss.label-smoothing")) {
      return SMOOTHING;
    } else if (path.equals("engine.precision")) {
      return PRECISION;
    }
    return path.startsWith("model.") ? model(path.substring("model.".length()), edit) : OTHER;
  }

  /**
   * With another kind of optimizer all of its numbers belong to that change; with another momentum
   * the rate does, since a rate means something under its momentum only.
   */
  private static Aspect rule(List<Edit> edits, String key) {
    boolean kind = edits.stream().anyMatch(edit -> edit.path().equals(RULE + "kind"));
    if (kind) {
      return OPTIMIZER;
    } else if (DECAYS.contains(key)) {
      return DECAY;
    }
    boolean rateAlone =
        edits.stream()
            .map(Edit::path)
            .filter(path -> path.startsWith(RULE))
            .map(path -> path.substring(RULE.length()))
            .allMatch(other -> other.equals("rate") || DECAYS.contains(other));
    return rateAlone ? RATE : OPTIMIZER;
  }

  private static Aspect training(String key) {
    return switch (key.replaceFirst("\\..*", "")) {
      case "batch", "batch-schedule" -> BATCH;
      case "accumulation" -> ACCUMULATION;
      case "schedule" -> SCHEDULE;
      case "budget" -> BUDGET;
      case "clip" -> CLIPPING;
      case "averaging" -> AVERAGING;
      case "precision" -> PRECISION;
      case "sparsity" -> SPARSITY;
      case "staleness", "delays" -> STALENESS;
      case "sharpness-aware" -> SHARPNESS;
      case "workers" -> WORKERS;
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
