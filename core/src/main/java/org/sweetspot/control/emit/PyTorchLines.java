package org.sweetspot.control.emit;

import static org.sweetspot.control.emit.Settings.number;

import java.util.ArrayList;
import java.util.List;
import org.sweetspot.recipe.AveragingRecipe;
import org.sweetspot.recipe.OptimizerRecipe;

/** A plain PyTorch loop. */
final class PyTorchLines {
  private PyTorchLines() {}

  static List<String> of(Settings settings) {
    List<String> lines = new ArrayList<>(List.of("import math", "import torch", ""));
    int micro = settings.batch() / settings.accumulation();
    lines.add("batch_size = " + micro + (settings.accumulation() > 1 ? "  # of each piece" : ""));
    if (settings.accumulation() > 1) {
      lines.add("accumulation = " + settings.accumulation() + "  # divide each loss by it");
    }
    length(settings, lines);
    lines.add(
        "criterion = torch.nn.CrossEntropyLoss(label_smoothing="
            + number(settings.smoothing())
            + ")");
    lines.add("optimizer = " + optimizer(settings, "model.parameters()"));
    lines.addAll(schedule(settings));
    if (settings.clip() > 0) {
      lines.add(
          "max_norm = "
              + number(settings.clip())
              + "  # torch.nn.utils.clip_grad_norm_(model.parameters(), max_norm)");
    }
    lines.addAll(averaging(settings));
    lines.addAll(settings.remarks(decays(settings)));
    return lines;
  }

  static void length(Settings settings, List<String> lines) {
    if (settings.wholeEpochs() > 0) {
      lines.add("epochs = " + settings.wholeEpochs() + "  # " + settings.steps() + " updates");
    } else {
      lines.add("epochs = " + settings.epochsRoundedUp() + "  # stop after max_steps");
    }
    lines.add("max_steps = " + settings.steps());
  }

  static List<String> schedule(Settings settings) {
    List<String> lines = new ArrayList<>();
    if (settings.hasSchedule()) {
      lines.addAll(settings.factor(Settings.Maths.MATH));
      lines.add(
          "scheduler = torch.optim.lr_scheduler.LambdaLR(optimizer, factor)  # step() after every"
              + " update");
    }
    return lines;
  }

  /** Whether the optimizer below decays as the recipe says. */
  static boolean decays(Settings settings) {
    return !settings.isDecoupled() || settings.optimizer() instanceof OptimizerRecipe.AdamW;
  }

  static String optimizer(Settings settings, String parameters) {
    OptimizerRecipe optimizer = settings.optimizer();
    String common = parameters + ", lr=" + settings.rate();
    String coupled = settings.isDecoupled() ? "0" : settings.decay();
    if (optimizer instanceof OptimizerRecipe.Sgd sgd) {
      return "torch.optim.SGD("
          + common
          + ", momentum="
          + number(sgd.momentum())
          + (sgd.nesterov() ? ", nesterov=True" : "")
          + ", weight_decay="
          + coupled
          + ")";
    } else if (optimizer instanceof OptimizerRecipe.AdamW adam) {
      return (adam.decoupled() ? "torch.optim.AdamW(" : "torch.optim.Adam(")
          + common
          + ", betas=("
          + number(adam.beta1())
          + ", "
          + number(adam.beta2())
          + "), eps="
          + number(adam.epsilon())
          + ", weight_decay="
          + settings.decay()
          + ")";
    }
    OptimizerRecipe.RmsProp rms = (OptimizerRecipe.RmsProp) optimizer;
    return "torch.optim.RMSprop("
        + common
        + ", alpha="
        + number(rms.decay())
        + ", eps="
        + number(rms.epsilon())
        + ", momentum="
        + number(rms.momentum())
        + ", weight_decay="
        + coupled
        + ")";
  }

  private static List<String> averaging(Settings settings) {
    AveragingRecipe averaging = settings.averaging();
    if (averaging.kind() == AveragingRecipe.Kind.NONE) {
      return List.of();
    }
    String how =
        averaging.kind() == AveragingRecipe.Kind.MEAN
            ? ""
            : ", multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn("
                + number(averaging.decay())
                + ")";
    return List.of(
        "averaged = torch.optim.swa_utils.AveragedModel(model" + how + ")",
        "# averaged.update_parameters(model) after every update from number "
            + (long) Math.ceil(averaging.start() * settings.steps())
            + " on; evaluate averaged");
  }
}
