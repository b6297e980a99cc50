package org.sweetspot.control;

import java.util.List;
import java.util.Locale;
import java.util.function.ToIntFunction;
import org.sweetspot.recipe.AugmentationRecipe;
import org.sweetspot.recipe.AveragingRecipe;
import org.sweetspot.recipe.OptimizerRecipe;
import org.sweetspot.recipe.Recipe;
import org.sweetspot.recipe.RecipeDifference;
import org.sweetspot.recipe.RecipeDifference.Edit;
import org.sweetspot.statistics.Figures;

/**
 * What a training loop has to change beside batch, rate, length, schedule and ghost batches:
 * optimizer, decay, smoothing, clipping, data, augmentation, averaging, parametrization; and
 * whatever else differs, as a comment that names the recipe's key.
 */
final class OtherLoopChanges {
  private static final List<String> ELSEWHERE =
      List.of(
          "name",
          "seed",
          "control.",
          "snapshots.",
          "training.batch",
          "training.budget",
          "training.evaluation",
          "training.schedule.",
          "training.optimizer.",
          "training.clip",
          "training.averaging.",
          "loss.label-smoothing",
          "data.split.subset",
          "data.augmentation.",
          "model.parametrization.",
          "model.normalization.ghost");

  private final Recipe baseline;
  private final Recipe plan;
  private final ToIntFunction<Recipe> examples;

  OtherLoopChanges(Recipe baseline, Recipe plan, ToIntFunction<Recipe> examples) {
    this.baseline = baseline;
    this.plan = plan;
    this.examples = examples;
  }

  void addTo(List<LoopChange> changes) {
    optimizer(changes);
    smoothing(changes);
    clip(changes);
    data(changes);
    augmentation(changes);
    averaging(changes);
    LayerFactorsLine.addTo(changes, baseline, plan);
    for (Edit edit : RecipeDifference.of(baseline, plan)) {
      boolean ghost = edit.path().equals("model.normalization.kind") && edit.to().equals("ghost");
      if (!ghost && ELSEWHERE.stream().noneMatch(edit.path()::startsWith)) {
        changes.add(
            new LoopChange(
                edit.path(),
                edit.from(),
                edit.to(),
                "# " + edit.path() + ": " + edit.to() + ", was " + shown(edit.from())));
      }
    }
  }

  private void optimizer(List<LoopChange> changes) {
    OptimizerRecipe before = baseline.training().optimizer();
    OptimizerRecipe after = plan.training().optimizer();
    boolean same = before.getClass() == after.getClass();
    if (same && before.withRate(after.rate()).equals(after)) {
      return; // The rate alone is told elsewhere.
    }
    String line = "optimizer = " + torch(after);
    boolean foreign = isForeign(after);
    changes.add(
        new LoopChange(
            "optimizer",
            torch(before),
            torch(after),
            foreign ? line + "\n# " + remark(after) : line));
  }

  private static String torch(OptimizerRecipe optimizer) {
    String common = "model.parameters(), lr=" + number(optimizer.rate());
    String decay =
        optimizer.weightDecay() > 0 ? ", weight_decay=" + number(optimizer.weightDecay()) : "";
    if (optimizer instanceof OptimizerRecipe.Sgd sgd) {
      return "torch.optim.SGD("
          + common
          + (sgd.momentum() > 0 ? ", momentum=" + number(sgd.momentum()) : "")
          + (sgd.nesterov() ? ", nesterov=True" : "")
          + decay
          + ")";
    } else if (optimizer instanceof OptimizerRecipe.AdamW adam) {
      return (adam.decoupled() ? "torch.optim.AdamW(" : "torch.optim.Adam(")
          + common
          + ", betas=("
          + number(adam.beta1())
          + ", "
          + number(adam.beta2())
          + "), eps="
          + adam.epsilon()
          // PyTorch's AdamW decays by 0.01 unless told otherwise.
          + ", weight_decay="
          + number(adam.weightDecay())
          + ")";
    }
    OptimizerRecipe.RmsProp rms = (OptimizerRecipe.RmsProp) optimizer;
    return "torch.optim.RMSprop("
        + common
        + ", alpha="
        + number(rms.decay())
        + ", eps="
        + rms.epsilon()
        + (rms.momentum() > 0 ? ", momentum=" + number(rms.momentum()) : "")
        + decay
        + ")";
  }

