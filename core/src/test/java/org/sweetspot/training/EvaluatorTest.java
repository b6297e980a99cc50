package org.sweetspot.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.Outputs;
import org.sweetspot.problem.Predictions;
import org.sweetspot.problem.Problem;
import org.sweetspot.problem.Split;
import org.sweetspot.random.Seed;
import org.sweetspot.reference.SoftmaxRegression;
import org.sweetspot.vector.ParameterVector;

class EvaluatorTest {
  /** The squared distance to the one-hot label as loss, on the outputs of a classifier. */
  private record SquaredLoss(SoftmaxRegression inner) implements Problem, Outputs {
    @Override
    public ParameterVector parameters() {
      return inner.parameters();
    }

    @Override
    public ParameterVector buffers() {
      return inner.buffers();
    }

    @Override
    public int size(Split split) {
      return inner.size(split);
    }

    @Override
    public double loss(Batch batch, Mode mode) {
      Predictions predictions = predictions(batch, mode);
      double sum = 0;
      for (int row = 0; row < predictions.rows(); row++) {
        for (int k = 0; k < predictions.classes(); k++) {
          double error = predictions.logit(row, k) - (predictions.label(row) == k ? 1 : 0);
          sum += error * error / 2;
        }
      }
      return sum / predictions.rows();
    }

    @Override
    public double gradient(Batch batch, Mode mode, ParameterVector into) {
      throw new UnsupportedOperationException("an evaluation takes no gradient");
    }

    @Override
    public Predictions predictions(Batch batch, Mode mode) {
      return inner.predictions(batch, mode);
    }

    @Override
    public void close() {
      inner.close();
    }
  }

  private static SoftmaxRegression problem() {
    SoftmaxRegression problem = Clouds.problem(2500);
    problem.parameters().set(problem.space().gaussian(new Seed(2).stream("test")));
    return problem;
  }

  private static double accuracy(Outputs problem, int size) {
    Predictions predictions = problem.predictions(Batch.range(Split.TRAIN, 0, size), Mode.EVALUATE);
    int right = 0;
    for (int row = 0; row < size; row++) {
      right += predictions.predicted(row) == predictions.label(row) ? 1 : 0;
    }
    return right / (double) size;
  }

  @Test
  void chunksAddUpToTheWholeSplit() {
    SoftmaxRegression problem = problem();
    Evaluation.Score score = new Evaluator(problem).score(Split.TRAIN);
    double loss = problem.loss(Batch.range(Split.TRAIN, 0, 2500), Mode.EVALUATE);
    assertThat(score.loss()).isCloseTo(loss, within(1e-12));
    assertThat(score.accuracy()).isEqualTo(accuracy(problem, 2500));
  }

  @Test
  void aLossThatIsNotTheCrossEntropyIsAskedFor() {
    SquaredLoss problem = new SquaredLoss(problem());
    Evaluation.Score score = new Evaluator(problem).score(Split.TRAIN);
    double loss = problem.loss(Batch.range(Split.TRAIN, 0, 2500), Mode.EVALUATE);
    assertThat(score.loss()).isCloseTo(loss, within(1e-12));
    assertThat(score.accuracy()).isEqualTo(accuracy(problem, 2500));
  }

  @Test
  void aProblemWithoutOutputsHasNoAccuracy() {
    Evaluation.Score score = new Evaluator(new Drifting(problem())).score(Split.TEST);
    assertThat(score.accuracy()).isNaN();
    assertThat(score.loss()).isPositive();
  }

  @Test
  void evaluatingAgainGivesTheSameBits() {
    Evaluator evaluator = new Evaluator(problem());
    assertThat(evaluator.scores()).isEqualTo(evaluator.scores());
  }

  @Test
  void splitsWithoutExamplesHaveNoScore() {
    assertThat(new Evaluator(problem()).scores()).containsOnlyKeys(Split.TRAIN, Split.TEST);
  }
}
