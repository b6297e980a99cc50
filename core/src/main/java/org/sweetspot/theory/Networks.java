package org.sweetspot.theory;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.sweetspot.data.DataLoader;
import org.sweetspot.data.DataSet;
import org.sweetspot.matrix.MatrixAlgebra;
import org.sweetspot.problem.Problem;
import org.sweetspot.problem.Split;
import org.sweetspot.random.Seed;
import org.sweetspot.recipe.DataRecipe;
import org.sweetspot.recipe.Recipe;
import org.sweetspot.recipe.RecipeReader;
import org.sweetspot.training.Ending;
import org.sweetspot.training.Engine;
import org.sweetspot.training.Evaluation;
import org.sweetspot.training.Observer;
import org.sweetspot.training.Training;

/**
 * Trains networks for claims by recipes, as {@code sweetspot train} does, without folders. The
 * engine is started by the first network, and each set of data is loaded once.
 */
public final class Networks {
  private final Supplier<Engine> engines;
  private final Map<DataRecipe, DataSet> data = new HashMap<>();
  private @Nullable Engine engine;

  /** Networks of an engine that is not started yet. */
  public Networks(Supplier<Engine> engines) {
    this.engines = engines;
  }

  /**
   * A recipe of the program's own data.
   *
   * @param text YAML
   * @param options keys with values that replace those of the text, such as training.batch=4
   */
  public static Recipe recipe(String text, String... options) {
    return RecipeReader.parse("claim", text, List.of(options));
  }

  /** The network of a recipe, before training; the caller closes it. */
  public Problem open(Recipe recipe) {
    DataSet examples =
        data.computeIfAbsent(recipe.data(), one -> DataLoader.load(one, Path.of("")));
    return engine().open(recipe, examples, new Seed(recipe.seed()));
  }

  /** The engine's decompositions of matrices, on one thread. */
  public MatrixAlgebra algebra() {
    return engine().algebra(1);
  }

  private Engine engine() {
    Engine started = engine == null ? engines.get() : engine;
    engine = started;
    return started;
  }

  /** What came of one training. */
  public Trained train(Recipe recipe, Observer... observers) {
    try (Problem problem = open(recipe)) {
      return train(recipe, problem, observers);
    }
  }

  /** The same of a network that stays open. */
  public static Trained train(Recipe recipe, Problem problem, Observer... observers) {
    try (Training training = Training.start(recipe, problem)) {
      boolean completed = training.run(List.of(observers)) == Ending.COMPLETED;
      return new Trained(training.evaluate(), completed);
    }
  }

  /**
   * How a training ended.
   *
   * @param evaluation of the final network
   * @param completed false where it diverged
   */
  public record Trained(Evaluation evaluation, boolean completed) {
    /** Share of right answers; 0 after divergence, which is no answer at all. */
    public double accuracy(Split split) {
      return completed ? evaluation.score(split).accuracy() : 0;
    }

    /** Mean loss; NaN after divergence. */
    public double loss(Split split) {
      return completed ? evaluation.score(split).loss() : Double.NaN;
    }
  }
}
