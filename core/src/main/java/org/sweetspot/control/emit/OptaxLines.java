package org.sweetspot.control.emit;

import static org.sweetspot.control.emit.Settings.number;

import java.util.ArrayList;
import java.util.List;
import org.sweetspot.recipe.OptimizerRecipe;

/** A chain of gradient transformations of Optax. */
final class OptaxLines {
  private OptaxLines() {}

  static List<String> of(Settings settings) {
    List<String> lines = new ArrayList<>(List.of("import jax.numpy as jnp", "import optax", ""));
    lines.add("batch_size = " + settings.batch() / settings.accumulation());
    PyTorchLines.length(settings, lines);
    String rate = settings.rate();
    if (settings.hasSchedule()) {
      lines.addAll(settings.factor(Settings.Maths.JAX));
      lines.add("def rate(step):");
      lines.add("    return " + settings.rate() + " * factor(step)");
      rate = "rate";
    }
    List<String> chain = new ArrayList<>();
    if (settings.clip() > 0) {
      chain.add("optax.clip_by_global_norm(" + number(settings.clip()) + ")");
    }
    chain.addAll(rule(settings, rate));
    String all = "optax.chain(" + String.join(", ", chain) + ")";
    lines.add(
        "optimizer = "
            + (settings.accumulation() > 1
                ? "optax.MultiSteps(" + all + ", every_k_schedule=" + settings.accumulation() + ")"
                : all));
    if (settings.smoothing() > 0) {
      lines.add(
          "# by hand: targets = optax.smooth_labels(one_hot, "
              + number(settings.smoothing())
              + ")");
    }
    lines.addAll(settings.averagingByHand());
    lines.addAll(settings.remarks(true));
    return lines;
  }

  private static List<String> rule(Settings settings, String rate) {
    OptimizerRecipe optimizer = settings.optimizer();
    List<String> rule = new ArrayList<>();
    String decay = "optax.add_decayed_weights(" + settings.decay() + ")";
    boolean decays = optimizer.weightDecay() > 0;
    if (decays && !settings.isDecoupled()) {
      rule.add(decay);
    }
    if (optimizer instanceof OptimizerRecipe.Sgd sgd) {
      if (sgd.momentum() > 0) {
        rule.add(
            "optax.trace(" + number(sgd.momentum()) + (sgd.nesterov() ? ", nesterov=True)" : ")"));
      }
    } else if (optimizer instanceof OptimizerRecipe.AdamW adam) {
      rule.add(
          "optax.scale_by_adam(b1="
              + number(adam.beta1())
              + ", b2="
              + number(adam.beta2())
              + ", eps="
              + number(adam.epsilon())
              + ")");
    } else {
      OptimizerRecipe.RmsProp rms = (OptimizerRecipe.RmsProp) optimizer;
      rule.add(
          "optax.scale_by_rms(decay="
              + number(rms.decay())
              + ", eps="
              + number(rms.epsilon())
              + ", eps_in_sqrt=False)");
      if (rms.momentum() > 0) {
        rule.add("optax.trace(" + number(rms.momentum()) + ")");
      }
    }
    if (decays && settings.isDecoupled()) {
      rule.add(decay);
    }
    rule.add("optax.scale_by_learning_rate(" + rate + ")");
    return rule;
  }
}
