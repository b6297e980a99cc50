package org.sweetspot.control.emit;

import static org.sweetspot.control.emit.Settings.number;

import java.util.ArrayList;
import java.util.List;
import org.sweetspot.recipe.AveragingRecipe;
import org.sweetspot.recipe.OptimizerRecipe;

/** compile and fit of Keras 3. */
final class KerasLines {
  private KerasLines() {}

  static List<String> of(Settings settings) {
    List<String> lines = new ArrayList<>(List.of("import keras", ""));
    String rate = settings.rate();
    if (settings.hasSchedule()) {
      lines.add("from keras import ops");
      lines.add("");
      lines.addAll(settings.factor(Settings.Maths.KERAS));
      lines.add("class Rate(keras.optimizers.schedules.LearningRateSchedule):");
      lines.add("    def __call__(self, step):");
      lines.add("        return " + rate + " * factor(ops.cast(step, \"float32\"))");
      lines.add("");
      rate = "Rate()";
    }
    lines.add("optimizer = keras.optimizers." + optimizer(settings, rate));
    String loss =
        settings.smoothing() > 0
            ? "keras.losses.CategoricalCrossentropy(from_logits=True, label_smoothing="
                + number(settings.smoothing())
                + ")  # of one-hot targets"
            : "keras.losses.SparseCategoricalCrossentropy(from_logits=True)";
    lines.add("loss = " + loss);
    lines.add("# model.compile(optimizer=optimizer, loss=loss, metrics=[\"accuracy\"])");
    lines.add("batch_size = " + settings.batch() / settings.accumulation());
    PyTorchLines.length(settings, lines);
    lines.add("# model.fit(inputs, targets, batch_size=batch_size, epochs=epochs)");
    boolean momentum =
        (settings.optimizer() instanceof OptimizerRecipe.Sgd sgd && sgd.momentum() > 0)
            || (settings.optimizer() instanceof OptimizerRecipe.RmsProp rms && rms.momentum() > 0);
    if (settings.averaging().kind() == AveragingRecipe.Kind.MEAN
        || settings.averaging().start() > 0) {
      lines.addAll(settings.averagingByHand());
    }
    if (momentum && settings.hasSchedule()) {
      lines.add(
          "# Keras keeps the rate inside its momentum: a change of the rate acts over the next");
      lines.add("# 1 / (1 - momentum) updates, where the recipe's acts at once.");
    }
    lines.addAll(settings.remarks(settings.isDecoupled()));
    return lines;
  }

  private static String optimizer(Settings settings, String rate) {
    List<String> further = new ArrayList<>();
    OptimizerRecipe optimizer = settings.optimizer();
    String name;
    if (optimizer instanceof OptimizerRecipe.Sgd sgd) {
      name = "SGD";
      further.add("momentum=" + number(sgd.momentum()));
      if (sgd.nesterov()) {
        further.add("nesterov=True");
      }
    } else if (optimizer instanceof OptimizerRecipe.AdamW adam) {
      name = adam.decoupled() ? "AdamW" : "Adam";
      further.add("beta_1=" + number(adam.beta1()));
      further.add("beta_2=" + number(adam.beta2()));
      further.add("epsilon=" + number(adam.epsilon()));
    } else {
      OptimizerRecipe.RmsProp rms = (OptimizerRecipe.RmsProp) optimizer;
      name = "RMSprop";
      further.add("rho=" + number(rms.decay()));
      further.add("epsilon=" + number(rms.epsilon()));
      further.add("momentum=" + number(rms.momentum()));
    }
    if (settings.isDecoupled() || optimizer instanceof OptimizerRecipe.AdamW) {
      // Keras's AdamW decays by 0.004 unless told otherwise.
      further.add("weight_decay=" + (settings.isDecoupled() ? settings.decay() : "None"));
    }
    if (settings.clip() > 0) {
      further.add("global_clipnorm=" + number(settings.clip()));
    }
    if (settings.accumulation() > 1) {
      further.add("gradient_accumulation_steps=" + settings.accumulation());
    }
    boolean whole = settings.averaging().start() == 0;
    if (settings.averaging().kind() == AveragingRecipe.Kind.EXPONENTIAL && whole) {
      further.add("use_ema=True, ema_momentum=" + number(settings.averaging().decay()));
    }
    return name + "(learning_rate=" + rate + ", " + String.join(", ", further) + ")";
  }
}
