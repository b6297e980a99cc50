package org.sweetspot.recipe;

/**
 * A whole recipe.
 *
 * @param name what the run is called in folders and reports
 * @param seed the one number all randomness derives from
 * @param engine where and in which precision to compute
 * @param data what to train on
 * @param model what to train
 * @param loss what to minimize
 * @param training how
 * @param snapshots which weights to keep on disk
 * @param control what {@code sweetspot control} shall alter
 */
public record Recipe(
    String name,
    @Default("1") long seed,
    @Default("{}") EngineRecipe engine,
    DataRecipe data,
    ModelRecipe model,
    @Default("{}") LossRecipe loss,
    TrainingRecipe training,
    @Default("{}") SnapshotRecipe snapshots,
    @Default("{}") ControlRecipe control) {

  /** The same recipe with another seed. */
  public Recipe withSeed(long value) {
    return new Recipe(name, value, engine, data, model, loss, training, snapshots, control);
  }

  /** The same recipe under another name. */
  public Recipe withName(String value) {
    return new Recipe(value, seed, engine, data, model, loss, training, snapshots, control);
  }

  /** The same recipe with another model. */
  public Recipe withModel(ModelRecipe value) {
    return new Recipe(name, seed, engine, data, value, loss, training, snapshots, control);
  }

  /** The same recipe with other data. */
  public Recipe withData(DataRecipe value) {
    return new Recipe(name, seed, engine, value, model, loss, training, snapshots, control);
  }

  /** The same recipe with another loss. */
  public Recipe withLoss(LossRecipe value) {
    return new Recipe(name, seed, engine, data, model, value, training, snapshots, control);
  }

  /** The same recipe trained in another way. */
  public Recipe withTraining(TrainingRecipe value) {
    return new Recipe(name, seed, engine, data, model, loss, value, snapshots, control);
  }

  /** The same recipe trained by another rule of the update, or at another rate of it. */
  public Recipe withOptimizer(OptimizerRecipe value) {
    return withTraining(training.withOptimizer(value));
  }

  /** The same recipe at another learning rate. */
  public Recipe withRate(double value) {
    return withOptimizer(training.optimizer().withRate(value));
  }

  /** The same recipe that keeps other weights on disk. */
  public Recipe withSnapshots(SnapshotRecipe value) {
    return new Recipe(name, seed, engine, data, model, loss, training, value, control);
  }

  /** The same recipe with another change to control. */
  public Recipe withControl(ControlRecipe value) {
    return new Recipe(name, seed, engine, data, model, loss, training, snapshots, value);
  }
}
