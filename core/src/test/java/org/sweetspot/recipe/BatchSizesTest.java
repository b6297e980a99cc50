package org.sweetspot.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sweetspot.random.RandomStream;
import org.sweetspot.random.Seed;

/** Batches counted one by one beside the formulas. */
class BatchSizesTest {
  private static TrainingRecipe training(int batch, Span budget, BatchStage... stages) {
    return new TrainingRecipe(
            batch,
            1,
            new OptimizerRecipe.Sgd(0.1, 0, false, 0, false),
            new ScheduleRecipe.Constant(Span.steps(0)),
            budget,
            0,
            AveragingRecipe.NONE,
            Span.epochs(1))
        .withBatchSchedule(List.of(stages));
  }

  private static BatchStage until(long steps, int size) {
    return new BatchStage(Span.steps(steps), size, 1);
  }

  /** The sizes of the first updates, each cut short by the end of its pass. */
  private static List<Integer> naive(int examples, int count, int batch, List<BatchStage> stages) {
    List<Integer> sizes = new ArrayList<>();
    int inPass = 0;
    for (int step = 0; step < count; step++) {
      int size = batch;
      for (int i = stages.size() - 1; i >= 0; i--) {
        size = step < stages.get(i).until().amount() ? stages.get(i).size() : size;
      }
      size = Math.min(size, examples - inPass);
      sizes.add(size);
      inPass = (inPass + size) % examples;
    }
    return sizes;
  }

  @Test
  void anyScheduleVisitsWhatCountingOneByOneVisits() {
    RandomStream stream = new Seed(5).stream("schedules");
    for (int trial = 0; trial < 200; trial++) {
      int examples = 1 + stream.nextInt(40);
      int batch = 1 + stream.nextInt(50);
      List<BatchStage> stages = new ArrayList<>();
      long until = 0;
      for (int i = stream.nextInt(4); i > 0; i--) {
        until += 1 + stream.nextInt(20);
        stages.add(until(until, 1 + stream.nextInt(50)));
      }
      BatchSizes sizes =
          BatchSizes.of(
              training(batch, Span.steps(100), stages.toArray(BatchStage[]::new)), examples);
      List<Integer> expected = naive(examples, 100, batch, stages);
      long position = 0;
      long passes = 0;
      for (int step = 0; step < 100; step++) {
        assertThat(sizes.position(step)).isEqualTo(position);
        if (position % examples == 0) {
          assertThat(sizes.updates((double) passes)).isEqualTo(step);
          assertThat(sizes.epochs(step)).isEqualTo((double) passes);
          passes++;
        }
        assertThat(sizes.updates(sizes.epochs(step))).isCloseTo(step, within(1e-9));
        position += expected.get(step);
      }
      for (int updates = 1; updates <= 100; updates++) {
        int fewest =
            expected.subList(0, updates).stream().mapToInt(Integer::intValue).min().orElseThrow();
        // A size may be met for the first time after the updates that are asked for.
        assertThat(sizes.fewest(updates)).isEqualTo(fewest);
      }
    }
  }

  @Test
  void equalSizesAreNoSchedule() {
    BatchSizes plain = BatchSizes.constant(7, 30);
    BatchSizes parts = BatchSizes.of(training(7, Span.steps(99), until(3, 7), until(8, 7)), 30);
    for (int step = 0; step < 60; step++) {
      assertThat(parts.position(step)).isEqualTo(plain.position(step));
      assertThat(parts.epochs(step)).isCloseTo(plain.epochs(step), within(1e-12));
    }
    for (double epochs = 0; epochs < 9; epochs += 0.3) {
      assertThat(parts.updates(epochs)).isCloseTo(plain.updates(epochs), within(1e-9));
    }
    assertThat(plain.updates(1.5)).isEqualTo(7.5);
  }

