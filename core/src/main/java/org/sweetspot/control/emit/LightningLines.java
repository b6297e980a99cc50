package org.sweetspot.control.emit;

import static org.sweetspot.control.emit.Settings.number;

import java.util.ArrayList;
import java.util.List;

/** A LightningModule's optimizer, and the Trainer. */
final class LightningLines {
  private LightningLines() {}

  static List<String> of(Settings settings) {
    List<String> lines =
        new ArrayList<>(List.of("import math", "import lightning", "import torch", ""));
    int micro = settings.batch() / settings.accumulation();
    lines.add("batch_size = " + micro + "  # of the DataLoader");
    lines.add(
        "criterion = torch.nn.CrossEntropyLoss(label_smoothing="
            + number(settings.smoothing())
            + ")");
    if (settings.hasSchedule()) {
      lines.addAll(settings.factor(Settings.Maths.MATH));
    }
    lines.add("def configure_optimizers(self):  # of the LightningModule");
    lines.add("    optimizer = " + PyTorchLines.optimizer(settings, "self.parameters()"));
    if (settings.hasSchedule()) {
      lines.add("    scheduler = torch.optim.lr_scheduler.LambdaLR(optimizer, factor)");
      lines.add(
          "    return {\"optimizer\": optimizer, \"lr_scheduler\": {\"scheduler\": scheduler,"
              + " \"interval\": \"step\"}}");
    } else {
      lines.add("    return optimizer");
    }
    lines.add("settings = dict(");
    lines.add("    max_steps=" + settings.steps() + ",");
    lines.add("    accumulate_grad_batches=" + settings.accumulation() + ",");
    if (settings.clip() > 0) {
      lines.add(
          "    gradient_clip_val="
              + number(settings.clip())
              + ", gradient_clip_algorithm=\"norm\",");
    }
    lines.add(")  # trainer = lightning.Trainer(**settings)");
    lines.addAll(settings.averagingByHand());
    lines.addAll(settings.remarks(PyTorchLines.decays(settings)));
    return lines;
  }
}
