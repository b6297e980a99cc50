package org.sweetspot.control;

import static java.lang.String.format;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToIntFunction;
import org.sweetspot.recipe.BatchSizes;
import org.sweetspot.recipe.NormalizationRecipe;
import org.sweetspot.recipe.Recipe;
import org.sweetspot.recipe.ScheduleRecipe;
import org.sweetspot.recipe.Span;
import org.sweetspot.statistics.Figures;
import org.sweetspot.training.StepCount;

/**
 * What a training loop has to change to follow a plan: batch size, learning rate, length, schedule
 * with its warm-up, normalization, and what {@link OtherLoopChanges} knows. Only what differs is
 * listed; a schedule or warm-up counts as different where the same rule gives other updates.
 */
final class LoopChanges {
  private final Recipe baseline;
  private final Recipe plan;
  private final ToIntFunction<Recipe> examples;

  LoopChanges(Recipe baseline, Recipe plan, ToIntFunction<Recipe> examples) {
    this.baseline = baseline;
    this.plan = plan;
    this.examples = examples;
  }

  List<LoopChange> all() {
    List<LoopChange> changes = new ArrayList<>();
    batch(changes);
    BatchStagesLine.addTo(changes, baseline, plan, examples);
    if (baseline.training().optimizer().getClass() == plan.training().optimizer().getClass()) {
      rate(changes);
    }
    length(changes);
    schedule(changes);
    normalization(changes);
    new OtherLoopChanges(baseline, plan, examples).addTo(changes);
    return List.copyOf(changes);
  }

  private void batch(List<LoopChange> changes) {
    int before = baseline.training().batch();
    int after = plan.training().batch();
    if (before != after) {
      changes.add(
          new LoopChange(
              "batch size",
              Integer.toString(before),
              Integer.toString(after),
              format(Locale.ROOT, "batch_size = %d  # was %d", after, before)));
    }
  }

  private void rate(List<LoopChange> changes) {
    String before = number(baseline.training().optimizer().rate());
    String after = number(plan.training().optimizer().rate());
    if (!before.equals(after)) {
      changes.add(
          new LoopChange("learning rate", before, after, "lr = " + after + "  # was " + before));
    }
  }

  private void length(List<LoopChange> changes) {
    String before = length(baseline);
    String after = length(plan);
    if (before.equals(after)) {
      return;
    }
    long steps = steps(plan);
    double epochs = sizes(plan).epochs(steps);
    String lines =
        epochs == Math.rint(epochs)
            ? format(
                Locale.ROOT, "epochs = %.0f  # %d updates, were %d", epochs, steps, steps(baseline))
            : format(Locale.ROOT, "max_steps = %d  # updates; were %d", steps, steps(baseline));
    changes.add(new LoopChange("length", before, after, lines));
  }

  private void schedule(List<LoopChange> changes) {
    String before = schedule(baseline);
    String after = schedule(plan);
    boolean constant = factor(plan).equals("1") && factor(baseline).equals("1");
    if (constant || before.equals(after)) {
      return;
    }
    changes.add(
        new LoopChange(
            "schedule",
            before,
            after,
            "scheduler = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda u: "
                + factor(plan)
                + ")\n"
                + "# u counts updates: scheduler.step() after every update, not after every"
                + " epoch"));
  }

  private void normalization(List<LoopChange> changes) {
    NormalizationRecipe before = baseline.model().normalization();
    NormalizationRecipe after = plan.model().normalization();
    if (before.equals(after) || after.kind() != NormalizationRecipe.Kind.GHOST) {
      return;
    }
    changes.add(
        new LoopChange(
            "batch normalization",
            "statistics of the whole batch",
            "statistics of chunks of " + after.ghost() + " examples",
            """
            class GhostBatchNorm2d(torch.nn.BatchNorm2d):  # in place of each BatchNorm2d
                def forward(self, x):
                    chunks = x.split(%d) if self.training else (x,)
                    return torch.cat([super(GhostBatchNorm2d, self).forward(c) for c in chunks])\
            """
                .formatted(after.ghost())));
  }

  /** For instance "40 epochs, 160 updates". */
  private String length(Recipe recipe) {
    long steps = steps(recipe);
    double epochs = sizes(recipe).epochs(steps);
    String updates = steps + " updates";
    return epochs == Math.rint(epochs) ? (long) epochs + " epochs, " + updates : updates;
  }

  /** The schedule in words, with its updates counted. */
  private String schedule(Recipe recipe) {
    ScheduleRecipe schedule = recipe.training().schedule();
    double steps = steps(recipe);
    List<String> words = new ArrayList<>();
    double warm = warmUp(recipe);
    if (warm > 1) {
      words.add("linear warm-up over " + number(warm) + " updates");
    }
    if (schedule instanceof ScheduleRecipe.Step step) {
      words.add(
          "x "
              + number(step.factor())
              + " after updates "
              + String.join(
                  ", ",
                  step.at().stream().map(at -> Long.toString(milestone(at, steps))).toList()));
    } else if (schedule instanceof ScheduleRecipe.Cosine cosine) {
      words.add(
          format(Locale.ROOT, "cosine to %s over %.0f updates", number(cosine.floor()), steps));
    } else if (schedule instanceof ScheduleRecipe.InverseSquareRoot root) {
      words.add("inverse square root after update " + number(root.after()));
    }
    return words.isEmpty() ? "constant" : String.join(", ", words);
  }

  /** The factor on the rate as Python, u being the updates already made. */
  private String factor(Recipe recipe) {
    ScheduleRecipe schedule = recipe.training().schedule();
    long steps = steps(recipe);
    List<String> factors = new ArrayList<>();
    double warm = warmUp(recipe);
    if (warm > 1) {
      factors.add("min(1, (u + 1) / " + number(warm) + ")");
    }
    if (schedule instanceof ScheduleRecipe.Step step) {
      List<String> milestones =
          step.at().stream().map(at -> "(u >= " + milestone(at, (double) steps) + ")").toList();
      factors.add(number(step.factor()) + " ** (" + String.join(" + ", milestones) + ")");
    } else if (schedule instanceof ScheduleRecipe.Cosine cosine) {
      String half = "(1 + math.cos(math.pi * min(1, u / " + steps + "))) / 2";
      String floor = number(cosine.floor());
      factors.add(
          cosine.floor() == 0 ? half : "(" + floor + " + (1 - " + floor + ") * " + half + ")");
    } else if (schedule instanceof ScheduleRecipe.InverseSquareRoot root) {
      factors.add(
          "(" + number(root.after()) + " / max(u + 1, " + number(root.after()) + ")) ** 0.5");
    }
    return factors.isEmpty() ? "1" : String.join(" * ", factors);
  }

  /** The first update, counted from 0, at which the progress u / steps has reached the share. */
  private static long milestone(double at, double steps) {
    long update = (long) Math.floor(at * steps);
    while (update / steps < at) {
      update++;
    }
    return update;
  }

  private double warmUp(Recipe recipe) {
    Span span = recipe.training().schedule().warmUp();
    return span.unit() == Span.Unit.EPOCHS ? sizes(recipe).updates(span.amount()) : span.amount();
  }

  private long steps(Recipe recipe) {
    return StepCount.of(recipe.training(), examples.applyAsInt(recipe));
  }

  private BatchSizes sizes(Recipe recipe) {
    return BatchSizes.of(recipe.training(), examples.applyAsInt(recipe));
  }

  private static String number(double value) {
    return Figures.digits(value, 6);
  }
}
