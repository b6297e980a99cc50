package org.sweetspot.recipe;

import java.util.ArrayList;
import java.util.List;

/**
 * What no single record can see: values that can't go together. A recipe made in Java passes
 * through {@link #require}, one from a file through {@link RecipeReader}, which adds the lines.
 */
public final class RecipeCheck {
  private static final String FORBIDDEN = "/\\:*?\"<>|";

  private final Recipe recipe;
  private final List<Finding> findings = new ArrayList<>();

  /**
   * Values that can't go together.
   *
   * @param path the key at fault, from the top
   * @param expected what would have been right
   * @param got the value found
   * @param remedy what to do
   */
  public record Finding(String path, String expected, String got, String remedy) {}

  private RecipeCheck(Recipe recipe) {
    this.recipe = recipe;
  }

  /**
   * What doesn't go together with the number of training examples, where the recipe leaves that to
   * the data; empty if all is well.
   */
  public static List<Finding> findings(Recipe recipe, int examples) {
    RecipeCheck check = new RecipeCheck(recipe);
    check.lastBatches(examples);
    return List.copyOf(check.findings);
  }

  /** Everything that doesn't go together; empty if all is well. */
  public static List<Finding> findings(Recipe recipe) {
    RecipeCheck check = new RecipeCheck(recipe);
    check.name();
    check.batches();
    check.data();
    check.model();
    check.elsewhere();
    check.spans();
    return List.copyOf(check.findings);
  }

  /**
   * The recipe itself, if its values go together.
   *
   * @throws RecipeException with every finding otherwise
   */
  public static Recipe require(Recipe recipe) {
    return refuse(recipe, findings(recipe));
  }

  /**
   * The recipe itself, if it goes together with so many training examples.
   *
   * @throws RecipeException with every finding otherwise
   */
  public static Recipe require(Recipe recipe, int examples) {
    return refuse(recipe, findings(recipe, examples));
  }

  private static Recipe refuse(Recipe recipe, List<Finding> findings) {
    if (!findings.isEmpty()) {
      throw new RecipeException(
          findings.stream()
              .map(
                  finding ->
                      RecipeProblem.of(
                          "recipe " + recipe.name(),
                          finding.path(),
                          finding.expected(),
                          finding.got(),
                          finding.remedy()))
              .toList());
    }
    return recipe;
  }

  private void name() {
    String name = recipe.name();
    refuse(
        name.isBlank()
            || name.strip().startsWith(".")
            || name.chars()
                .anyMatch(
                    letter -> FORBIDDEN.indexOf(letter) >= 0 || letter < ' ' || letter == 127),
        "name",
        "a name that can be a folder's, without " + FORBIDDEN + " and no dot in front",
        name,
        "use letters, digits, - and _");
  }

  private void batches() {
    TrainingRecipe training = recipe.training();
    int train = recipe.data().split().used();
    int batch = training.batch();
    int copies = recipe.data().augmentation().copies();
    refuse(
        train > 0 && batch > train,
        "training.batch",
        "at most the " + train + " examples of data.split.train",
        batch,
        "make the batch smaller or data.split.train larger");
    refuse(
        training.workers().parts() > BatchSchedules.smallest(training),
        "training.workers.count",
        "at least one of the " + BatchSchedules.smallest(training) + " examples for each part",
        training.workers().parts() + " parts",
        "make training.batch larger, or cut it in fewer parts");
    BatchSchedules.check(recipe, findings);
    NormalizationRecipe normalization = recipe.model().normalization();
    long together = (long) BatchSchedules.smallest(training) * copies / training.pieces();
    refuse(
        normalization.kind() == NormalizationRecipe.Kind.GHOST && normalization.ghost() > together,
        "model.normalization.ghost",
        "at most the " + together + " examples that are computed together",
        normalization.ghost(),
        "write a smaller ghost, or normalization: batch");
    refuse(
        normalization.kind() == NormalizationRecipe.Kind.BATCH && together < 2,
        "model.normalization",
        "at least 2 examples computed together for batch statistics",
        together,
        "make training.batch larger, or write normalization: layer");
    if (train > 0) {
      lastBatches(train);
    }
  }

  /** A last batch of one example has no batch statistics. */
  private void lastBatches(int examples) {
    TrainingRecipe training = recipe.training();
    if (!BatchStatistics.needTwo(recipe.model())) {
      return;
    }
    if (training.batchSchedule().isEmpty()) {
      lastBatch("training.batch", examples, training.batch(), training.pieces());
    } else {
      BatchSchedules.checkLast(recipe, examples, findings);
    }
  }

  private void lastBatch(String path, int examples, int batch, int accumulation) {
    int copies = recipe.data().augmentation().copies();
    // Whole batches that are too small are another finding.
    refuse(
        batch <= examples
            && examples % batch != 0
            && (long) batch * copies / accumulation >= 2
            && BatchStatistics.fewest(examples, batch, accumulation, copies) < 2,
        path,
        "a size that leaves at least 2 examples to compute together in the last batch, for batch"
            + " statistics",
        batch + ", which leaves " + examples % batch + " of " + examples,
        "take another size, set data.split.train to "
            + (examples - examples % batch)
            + ", or write normalization: layer");
  }

