package org.sweetspot.torch;

import org.sweetspot.data.DataSet;
import org.sweetspot.random.Seed;
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
    if (data.train().count() == 0) {
      throw new IllegalArgumentException(
          "data: expected at least one training example, got none; lower validation or test");
    }
    Place place = new Place(recipe.engine().device(), recipe.engine().precision());
    Network network = Zoo.network(recipe.model(), Task.of(data), place);
    return new TorchProblem(recipe, data, network, seed.stream("initialization"));
  }
}