  /** Whether PyTorch's optimizer of that name does not do the same. */
  private static boolean isForeign(OptimizerRecipe optimizer) {
    return optimizer.weightDecay() > 0;
  }

  private static String remark(OptimizerRecipe optimizer) {
    boolean decoupled =
        (optimizer instanceof OptimizerRecipe.Sgd sgd && sgd.decoupled())
            || (optimizer instanceof OptimizerRecipe.RmsProp rms && rms.decoupled());
    return (decoupled ? "decay decoupled from the gradient, and " : "decay ")
        + "on weights and embeddings only: put biases and normalizations into a group without it";
  }

  private void smoothing(List<LoopChange> changes) {
    double before = baseline.loss().labelSmoothing();
    double after = plan.loss().labelSmoothing();
    if (before != after) {
      changes.add(
          new LoopChange(
              "label smoothing",
              number(before),
              number(after),
              "loss_fn = torch.nn.CrossEntropyLoss(label_smoothing=" + number(after) + ")"));
    }
  }

  private void clip(List<LoopChange> changes) {
    double before = baseline.training().clip();
    double after = plan.training().clip();
    if (before != after) {
      changes.add(
          new LoopChange(
              "gradient clipping",
              number(before),
              number(after),
              after == 0
                  ? "# no clip_grad_norm_"
                  : "torch.nn.utils.clip_grad_norm_(model.parameters(), " + number(after) + ")"));
    }
  }

  private void data(List<LoopChange> changes) {
    int before = examples.applyAsInt(baseline);
    int after = examples.applyAsInt(plan);
    if (before != after) {
      changes.add(
          new LoopChange(
              "training examples",
              Integer.toString(before),
              Integer.toString(after),
              "train_set = torch.utils.data.Subset(train_set, range("
                  + after
                  + "))  # were "
                  + before));
    }
  }

  private void augmentation(List<LoopChange> changes) {
    AugmentationRecipe before = baseline.data().augmentation();
    AugmentationRecipe after = plan.data().augmentation();
    if (before.equals(after)) {
      return;
    }
    StringBuilder lines = new StringBuilder();
    if (before.crop() != after.crop()) {
      lines.append(
          after.crop() == 0
              ? "# no random crops\n"
              : "transforms.RandomCrop(side, padding=" + after.crop() + ")\n");
    }
    if (before.flip() != after.flip()) {
      lines.append(after.flip() ? "transforms.RandomHorizontalFlip()\n" : "# no random flips\n");
    }
    if (before.copies() != after.copies()) {
      lines.append(
          format("# each example %d times in its batch, varied differently%n", after.copies()));
    }
    changes.add(
        new LoopChange("augmentation", before.toString(), after.toString(), lines.toString()));
  }

  private void averaging(List<LoopChange> changes) {
    AveragingRecipe before = baseline.training().averaging();
    AveragingRecipe after = plan.training().averaging();
    if (before.equals(after)) {
      return;
    }
    String lines =
        switch (after.kind()) {
          case NONE -> "# use the last weights";
          case MEAN ->
              "averaged = torch.optim.swa_utils.AveragedModel(model)\n"
                  + "# averaged.update_parameters(model) after every update of the last "
                  + Math.round(100 * (1 - after.start()))
                  + "% of them; use averaged";
          case EXPONENTIAL ->
              "averaged = torch.optim.swa_utils.AveragedModel(model,"
                  + " multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn("
                  + number(after.decay())
                  + "))\n# averaged.update_parameters(model) after every update; use averaged";
        };
    changes.add(new LoopChange("weight averaging", words(before), words(after), lines));
  }

  private static String words(AveragingRecipe averaging) {
    return averaging.kind().name().toLowerCase(Locale.ROOT);
  }

  private static String shown(String value) {
    return value.isEmpty() ? "none" : value;
  }

  private static String format(String text, Object... values) {
    return String.format(Locale.ROOT, text, values);
  }

  private static String number(double value) {
    return Figures.digits(value, 6);
  }
}
