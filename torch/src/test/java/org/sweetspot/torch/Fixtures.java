package org.sweetspot.torch;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.util.List;
import org.sweetspot.data.DataSet;
import org.sweetspot.data.Examples;
import org.sweetspot.data.Numbers;
import org.sweetspot.random.RandomStream;
import org.sweetspot.random.Seed;
import org.sweetspot.recipe.Activation;
import org.sweetspot.recipe.AugmentationRecipe;
import org.sweetspot.recipe.AveragingRecipe;
import org.sweetspot.recipe.ControlRecipe;
import org.sweetspot.recipe.ConvolutionRecipe;
import org.sweetspot.recipe.DataRecipe;
import org.sweetspot.recipe.EngineRecipe;
import org.sweetspot.recipe.InitializationRecipe;
import org.sweetspot.recipe.LossRecipe;
import org.sweetspot.recipe.ModelRecipe;
import org.sweetspot.recipe.NormalizationRecipe;
import org.sweetspot.recipe.OptimizerRecipe;
import org.sweetspot.recipe.Recipe;
import org.sweetspot.recipe.ScalingRecipe;
import org.sweetspot.recipe.ScheduleRecipe;
import org.sweetspot.recipe.SnapshotRecipe;
import org.sweetspot.recipe.SourceRecipe;
import org.sweetspot.recipe.Span;
import org.sweetspot.recipe.SplitRecipe;
import org.sweetspot.recipe.TrainingRecipe;
import org.sweetspot.vector.Precision;

/** Small recipes and random data of every kind. */
final class Fixtures {
  static final InitializationRecipe START = InitializationRecipe.DEFAULT;
  static final NormalizationRecipe NONE = NormalizationRecipe.NONE;

  private Fixtures() {}

  static NormalizationRecipe normalization(NormalizationRecipe.Kind kind) {
    return new NormalizationRecipe(kind, 3, 2, 0.1, 1e-5);
  }

  static ModelRecipe mlp(Activation activation, NormalizationRecipe.Kind kind) {
    return new ModelRecipe.Mlp(List.of(8, 6), activation, normalization(kind), START);
  }

  static ModelRecipe cnn(Activation activation, NormalizationRecipe.Kind kind) {
    return new ModelRecipe.Cnn(
        List.of(new ConvolutionRecipe(4, 3, 1, 2), new ConvolutionRecipe(6, 3, 1, 2)),
        List.of(10),
        activation,
        normalization(kind),
        START);
  }

  static ModelRecipe residual(NormalizationRecipe.Kind kind) {
    return new ModelRecipe.Residual(4, List.of(1, 1), Activation.GELU, normalization(kind), START);
  }

  static ModelRecipe audio(NormalizationRecipe.Kind kind) {
    return new ModelRecipe.Audio(
        List.of(new ConvolutionRecipe(4, 5, 2, 2), new ConvolutionRecipe(6, 3, 1, 1)),
        List.of(8),
        Activation.TANH,
        normalization(kind),
        START);
  }

  static ModelRecipe transformer(NormalizationRecipe.Kind kind) {
    return new ModelRecipe.Transformer(8, 2, 2, normalization(kind), START);
  }

  static DataSet images(int count) {
    return random("images", count, List.of(2, 8, 8), 5);
  }

  static DataSet signals(int count) {
    return random("signals", count, List.of(2, 16), 4);
  }

  static DataSet features(int count) {
    return random("features", count, List.of(7), 3);
  }

  static DataSet text(int count) {
    return new DataSet(
        "text", "0", true, tokens(count, "train"), tokens(2, "validation"), tokens(4, "test"));
  }

  private static Examples tokens(int count, String stream) {
    RandomStream random = new Seed(5).stream(stream);
    Numbers inputs = floats(count * 6);
    IntBuffer labels = ints(count * 6);
    for (int i = 0; i < count * 6; i++) {
      inputs.put(i, random.nextInt(11));
      labels.put(i, random.nextInt(11));
    }
    return new Examples(count, List.of(6), 11, inputs, labels);
  }

  static DataSet random(String name, int count, List<Integer> shape, int classes) {
    return new DataSet(
        name,
        "0",
        false,
        examples(count, shape, classes, "train"),
        examples(2, shape, classes, "validation"),
        examples(4, shape, classes, "test"));
  }

  private static Examples examples(int count, List<Integer> shape, int classes, String stream) {
    RandomStream random = new Seed(5).stream(stream);
    int size = shape.stream().reduce(1, (a, b) -> a * b);
    Numbers inputs = floats(count * size);
    IntBuffer labels = ints(count);
    for (int i = 0; i < count * size; i++) {
      inputs.put(i, (float) random.nextGaussian());
    }
    for (int i = 0; i < count; i++) {
      labels.put(i, random.nextInt(classes));
    }
    return new Examples(count, shape, classes, inputs, labels);
  }

  static Numbers floats(int size) {
    return Numbers.zeros(Precision.FLOAT, size);
  }

  static IntBuffer ints(int size) {
    return ByteBuffer.allocateDirect(4 * size).order(ByteOrder.nativeOrder()).asIntBuffer();
  }

  static Recipe recipe(ModelRecipe model, LossRecipe loss, Precision precision) {
    return recipe(model, loss, precision, AugmentationRecipe.NONE);
  }

  static Recipe recipe(
      ModelRecipe model, LossRecipe loss, Precision precision, AugmentationRecipe augmentation) {
    return new Recipe(
        "test",
        1,
        new EngineRecipe(TestDevice.CHOSEN, precision, 1),
        new DataRecipe(
            new SourceRecipe.Digits(),
            new SplitRecipe(0, 0, 0, 0),
            ScalingRecipe.NONE,
            augmentation),
        model,
        loss,
        new TrainingRecipe(
            4,
            1,
            new OptimizerRecipe.Sgd(0.1, 0, false, 0, true),
            new ScheduleRecipe.Constant(Span.steps(0)),
            Span.steps(1),
            0,
            AveragingRecipe.NONE,
            Span.steps(1)),
        SnapshotRecipe.DEFAULT,
        ControlRecipe.DEFAULT);
  }

  static TorchProblem open(ModelRecipe model, DataSet data) {
    return open(model, data, LossRecipe.DEFAULT, Precision.DOUBLE);
  }

  static TorchProblem open(ModelRecipe model, DataSet data, LossRecipe loss, Precision precision) {
    return new TorchEngine().open(recipe(model, loss, precision), data, new Seed(1));
  }

  /** The recipe on another engine. */
  static Recipe on(EngineRecipe engine, Recipe recipe) {
    return new Recipe(
        recipe.name(),
        recipe.seed(),
        engine,
        recipe.data(),
        recipe.model(),
        recipe.loss(),
        recipe.training(),
        recipe.snapshots(),
        recipe.control());
  }
}
