package org.sweetspot.weights;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
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
    keep(one -> !one.parts().contains("batch_stats"), TensorNames.bufferReason("batch_stats"));
    Set<Candidate> copies = MovingAverages.of(kept);
    keep(one -> !copies.contains(one), "a moving average beside the weights that are measured");
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
