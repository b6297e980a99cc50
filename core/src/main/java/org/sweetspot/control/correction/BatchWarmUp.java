package org.sweetspot.control.correction;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sweetspot.control.change.Aspect;
import org.sweetspot.control.change.Change;
import org.sweetspot.control.probe.CriticalBatch;
import org.sweetspot.control.probe.CriticalBatch.Point;
import org.sweetspot.recipe.BatchSizes;
import org.sweetspot.recipe.BatchStage;
import org.sweetspot.recipe.Recipe;
import org.sweetspot.recipe.RecipeCheck;
import org.sweetspot.recipe.Span;
import org.sweetspot.statistics.Figures;

/**
 * A batch that grows to the wanted one no faster than the critical batch that was measured along
 * the baseline, over as many examples. Before the wanted batch the rate is that of the plan times
 * (b / B')^a, with a such that the baseline's batch has the baseline's rate.
 */
public final class BatchWarmUp implements Correction {
  /** From so many passes on, parts end with whole ones. */
  private static final double WHOLE = 8;

  @Override
  public Card card() {
    return new Card(
        "batch-warmup",
        "batch warm-up",
        "The batch grows from the baseline's to the wanted one in powers of two, no faster than"
            + " the critical batch measured by branching; the rate with it, from the baseline's.",
        "the batch grows beyond the critical batch of the baseline's first half",
        "more updates over the same examples; trying: up to four branches an eighth of the"
            + " baseline long for each of up to nine batches and rates with up to five seeds, and"
            + " one training a seed",
        "No effect on examples/large-batch.yaml: 0.0 points (-0.2 to 0.2) on top of the linear rate"
            + " over four times the examples, though the critical batch there is the baseline's 4"
            + " up to an eighth of the training, then 16 and 32.",
        "Merrill et al. 2025, arXiv 2505.23971; Smith et al., ICLR 2018");
  }

  @Override
  public Set<Aspect> answers() {
    return Set.of(Aspect.BATCH);
  }

  @Override
  public Stage stage() {
    return Stage.SCHEDULE;
  }

  @Override
  public List<Proposal> propose(Situation situation, Recipe current) {
    Change change = situation.change();
    boolean grows = change.aspects().contains(Aspect.BATCH) && change.kappa() >= 2;
    if (!grows
        || !current.training().batchSchedule().isEmpty()
        || !change.baseline().training().batchSchedule().isEmpty()) {
      return List.of();
    }
    Optional<CriticalBatch> critical = situation.pilots().criticalBatch();
    if (critical.isEmpty()) {
      return List.of();
    }
    Recipe warmed = warmed(situation, current, critical.get());
    boolean none = warmed.training().batchSchedule().isEmpty();
    if (none || !RecipeCheck.findings(warmed, change.examples(warmed)).isEmpty()) {
      return List.of();
    }
    return List.of(
        new Proposal(
            "batch warm-up",
            words(critical.get()) + "; " + words(warmed),
            change.evaluated(warmed)));
  }

  private static Recipe warmed(Situation situation, Recipe current, CriticalBatch critical) {
    int wanted = current.training().batch();
    int examples = situation.change().examples(current);
    BatchSizes sizes = BatchSizes.constant(wanted, examples);
    double epochs = sizes.epochs(situation.change().cost(current).steps());
    double exponent = exponent(situation, current);
    List<BatchStage> stages = new ArrayList<>();
    int size = 0;
    for (int i = 0; i < critical.points().size(); i++) {
      Point point = critical.points().get(i);
      size = Math.max(size, Math.min(wanted, critical.batch() * point.factor()));
      boolean last = i == critical.points().size() - 1;
      if (size < wanted && !last) {
        Span until = Span.epochs(pass(critical.points().get(i + 1).progress() * epochs, epochs));
        BatchStage stage =
            new BatchStage(
                until, size, Figures.rounded(Math.pow((double) size / wanted, exponent), 3));
        if (!stages.isEmpty() && stages.get(stages.size() - 1).size() == size) {
          stages.remove(stages.size() - 1);
        }
        stages.add(stage);
      }
    }
    Recipe grown =
        current.withTraining(current.training().withBatch(wanted).withBatchSchedule(stages));
    long steps =
        Math.max(
            1, (long) Math.ceil(BatchSizes.of(grown.training(), examples).updates(epochs) - 1e-9));
    return current.training().budget().unit() == Span.Unit.EPOCHS
        ? grown
        : grown.withTraining(grown.training().withBudget(Span.steps(steps)));
  }

  /** Such that the baseline's batch has the baseline's rate; between none and proportion. */
  private static double exponent(Situation situation, Recipe current) {
    double raised = current.training().optimizer().rate() / situation.optimizer().rate();
    double exponent = Math.log(raised) / Math.log(situation.kappa());
    return Math.max(0, Math.min(1, exponent));
  }

  private static double pass(double epochs, double all) {
    return all >= WHOLE ? Math.max(1, Math.rint(epochs)) : epochs;
  }

  private static String words(CriticalBatch critical) {
    StringBuilder words = new StringBuilder("critical batch by branching (noise scale): ");
    String comma = "";
    for (Point point : critical.points()) {
      words
          .append(comma)
          .append(critical.batch() * point.factor())
          .append(point.open() ? " or more (" : " (")
          .append(
              Double.isFinite(point.noiseScale()) ? Figures.three(point.noiseScale()) : "unknown")
          .append(") at ")
          .append(Math.round(100 * point.progress()))
          .append("%");
      comma = ", ";
    }
    return words.toString();
  }

  private static String words(Recipe warmed) {
    StringBuilder words = new StringBuilder("batches of ");
    for (BatchStage stage : warmed.training().batchSchedule()) {
      words.append(stage.size()).append(" until ").append(stage.until()).append(", then of ");
    }
    return words.append(warmed.training().batch()).toString();
  }
}
