package org.sweetspot.measure.curvature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Objects;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.EigenDecompositionSymmetric;
import org.junit.jupiter.api.Test;
import org.sweetspot.measure.Fixtures;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.MeasureSettings;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.Status;
import org.sweetspot.measure.TrainingFacts;
import org.sweetspot.measure.Value;
import org.sweetspot.problem.Split;
import org.sweetspot.random.Seed;
import org.sweetspot.reference.SoftmaxRegression;
import org.sweetspot.trajectory.Trajectory;
import org.sweetspot.vector.ParameterVector;

class EigenvaluesOverTrainingTest {
  @Test
  void eachStateHasTheEigenvaluesOfItsDenseHessian() {
    SoftmaxRegression problem = Fixtures.classifier(80, 0);
    MeasureSettings fine = MeasureSettings.DEFAULT.withEigenvalues(3, 1e-9, 400);
    try (ParameterVector initial = problem.parameters().copy();
        MeasureContext context =
            new MeasureContext(problem, TrainingFacts.UNKNOWN, fine, new Seed(2))
                .withTrajectory(Fixtures.spiral(initial))) {
      Trajectory way = context.subject().trajectory();
      EigenvaluesOverTraining measure = new EigenvaluesOverTraining();
      double planned = measure.work(context).get(0).hvps();
      Measurement answer = measure.measure(context);
      assertThat(answer.status()).isEqualTo(Status.ESTIMATE);
      assertThat(answer.cost().hvps()).isPositive().isLessThanOrEqualTo(planned);
      assertThat(problem.parameters().toArray()).isEqualTo(initial.toArray());
      Value.Columns table = (Value.Columns) Objects.requireNonNull(answer.value());
      for (int state = 0; state < way.size(); state++) {
        problem.parameters().set(way.state(state));
        double[] exact =
            new EigenDecompositionSymmetric(
                    new Array2DRowRealMatrix(Fixtures.hessian(problem, Split.TRAIN)), 1e-9, true)
                .getEigenvalues();
        for (int i = 0; i < 3; i++) {
          List<Double> column = Objects.requireNonNull(table.columns().get("lambda-" + (i + 1)));
          assertThat(column.get(state)).isCloseTo(exact[i], within(1e-8));
        }
      }
      assertThat(measure.judge(answer).verdicts())
          .containsAnyOf(CurvatureFinding.TOP_ROSE, CurvatureFinding.TOP_FELL);
    }
  }
}
