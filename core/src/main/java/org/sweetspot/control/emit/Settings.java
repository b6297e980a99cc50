package org.sweetspot.control.emit;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.sweetspot.recipe.AveragingRecipe;
import org.sweetspot.recipe.Delays;
import org.sweetspot.recipe.GradientNoiseRecipe;
import org.sweetspot.recipe.OptimizerRecipe;
import org.sweetspot.recipe.PrecisionRecipe;
import org.sweetspot.recipe.Recipe;
import org.sweetspot.recipe.RecipeDifference;
import org.sweetspot.recipe.ScheduleRecipe;
import org.sweetspot.recipe.SharpnessAwareRecipe;
import org.sweetspot.recipe.Span;
import org.sweetspot.recipe.SparsityRecipe;
import org.sweetspot.recipe.TrainingRecipe;
import org.sweetspot.recipe.WorkersRecipe;
import org.sweetspot.training.StepCount;

/** The numbers of a recipe's training, as Python writes them. */
final class Settings {
  private final Recipe recipe;
  private final int examples;

  Settings(Recipe recipe, int examples) {
    this.recipe = recipe;
    this.examples = examples;
  }

  static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value).replace('E', 'e');
  }

  int batch() {
    return recipe.training().batch();
  }

  int accumulation() {
    return recipe.training().accumulation();
  }

  long perEpoch() {
    return StepCount.perEpoch(batch(), examples);
  }

  long steps() {
    return StepCount.of(recipe.training(), examples);
  }

  /** Whole epochs, or 0 where the budget is none. */
  long wholeEpochs() {
    return steps() % perEpoch() == 0 ? steps() / perEpoch() : 0;
  }

  long epochsRoundedUp() {
    return (steps() + perEpoch() - 1) / perEpoch();
  }

  OptimizerRecipe optimizer() {
    return recipe.training().optimizer();
  }

  String rate() {
    return number(optimizer().rate());
  }

  String decay() {
    return number(optimizer().weightDecay());
  }

  boolean isDecoupled() {
    if (optimizer() instanceof OptimizerRecipe.AdamW adam) {
      return adam.decoupled();
    }
    return (optimizer() instanceof OptimizerRecipe.Sgd sgd && sgd.decoupled())
        || (optimizer() instanceof OptimizerRecipe.RmsProp rms && rms.decoupled());
  }

  ScheduleRecipe schedule() {
    return recipe.training().schedule();
  }

  /** Updates of the warm-up; not rounded, and 0 without one. */
  double warmUp() {
    Span span = schedule().warmUp();
    return span.unit() == Span.Unit.EPOCHS ? span.amount() * perEpoch() : span.amount();
  }

  boolean hasSchedule() {
    return !(schedule() instanceof ScheduleRecipe.Constant) || warmUp() > 0;
  }

  double clip() {
    return recipe.training().clip();
  }

  double smoothing() {
    return recipe.loss().labelSmoothing();
  }

  AveragingRecipe averaging() {
    return recipe.training().averaging();
  }

  /**
   * A function of the update's number from 0 that gives the factor on the rate, in Python.
   *
   * @param maths the module that has cos, sqrt, pi and minimum, for instance {@code numpy}
   */
  List<String> factor(Maths maths) {
    List<String> lines = new ArrayList<>();
    lines.add("def factor(step):");
    String shape = shape(maths);
    String warm =
        warmUp() > 0
            ? " * " + maths.minimum() + "(1.0, (step + 1) / " + number(warmUp()) + ")"
            : "";
    lines.add("    return " + shape + warm);
    return lines;
  }

  private String shape(Maths maths) {
    if (schedule() instanceof ScheduleRecipe.Step steps) {
      return steps.at().stream()
          .map(
              at ->
                  "("
                      + number(steps.factor())
                      + " if step >= "
                      + number(at * steps())
                      + " else 1.0)")
          .map(maths::chosen)
          .collect(Collectors.joining(" * "));
    }
    if (schedule() instanceof ScheduleRecipe.Cosine cosine) {
      String half =
          "(1 + " + maths.module() + ".cos(" + maths.pi() + " * step / " + steps() + ")) / 2";
      return cosine.floor() == 0
          ? half
          : "(" + number(cosine.floor()) + " + " + number(1 - cosine.floor()) + " * " + half + ")";
    }
    if (schedule() instanceof ScheduleRecipe.InverseSquareRoot root) {
      return maths.module()
          + ".sqrt("
          + root.after()
          + " / "
          + maths.maximum()
          + "(step + 1, "
          + root.after()
          + "))";
    }
    return "1.0";
  }

  /**
   * What is left to do by hand, in comments.
   *
   * @param decays whether the optimizer's lines decay as the recipe says
   */
  List<String> remarks(boolean decays) {
    List<String> remarks = new ArrayList<>();
    if (optimizer().weightDecay() > 0) {
      remarks.add(
          "# by hand: decay weights and embeddings only, neither biases nor normalizations");
      if (!decays) {
        remarks.add(
            isDecoupled()
                ? "# by hand: w *= 1 - lr * " + decay() + " before each update, lr of that update"
                : "# by hand: add "
                    + decay()
                    + " / 2 times the sum of squared weights to the loss");
      }
    }
    if (recipe.data().split().subset() > 0) {
      remarks.add(
          String.format(
              Locale.ROOT,
              "# by hand: train on the first %d examples only",
              recipe.data().split().subset()));
    }
    if (recipe.data().augmentation().varies()) {
      remarks.add(
          "# by hand: random crops of "
              + recipe.data().augmentation().crop()
              + " pixels, flips: "
              + recipe.data().augmentation().flip());
    }
    remarks.addAll(unknownElsewhere());
    return remarks;
  }

  /** What no library has a setting for, by its key in a recipe. */
  private List<String> unknownElsewhere() {
    TrainingRecipe plain =
        recipe
            .training()
            .withSharpnessAware(SharpnessAwareRecipe.NONE)
            .withGradientNoise(GradientNoiseRecipe.NONE)
            .withPrecision(PrecisionRecipe.NONE)
            .withSparsity(SparsityRecipe.NONE)
            .withStaleness(0)
            .withDelays(Delays.CONSTANT)
            .withWorkers(WorkersRecipe.NONE)
            .withBatchSchedule(List.of());
    return RecipeDifference.of(recipe.withTraining(plain), recipe).stream()
        .map(edit -> "# by hand: " + edit.path() + ": " + edit.to())
        .toList();
  }

  /** Where a library has no average of the weights. */
  List<String> averagingByHand() {
    return averaging().kind() == AveragingRecipe.Kind.NONE
        ? List.of()
        : List.of(
            "# by hand: evaluate the "
                + averaging().kind().name().toLowerCase(Locale.ROOT)
                + " average of the weights from update "
                + (long) Math.ceil(averaging().start() * steps())
                + " on"
                + (averaging().kind() == AveragingRecipe.Kind.EXPONENTIAL
                    ? ", with decay " + number(averaging().decay())
                    : ""));
  }

  /** What the functions of a schedule are called. */
  enum Maths {
    /** Of plain numbers. */
    MATH("math", "math.pi", "min", "max"),
    /** Of arrays that are traced. */
    JAX("jnp", "jnp.pi", "jnp.minimum", "jnp.maximum"),
    /** Of Keras's backend. */
    KERAS("ops", "3.141592653589793", "ops.minimum", "ops.maximum");

    private final String module;
    private final String pi;
    private final String minimum;
    private final String maximum;

    Maths(String module, String pi, String minimum, String maximum) {
      this.module = module;
      this.pi = pi;
      this.minimum = minimum;
      this.maximum = maximum;
    }

    String module() {
      return module;
    }

    String pi() {
      return pi;
    }

    String minimum() {
      return minimum;
    }

    String maximum() {
      return maximum;
    }

    /** A choice as traced code can make it. */
    String chosen(String choice) {
      return this == MATH
          ? choice
          : choice.replaceFirst(
              "\\((\\S+) if step >= (\\S+) else 1.0\\)", module + ".where(step >= $2, $1, 1.0)");
    }
  }
}
