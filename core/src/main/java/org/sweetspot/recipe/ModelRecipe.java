package org.sweetspot.recipe;

import java.util.ArrayList;
import java.util.List;

/** What to train. Input shape and number of outputs follow from the data. */
public sealed interface ModelRecipe
    permits ModelRecipe.Linear,
        ModelRecipe.Mlp,
        ModelRecipe.Cnn,
        ModelRecipe.Residual,
        ModelRecipe.Transformer,
        ModelRecipe.Audio,
        ModelRecipe.TorchScript,
        ModelRecipe.Elsewhere {
  /** How the weights start; a TorchScript module starts as it was saved. */
  InitializationRecipe initialization();

  /** Which normalization stands between the layers. */
  NormalizationRecipe normalization();

  /** The same model with another normalization. */
  ModelRecipe withNormalization(NormalizationRecipe value);

  /** How rates and initial weights of single layers depend on the width. */
  default ParametrizationRecipe parametrization() {
    return ParametrizationRecipe.STANDARD;
  }

  /** The same model parametrized otherwise; itself where a recipe cannot say that. */
  default ModelRecipe withParametrization(ParametrizationRecipe value) {
    return this;
  }

  /** The first hidden width over the base width: m of maximal-update parametrization, else 1. */
  default double widthRatio() {
    return parametrization() instanceof ParametrizationRecipe.MaximalUpdate maximal
        ? (double) widths().get(0) / maximal.baseWidth()
        : 1;
  }

  /** Whether one learning rate is meant for all weights, and no layer has a factor of its own. */
  default boolean hasOneRate() {
    return widthRatio() == 1;
  }

  /**
   * Widths of the hidden layers in order, channels of convolutions among them; of a residual
   * network those of the first stage, which later ones have multiples of. Empty where a recipe
   * names none.
   */
  default List<Integer> widths() {
    List<Integer> widths = new ArrayList<>();
    if (this instanceof Mlp mlp) {
      widths.addAll(mlp.hidden());
    } else if (this instanceof Residual residual) {
      widths.add(residual.channels());
    } else if (this instanceof Cnn cnn) {
      cnn.convolutions().forEach(layer -> widths.add(layer.channels()));
      widths.addAll(cnn.dense());
    } else if (this instanceof Audio audio) {
      audio.convolutions().forEach(layer -> widths.add(layer.channels()));
      widths.addAll(audio.dense());
    } else if (this instanceof Transformer transformer) {
      widths.add(transformer.width());
    }
    return widths;
  }

  /** One affine map of the flattened input. */
  record Linear(@Default("default") InitializationRecipe initialization) implements ModelRecipe {
    @Override
    public NormalizationRecipe normalization() {
      return NormalizationRecipe.NONE;
    }

    @Override
    public ModelRecipe withNormalization(NormalizationRecipe value) {
      return this;
    }
  }

  /** Fully connected layers, each followed by the normalization and the activation. */
  record Mlp(
      List<Integer> hidden,
      @Default("relu") Activation activation,
      @Default("none") NormalizationRecipe normalization,
      @Default("default") InitializationRecipe initialization,
      @Default(value = "standard", written = false) ParametrizationRecipe parametrization)
      implements ModelRecipe {
    /** Checks the widths. */
    public Mlp {
      hidden = Widths.checked("hidden", hidden);
      Require.that(
          !hidden.isEmpty() || parametrization instanceof ParametrizationRecipe.Standard,
          "parametrization",
          "standard where there is no hidden layer",
          parametrization);
    }

    /** In standard parametrization. */
    public Mlp(
        List<Integer> hidden,
        Activation activation,
        NormalizationRecipe normalization,
        InitializationRecipe initialization) {
      this(hidden, activation, normalization, initialization, ParametrizationRecipe.STANDARD);
    }

    @Override
    public ModelRecipe withNormalization(NormalizationRecipe value) {
      return new Mlp(hidden, activation, value, initialization, parametrization);
    }

    @Override
    public ModelRecipe withParametrization(ParametrizationRecipe value) {
      return new Mlp(hidden, activation, normalization, initialization, value);
    }
  }

  /**
   * Convolutions over images, then fully connected layers; normalization and activation after each
   * layer but the last, pooling after the activation.
   */
  record Cnn(
      List<ConvolutionRecipe> convolutions,
      @Default("[]") List<Integer> dense,
      @Default("relu") Activation activation,
      @Default("none") NormalizationRecipe normalization,
      @Default("default") InitializationRecipe initialization,
      @Default(value = "standard", written = false) ParametrizationRecipe parametrization)
      implements ModelRecipe {
    /** Checks the layers. */
    public Cnn {
      convolutions = List.copyOf(convolutions);
      dense = Widths.checked("dense", dense);
      Require.that(!convolutions.isEmpty(), "convolutions", "at least one", convolutions);
    }

    /** In standard parametrization. */
    public Cnn(
        List<ConvolutionRecipe> convolutions,
        List<Integer> dense,
        Activation activation,
        NormalizationRecipe normalization,
        InitializationRecipe initialization) {
      this(
          convolutions,
          dense,
          activation,
          normalization,
          initialization,
          ParametrizationRecipe.STANDARD);
    }

    @Override
    public ModelRecipe withNormalization(NormalizationRecipe value) {
      return new Cnn(convolutions, dense, activation, value, initialization, parametrization);
    }

    @Override
    public ModelRecipe withParametrization(ParametrizationRecipe value) {
      return new Cnn(convolutions, dense, activation, normalization, initialization, value);
    }
  }

  /**
   * A residual network for small images: a 3x3 stem, then stages of basic blocks (two 3x3
   * convolutions and a shortcut); each stage after the first halves the image and doubles the
   * channels; global average pooling and a linear layer.
   *
   * @param channels of the first stage
   * @param blocks number of blocks in each stage
   */
  record Residual(
      int channels,
      List<Integer> blocks,
      @Default("relu") Activation activation,
      @Default("none") NormalizationRecipe normalization,
      @Default("default") InitializationRecipe initialization,
      @Default(value = "standard", written = false) ParametrizationRecipe parametrization)
      implements ModelRecipe {
    /** Checks the sizes. */
    public Residual {
      blocks = Widths.checked("blocks", blocks);
      Require.that(channels >= 1, "channels", "at least 1", channels);
      Require.that(!blocks.isEmpty(), "blocks", "at least one stage", blocks);
    }

    /** In standard parametrization. */
    public Residual(
        int channels,
        List<Integer> blocks,
        Activation activation,
        NormalizationRecipe normalization,
        InitializationRecipe initialization) {
      this(
          channels,
          blocks,
          activation,
          normalization,
          initialization,
          ParametrizationRecipe.STANDARD);
    }

    @Override
    public ModelRecipe withNormalization(NormalizationRecipe value) {
      return new Residual(channels, blocks, activation, value, initialization, parametrization);
    }

    @Override
    public ModelRecipe withParametrization(ParametrizationRecipe value) {
      return new Residual(channels, blocks, activation, normalization, initialization, value);
    }
  }

  /**
   * A decoder-only language model: token and learned position embeddings, pre-normalized blocks of
   * causal self-attention and a GELU layer of four times the width, a linear head.
   */
  record Transformer(
      int width,
      int heads,
      int layers,
      @Default("layer") NormalizationRecipe normalization,
      @Default("default") InitializationRecipe initialization)
      implements ModelRecipe {
    /** Checks the sizes. */
    public Transformer {
      Require.that(width >= 1, "width", "at least 1", width);
      Require.that(layers >= 1, "layers", "at least 1", layers);
      Require.that(
          heads >= 1 && width % heads == 0, "heads", "a divisor of the width " + width, heads);
      Require.that(
          normalization.kind() == NormalizationRecipe.Kind.NONE
              || normalization.kind() == NormalizationRecipe.Kind.LAYER,
          "normalization",
          "layer or none in a transformer",
          normalization.kind());
    }

    @Override
    public ModelRecipe withNormalization(NormalizationRecipe value) {
      return new Transformer(width, heads, layers, value, initialization);
    }
  }

  /**
   * Convolutions along time over signals of shape channels x samples, average pooling over time,
   * then fully connected layers.
   */
  record Audio(
      List<ConvolutionRecipe> convolutions,
      @Default("[]") List<Integer> dense,
      @Default("relu") Activation activation,
      @Default("none") NormalizationRecipe normalization,
      @Default("default") InitializationRecipe initialization,
      @Default(value = "standard", written = false) ParametrizationRecipe parametrization)
      implements ModelRecipe {
    /** Checks the layers. */
    public Audio {
      convolutions = List.copyOf(convolutions);
      dense = Widths.checked("dense", dense);
      Require.that(!convolutions.isEmpty(), "convolutions", "at least one", convolutions);
    }

    /** In standard parametrization. */
    public Audio(
        List<ConvolutionRecipe> convolutions,
        List<Integer> dense,
        Activation activation,
        NormalizationRecipe normalization,
        InitializationRecipe initialization) {
      this(
          convolutions,
          dense,
          activation,
          normalization,
          initialization,
          ParametrizationRecipe.STANDARD);
    }

    @Override
    public ModelRecipe withNormalization(NormalizationRecipe value) {
      return new Audio(convolutions, dense, activation, value, initialization, parametrization);
    }

    @Override
    public ModelRecipe withParametrization(ParametrizationRecipe value) {
      return new Audio(convolutions, dense, activation, normalization, initialization, value);
    }
  }

  /**
   * A module scripted by PyTorch, weights included.
   *
   * @param file written by {@code torch.jit.script(model).save(file)}
   */
  @Called("torchscript")
  record TorchScript(String file) implements ModelRecipe {
    @Override
    public InitializationRecipe initialization() {
      return InitializationRecipe.DEFAULT;
    }

    @Override
    public NormalizationRecipe normalization() {
      return NormalizationRecipe.NONE;
    }

    @Override
    public ModelRecipe withNormalization(NormalizationRecipe value) {
      return this;
    }
  }

  /** A model that a command of the user's makes itself. */
  record Elsewhere() implements ModelRecipe {
    @Override
    public InitializationRecipe initialization() {
      return InitializationRecipe.DEFAULT;
    }

    @Override
    public NormalizationRecipe normalization() {
      return NormalizationRecipe.NONE;
    }

    @Override
    public ModelRecipe withNormalization(NormalizationRecipe value) {
      return this;
    }
  }
}
