package org.sweetspot.torch;

import java.util.Optional;
import org.sweetspot.api.PublicApi;
import org.sweetspot.data.DataSet;
import org.sweetspot.data.Representable;
import org.sweetspot.matrix.MatrixAlgebra;
import org.sweetspot.problem.RefusedException;
import org.sweetspot.random.Seed;
import org.sweetspot.recipe.AugmentationRecipe;
import org.sweetspot.recipe.EngineRecipe;
import org.sweetspot.recipe.LossRecipe;
import org.sweetspot.recipe.ModelRecipe;
import org.sweetspot.recipe.Recipe;
import org.sweetspot.torch.model.Zoo;
import org.sweetspot.torch.script.ScriptNetwork;
import org.sweetspot.torch.tensor.Libtorch;
import org.sweetspot.torch.tensor.Place;
import org.sweetspot.training.Engine;

/** Opens every model of a recipe in libtorch. */
@PublicApi
public final class TorchEngine implements Engine {
  /** Loads libtorch, which takes about two seconds the first time. */
  public TorchEngine() {
    Libtorch.load();
  }

  @Override
  public String name() {
    return "libtorch " + Libtorch.VERSION;
  }

  @Override
  public MatrixAlgebra algebra(int threads) {
    return new TorchAlgebra(threads);
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
        recipe.model(),
        recipe.engine(),
        Optional.of(recipe.loss()),
        Optional.empty(),
        recipe.data().augmentation(),
        data,
        seed);
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
    return openScript(file, engine, Optional.of(loss), Optional.empty(), data);
  }

  /**
   * The same, where the loss may follow from data and module.
   *
   * @param loss none: cross-entropy for class labels, binary cross-entropy for labels that are 0 or
   *     1 and one output each, squared for real targets
   * @param output name of the outputs, where the module returns a dictionary or a tuple
   */
  public TorchProblem openScript(
      String file,
      EngineRecipe engine,
      Optional<LossRecipe> loss,
      Optional<String> output,
      DataSet data) {
    return open(
        new ModelRecipe.TorchScript(file),
        engine,
        loss,
        output,
        AugmentationRecipe.NONE,
        data,
        new Seed(0));
  }

  private static TorchProblem open(
      ModelRecipe model,
      EngineRecipe engine,
      Optional<LossRecipe> loss,
      Optional<String> output,
      AugmentationRecipe augmentation,
      DataSet data,
      Seed seed) {
    if (data.train().count() == 0) {
      throw new IllegalArgumentException(
          "data: expected at least one training example, got none; lower validation or test");
    }
    Representable.require(data, engine.precision());
    Place place = new Place(engine.device(), engine.precision());
    try {
      Zoo.Opened opened =
          model instanceof ModelRecipe.TorchScript script
              ? ScriptNetwork.open(script.file(), data, loss, output, place)
              : Zoo.open(model, data, loss);
      MemoryNeed.check(opened.network().parameters(), engine);
      return new TorchProblem(model, engine, opened, augmentation, seed.stream("initialization"));
    } catch (RuntimeException broken) {
      if (model instanceof ModelRecipe.TorchScript script && isOfLibtorch(broken)) {
        throw new RefusedException(
            "model torch-script",
            "a module that libtorch can open and run",
            script.file() + ": " + firstLine(broken),
            "script the module again with torch.jit.script(model).save(file)",
            broken);
      }
      throw broken;
    }
  }

  /** Whether it came out of native code: then the module is at fault, not this program. */
  private static boolean isOfLibtorch(RuntimeException broken) {
    StackTraceElement[] trace = broken.getStackTrace();
    return trace.length > 0 && trace[0].getClassName().startsWith("org.bytedeco.");
  }

  private static String firstLine(RuntimeException broken) {
    return String.valueOf(broken.getMessage()).lines().findFirst().orElse("no message");
  }
}