  @Test
  void partsMayEndWithEpochs() {
    BatchStage two = new BatchStage(Span.epochs(2), 5, 0.5);
    BatchStage half = new BatchStage(Span.epochs(2.5), 10, 0.75);
    BatchSizes sizes = BatchSizes.of(training(20, Span.epochs(4), two, half), 20);
    // Four updates a pass, then one of a pass of two, then what is left of it, then one a pass.
    assertThat(sizes.begins(Span.epochs(2))).isEqualTo(8);
    assertThat(sizes.begins(Span.epochs(2.5))).isEqualTo(9);
    assertThat(sizes.begins(Span.epochs(3))).isEqualTo(10);
    assertThat(sizes.begins(Span.epochs(4))).isEqualTo(11);
    assertThat(List.of(sizes.size(7), sizes.size(8), sizes.size(9), sizes.size(10)))
        .containsExactly(5, 10, 20, 20);
    assertThat(List.of(sizes.rate(7), sizes.rate(8), sizes.rate(9)))
        .containsExactly(0.5, 0.75, 1.0);
    assertThat(sizes.position(10) - sizes.position(9)).isEqualTo(10);
  }

  private static String recipe(String training) {
    return """
    name: a
    data: {source: digits, split: {train: 33, validation: 300, test: 500}}
    model: {kind: mlp, hidden: [8], normalization: batch}
    training: {optimizer: {kind: sgd, rate: 0.1}, %s}
    """
        .formatted(training);
  }

  @Test
  void whatCannotGoTogetherIsRefused() {
    refused("batch: 11, budget: 4 epochs, batch-schedule: [{until: 4 epochs, size: 3}]")
        .hasMessageContaining("training.batch-schedule[0].until")
        .hasMessageContaining("less than the budget of 4 epochs");
    refused(
            "batch: 11, budget: 4 epochs,"
                + " batch-schedule: [{until: 2 epochs, size: 3}, {until: 1 epochs, size: 11}]")
        .hasMessageContaining("later than the 2 epochs");
    refused("batch: 11, budget: 4 epochs, batch-schedule: [{until: 2 epochs, size: 64}]")
        .hasMessageContaining("at most the 33 examples");
    // 33 leaves 1 of passes in fours, the batch of 11 none.
    refused("batch: 11, budget: 4 epochs, batch-schedule: [{until: 1 epochs, size: 4}]")
        .hasMessageContaining("at least 2 examples");
    refused(
            "batch: 12, accumulation: 2, budget: 9 epochs, batch-schedule: [{until: 1 epochs, size:"
                + " 3}]")
        .hasMessageContaining("a divisor of every batch, also of 3");
    refused("batch: 11, budget: 4 epochs, batch-schedule: [{until: 3 seconds, size: 3}]")
        .hasMessageContaining("steps or epochs");
    Recipe right =
        RecipeReader.parse(
            "a.yaml",
            recipe("batch: 11, budget: 4 epochs, batch-schedule: [{until: 5 steps, size: 3}]"));
    assertThat(RecipeReader.parse("a.yaml", RecipeWriter.write(right))).isEqualTo(right);
    assertThat(
            RecipeWriter.write(right.withTraining(right.training().withBatchSchedule(List.of()))))
        .doesNotContain("batch-schedule");
  }

  @Test
  void aCommandHasOneBatch() {
    assertThatThrownBy(
            () ->
                RecipeReader.parse(
                    "a.yaml",
                    """
                    name: mine
                    data: {source: {kind: elsewhere, classes: 3}, split: {train: 90, validation: 9, test: 9}}
                    model: elsewhere
                    training:
                      kind: command
                      run: train --batch {batch} --lr {lr} --epochs {epochs} --seed {seed}
                      batch: 10
                      optimizer: {kind: sgd, rate: 0.1}
                      budget: 4 epochs
                      batch-schedule: [{until: 1 epochs, size: 5}]
                    """))
        .isInstanceOf(RecipeException.class)
        .hasMessageContaining("training.batch-schedule")
        .hasMessageContaining("expected no parts where a command trains")
        .hasMessageContaining("got 1")
        .hasMessageContaining("delete it");
  }

  private static org.assertj.core.api.AbstractThrowableAssert<?, ? extends Throwable> refused(
      String training) {
    return assertThatThrownBy(() -> RecipeReader.parse("a.yaml", recipe(training)))
        .isInstanceOf(RecipeException.class);
  }
}
