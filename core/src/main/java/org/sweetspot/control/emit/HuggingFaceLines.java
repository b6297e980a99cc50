package org.sweetspot.control.emit;

import static org.sweetspot.control.emit.Settings.number;

import java.util.ArrayList;
import java.util.List;
import org.sweetspot.recipe.OptimizerRecipe;
import org.sweetspot.recipe.ScheduleRecipe;

/**
 * TrainingArguments of Hugging Face transformers. Where the Trainer has no setting for the
 * optimizer or its schedule, both are made and handed to it.
 */
final class HuggingFaceLines {
  private HuggingFaceLines() {}

  static List<String> of(Settings settings) {
    List<String> lines = new ArrayList<>();
    boolean own = !isAdam(settings) || isOwnSchedule(settings);
    lines.addAll(
        own
            ? List.of("import math", "import torch", "import transformers", "")
            : List.of("import transformers", ""));
    lines.add("settings = dict(");
    lines.add(
        "    per_device_train_batch_size="
            + settings.batch() / settings.accumulation()
            + ",  # on one device");
    lines.add("    gradient_accumulation_steps=" + settings.accumulation() + ",");
    lines.add("    max_steps=" + settings.steps() + ",");
    lines.add("    max_grad_norm=" + number(settings.clip()) + ",");
    lines.add("    label_smoothing_factor=" + number(settings.smoothing()) + ",");
    if (!own && settings.optimizer() instanceof OptimizerRecipe.AdamW adam) {
      lines.add("    optim=\"adamw_torch\",");
      lines.add("    learning_rate=" + settings.rate() + ",");
      lines.add(
          "    adam_beta1=" + number(adam.beta1()) + ", adam_beta2=" + number(adam.beta2()) + ",");
      lines.add(
          "    adam_epsilon="
              + number(adam.epsilon())
              + ", weight_decay="
              + settings.decay()
              + ",");
      lines.add("    lr_scheduler_type=\"constant\",");
    }
    lines.add(")  # args = transformers.TrainingArguments(\"out\", **settings)");
    if (own) {
      lines.add("optimizer = " + PyTorchLines.optimizer(settings, "model.parameters()"));
      if (settings.hasSchedule()) {
        lines.addAll(settings.factor(Settings.Maths.MATH));
        lines.add("scheduler = torch.optim.lr_scheduler.LambdaLR(optimizer, factor)");
      } else {
        lines.add("scheduler = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: 1.0)");
      }
      lines.add("# transformers.Trainer(model, args, optimizers=(optimizer, scheduler), ...)");
    }
    lines.addAll(settings.averagingByHand());
    lines.addAll(settings.remarks(PyTorchLines.decays(settings)));
    return lines;
  }

  private static boolean isAdam(Settings settings) {
    return settings.optimizer() instanceof OptimizerRecipe.AdamW adam && adam.decoupled();
  }

  /** The Trainer's own warm-up begins at a rate of zero, and its cosine one update later. */
  private static boolean isOwnSchedule(Settings settings) {
    return !(settings.schedule() instanceof ScheduleRecipe.Constant) || settings.warmUp() > 0;
  }
}
