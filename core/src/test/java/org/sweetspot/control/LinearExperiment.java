package org.sweetspot.control;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.sweetspot.control.prediction.Forecast;
import org.sweetspot.data.DataLoader;
import org.sweetspot.data.DataSet;
import org.sweetspot.matrix.JavaAlgebra;
import org.sweetspot.matrix.MatrixAlgebra;
import org.sweetspot.problem.Problem;
import org.sweetspot.random.Seed;
import org.sweetspot.recipe.Recipe;
import org.sweetspot.recipe.RecipeReader;
import org.sweetspot.reference.SoftmaxRegression;
import org.sweetspot.training.Engine;

/** An experiment on the digits, with the plain Java softmax regression as the engine. */
final class LinearExperiment {
  static final Recipe RECIPE =
      RecipeReader.parse(
          "linear.yaml",
          """
          name: linear
          data: {source: digits, split: {train: 300, validation: 400, test: 500}}
          model: linear
          training:
            batch: 10
            optimizer: {kind: sgd, rate: 0.3}
            budget: 12 epochs
          control: {change: {batch: 150}, seeds: 4, cost: 4}
          """);

  private static final DataSet DATA = DataLoader.load(RECIPE.data(), Path.of(""));

  private LinearExperiment() {}

  static DataSet data() {
    return DATA;
  }

  static ControlExperiment of(Path path, ExperimentObserver observer) {
    return new ControlExperiment(laboratory(path), observer, Map.of("engine", "reference"));
  }

  static RunLaboratory laboratory(Path path) {
    return new RunLaboratory(path, new Reference(), any -> DATA);
  }

  record Reference() implements Engine {
    @Override
    public String name() {
      return "plain Java";
    }

    @Override
    public MatrixAlgebra algebra(int threads) {
      return new JavaAlgebra();
    }

    @Override
    public Problem open(Recipe recipe, DataSet set, Seed seed) {
      return SoftmaxRegression.of(set, 0);
    }
  }

  /** Notes what begins, and what is predicted when. */
  static ExperimentObserver noted(List<String> tasks) {
    return new ExperimentObserver() {
      @Override
      public void begins(String task, double done, double expected) {
        tasks.add(task);
      }

      @Override
      public void predicts(List<Forecast> forecasts) {
        forecasts.forEach(forecast -> tasks.add("predicted from " + forecast.from().words()));
      }
    };
  }
}