  private void data() {
    AugmentationRecipe augmentation = recipe.data().augmentation();
    refuse(
        augmentation.copies() > 1 && !augmentation.varies(),
        "data.augmentation.copies",
        "1 where neither crop nor flip varies the copies",
        augmentation.copies(),
        "add crop: 2 or flip: true, or delete copies");
    if (recipe.data().source() instanceof SourceRecipe.Text) {
      refuse(
          augmentation.varies(),
          "data.augmentation",
          "no crop and no flip for text",
          "crop " + augmentation.crop() + ", flip " + augmentation.flip(),
          "delete data.augmentation");
      refuse(
          !recipe.data().scaling().equals(ScalingRecipe.NONE),
          "data.scaling",
          "no scaling of text, whose inputs are tokens",
          "mean " + recipe.data().scaling().mean() + " or a deviation",
          "delete data.scaling");
    }
  }

  private void model() {
    ModelRecipe model = recipe.model();
    SourceRecipe source = recipe.data().source();
    String kind = RecipeKey.kind(model.getClass());
    boolean text = source instanceof SourceRecipe.Text;
    boolean script = model instanceof ModelRecipe.TorchScript;
    if (model instanceof ModelRecipe.Transformer) {
      refuse(
          !text,
          "model.kind",
          "data.source of kind text for a transformer",
          RecipeKey.kind(source.getClass()),
          "use the source text, or a model for images such as cnn");
    } else {
      refuse(
          text && !script,
          "model.kind",
          "transformer or torchscript for text",
          kind,
          "use kind: transformer, or another data.source");
    }
    refuse(
        model instanceof ModelRecipe.Audio
            && !text
            && !(source instanceof SourceRecipe.Npz)
            && !(source instanceof SourceRecipe.Sounds),
        "model.kind",
        "data.source of kind sounds, or npz with signals of channels x samples, for audio",
        RecipeKey.kind(source.getClass()),
        "use the source sounds or npz, or a model for images such as cnn");
    boolean padded =
        source instanceof SourceRecipe.Texts
            || (source instanceof TableRecipe table && !table.text().equals(TableRecipe.NONE));
    refuse(
        padded && !script,
        "model.kind",
        "torchscript for texts with classes",
        kind,
        "bring a module that takes tokens, written by torch.jit.script");
    refuse(
        padded && !recipe.data().scaling().equals(ScalingRecipe.NONE),
        "data.scaling",
        "no scaling of text, whose inputs are tokens",
        "mean " + recipe.data().scaling().mean() + " or a deviation",
        "delete data.scaling");
    NormalizationRecipe normalization = model.normalization();
    if (normalization.kind() == NormalizationRecipe.Kind.GROUP) {
      for (int width : model.widths()) {
        refuse(
            width % normalization.groups() != 0,
            "model.normalization.groups",
            "a divisor of every layer's channels, also of " + width,
            normalization.groups(),
            "choose groups that divide all channels and widths");
      }
    }
  }

  /** A training by command has its data and its model there, and nothing else has. */
  private void elsewhere() {
    boolean command = recipe.training().isCommand();
    boolean data = recipe.data().source() instanceof SourceRecipe.Elsewhere;
    refuse(
        command != data,
        "data.source",
        command
            ? "{kind: elsewhere, classes: 10} where a command trains"
            : "data at hand; elsewhere belongs to training.kind: command",
        recipe.data().source().kind(),
        command
            ? "write how many classes there are, and how many examples under data.split"
            : "name the data, or the command that trains");
    boolean model = recipe.model() instanceof ModelRecipe.Elsewhere;
    refuse(
        command != model,
        "model.kind",
        command
            ? "elsewhere where a command trains"
            : "a model to train; elsewhere belongs to training.kind: command",
        RecipeKey.kind(recipe.model().getClass()),
        command ? "delete model" : "name a model, or the command that trains");
    refuse(
        command && recipe.data().split().used() == 0,
        "data.split.train",
        "the number of examples that the command trains on",
        0,
        "write data.split with train, validation and test as the command has them");
    refuse(
        command && !recipe.training().batchSchedule().isEmpty(),
        "training.batch-schedule",
        "no parts where a command trains, whose {batch} is one number",
        recipe.training().batchSchedule().size(),
        "delete it; a command that changes its batch on the way does so by itself");
  }

  private void spans() {
    Span budget = recipe.training().budget();
    Span warmUp = recipe.training().schedule().warmUp();
    refuse(
        warmUp.unit() == budget.unit() && warmUp.amount() > budget.amount(),
        "training.schedule.warm-up",
        "at most the budget of " + budget,
        warmUp,
        "make the warm-up shorter or training.budget longer");
    refuse(
        recipe.training().evaluation().amount() <= 0,
        "training.evaluation",
        "more than 0; the end is evaluated in any case",
        recipe.training().evaluation(),
        "write a pace such as 1 epochs");
    refuse(
        recipe.snapshots().kind() == SnapshotRecipe.Kind.TAIL
            && budget.unit() == Span.Unit.STEPS
            && recipe.snapshots().count() > budget.amount(),
        "snapshots.count",
        "at most the budget of " + budget,
        recipe.snapshots().count(),
        "keep fewer of the last steps, or make training.budget longer");
  }

  private void refuse(boolean wrong, String path, String expected, Object got, String remedy) {
    if (wrong) {
      findings.add(new Finding(path, expected, String.valueOf(got), remedy));
    }
  }
}
