package org.sweetspot.weights;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.sweetspot.format.StoredTensor.Part;

/**
 * Tells a checkpoint's parts apart, whatever framework wrote it: the model, the optimizer's state,
 * moving averages of the weights, and the rest. Structure decides before names do.
 */
final class CheckpointParts {
  static final String OPTIMIZER = "state of the optimizer";

  /** Maps of a checkpoint that hold the model, in the order in which they are looked for. */
  private static final List<String> MODELS =
      List.of(
          "state_dict",
          "model_state_dict",
          "model_state",
          "model",
          "module",
          "net",
          "network",
          "params",
          "model_weights",
          "weights",
          "state");

  private static final Pattern OPTIMIZER_NAME =
      Pattern.compile(
          "(.*[_-])?(optim|optims|optimizer|optimizers|optimiser)([_-].*|[a-z]?\\d*)?"
              + "|optimizer.*|opt|opts|opt_state|opt_states|\\.optimizer_slot");
  private static final Set<String> SLOTS =
      Set.of(
          "exp_avg",
          "exp_avg_sq",
          "exp_avg_sq_row",
          "exp_avg_sq_col",
          "max_exp_avg_sq",
          "momentum_buffer",
          "square_avg",
          "acc_delta",
          "exp_inf",
          "adam",
          "adam_1",
          "momentum",
          "rmsprop",
          "rmsprop_1",
          "adagrad");
  private static final Pattern AVERAGE_NAME =
      Pattern.compile(
          "(.*[_.-])?(ema|swa|shadow|averaged|polyak|exponentialmovingaverage)([_.-].*|\\d*)?"
              + "|(.*[_-])?(avg|average|teacher|target)([_-].*)?");
  private static final Set<String> COUNTERS =
      Set.of(
          "step",
          "steps",
          "epoch",
          "iteration",
          "iterations",
          "iter",
          "global_step",
          "num_updates",
          "decay",
          "ema_decay",
          "loss",
          "val_loss",
          "best",
          "best_loss",
          "best_acc",
          "best_acc1",
          "acc",
          "accuracy",
          "lr",
          "n_averaged");

  private List<Candidate> kept;
  private final List<LeftOut> leftOut = new ArrayList<>();

  private CheckpointParts(List<Candidate> all) {
    kept = all;
    leaveOutOptimizer();
    // Flax keeps them in a map of their own.
    keep(
        one -> !one.parts().contains("batch_stats"),
        TensorNames.bufferReason("batch_stats"));
    leaveOutAverages();
    openModel();
    leaveOutCounters();
  }

  static CheckpointParts of(List<Candidate> all) {
    return new CheckpointParts(all);
  }

  /** The model's tensors, in order. */
  List<Candidate> kept() {
    return kept;
  }

  /** The others. */
  List<LeftOut> leftOut() {
    return leftOut;
  }

  private void leaveOutOptimizer() {
    keep(one -> !isOptimizer(one), OPTIMIZER);
  }

  private static boolean isOptimizer(Candidate one) {
    List<String> parts = one.parts();
    if (one.tensor().part() == Part.OPTIMIZER || SLOTS.contains(parts.get(parts.size() - 1))) {
      return true;
    }
    // A map's key is a part of its own, though it may have dots; of a dotted name the first counts.
    return parts.size() > 1
        && (isOptimizerName(parts.get(0))
            || one.path().subList(0, one.path().size() - 1).stream()
                .anyMatch(key -> isOptimizerName(key.toLowerCase(Locale.ROOT)))
            || parts.contains(".optimizer_slot"));
  }

  private static boolean isOptimizerName(String part) {
    return OPTIMIZER_NAME.matcher(part).matches();
  }

  /**
   * A group that is called a moving average is one if the file also has all its tensors outside of
   * it: as many of each shape.
   */
  private void leaveOutAverages() {
    Map<String, List<Candidate>> groups = new LinkedHashMap<>();
    Set<Candidate> averaged = new HashSet<>();
    for (Candidate one : kept) {
      averageGroup(one)
          .ifPresent(
              group -> {
                groups.computeIfAbsent(group, g -> new ArrayList<>()).add(one);
                averaged.add(one);
              });
    }
    Map<List<Long>, Integer> outside = new HashMap<>();
    kept.stream()
        .filter(one -> !averaged.contains(one) && one.tensor().type().floating())
        .forEach(one -> outside.merge(one.tensor().shape(), 1, Integer::sum));
    for (Map.Entry<String, List<Candidate>> group : groups.entrySet()) {
      Map<List<Long>, Integer> inside = new HashMap<>();
      group.getValue().stream()
          .filter(one -> one.tensor().type().floating() && !one.tensor().shape().isEmpty())
          .forEach(one -> inside.merge(one.tensor().shape(), 1, Integer::sum));
      boolean copy =
          !inside.isEmpty()
              && inside.entrySet().stream()
                  .allMatch(shape -> outside.getOrDefault(shape.getKey(), 0) >= shape.getValue());
      if (copy) {
        Set<Candidate> members = new HashSet<>(group.getValue());
        keep(
            one -> !members.contains(one), "a moving average beside the weights that are measured");
      }
    }
  }

  /** The name up to the first part that speaks of an average. */
  private static Optional<String> averageGroup(Candidate one) {
    List<String> parts = one.parts();
    String first = one.path().get(0).toLowerCase(Locale.ROOT);
    if (one.path().size() > 1 && AVERAGE_NAME.matcher(first).matches()) {
      return Optional.of(first);
    }
    for (int i = 0; i < parts.size(); i++) {
      String part = parts.get(i);
      boolean speaks =
          part.matches("(.*[_-])?(ema|swa|shadow|averaged|polyak)([_-].*|\\d*)?")
              || part.equals("exponentialmovingaverage");
      if (speaks) {
        // A last part names one tensor of many: they are one group.
        return Optional.of(
            i == parts.size() - 1 ? "*." + part : String.join(".", parts.subList(0, i + 1)));
      }
    }
    return Optional.empty();
  }

  /** The model's map if there is one, without the map's own name. */
  private void openModel() {
    Optional<String> model =
        MODELS.stream()
            .filter(
                name ->
                    kept.stream()
                        .anyMatch(one -> one.path().size() > 1 && one.path().get(0).equals(name)))
            .findFirst();
    if (model.isEmpty()) {
      return;
    }
    keep(
        one -> one.path().size() > 1 && one.path().get(0).equals(model.get()),
        "not in the map " + model.get() + ", which holds the model");
    kept = kept.stream().map(Candidate::inner).toList();
    // One map in another, as where a trainer's state holds the state_dict.
    Set<String> outer = new LinkedHashSet<>();
    kept.forEach(one -> outer.add(one.path().size() > 1 ? one.path().get(0) : ""));
    if (outer.stream().anyMatch(MODELS::contains)) {
      openModel();
    }
  }

  private void leaveOutCounters() {
    keep(
        one -> {
          List<String> parts = one.parts();
          return !(one.tensor().shape().isEmpty()
              && COUNTERS.contains(parts.get(parts.size() - 1)));
        },
        "a counter or setting by its name");
  }

  private void keep(java.util.function.Predicate<Candidate> keeps, String reason) {
    List<Candidate> remaining = new ArrayList<>();
    for (Candidate one : kept) {
      if (keeps.test(one)) {
        remaining.add(one);
      } else {
        leftOut.add(new LeftOut(one.tensor().name(), reason));
      }
    }
    kept = remaining;
  }
}
