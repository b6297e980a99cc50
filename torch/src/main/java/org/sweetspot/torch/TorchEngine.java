package org.sweetspot.torch;

import org.sweetspot.data.ClassLabels;
import org.sweetspot.data.DataSet;
import org.sweetspot.data.Representable;
import org.sweetspot.random.Seed;
import org.sweetspot.recipe.AugmentationRecipe;
import org.sweetspot.recipe.EngineRecipe;
import org.sweetspot.recipe.LossRecipe;
import org.sweetspot.recipe.ModelRecipe;
import org.sweetspot.recipe.Recipe;
import org.sweetspot.torch.model.Network;
import org.sweetspot.torch.model.Task;
import org.sweetspot.torch.model.Zoo;
import org.sweetspot.torch.tensor.Libtorch;
import org.sweetspot.torch.tensor.Place;
import org.sweetspot.training.Engine;

/** Opens every model of a recipe in libtorch. */
public final class TorchEngine implements Engine {
  /** Loads libtorch, which takes about two seconds the first time. */
  public TorchEngine() {
    Libtorch.load();
  }

  @Override
  public String name() {
    return "libtorch " + Libtorch.VERSION;
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if data and model do not suit each other, or the device is
   *     missing
   */
  @Override
  public TorchProblem open(Recipe recipe, DataSet data, Seed seed) {
    return open(
        recipe.model(), recipe.engine(), recipe.loss(), recipe.data().augmentation(), data, seed);
  }

  /**
   * A module that PyTorch scripted, with its weights and data to measure it on; the caller closes
   * it.
   *
   * @param file of the module
   * @param engine where and in which precision to compute
   * @throws IllegalArgumentException if the file is no scripted module or does not suit the data
   */
  public TorchProblem openScript(String file, EngineRecipe engine, LossRecipe loss, DataSet data) {
    return open(
        new ModelRecipe.TorchScript(file),
        engine,
        loss,
        AugmentationRecipe.NONE,
        data,
        new Seed(0));
  }

  private static TorchProblem open(
      ModelRecipe model,
      EngineRecipe engine,
      LossRecipe loss,
      AugmentationRecipe augmentation,
      DataSet data,
      Seed seed) {
    if (data.train().count() == 0) {
      throw new IllegalArgumentException(
          "data: expected at least one training example, got none; lower validation or test");
    }
    if (!(data.train().targets() instanceof ClassLabels labels)) {
      throw new IllegalArgumentException(
          "data: expected class labels (whole numbers from 0, or texts), got real targets of shape "
              + data.train().targets().shape()
              + " for each example");
    }
    for (int i = 0; i < labels.size(); i++) {
      if (labels.get(i) < 0) {
        throw new IllegalArgumentException(
            "data: expected a class for each example, got an ignored label at " + i);
      }
    }
    Representable.require(data, engine.precision());
    Place place = new Place(engine.device(), engine.precision());
    Network network = Zoo.network(model, Task.of(data), place);
    return new TorchProblem(
        model, engine, loss, augmentation, data, network, seed.stream("initialization"));
  }
}
