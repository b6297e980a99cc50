package org.sweetspot.recipe;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.sweetspot.precision.Operand;
import org.sweetspot.precision.Operands;
import org.sweetspot.precision.Quantizer;
import org.sweetspot.precision.Quantizers;
import org.sweetspot.precision.RealFormat;

/**
 * The number formats of a training's products, simulated in float32 but for the kinds that are
 * called real: each of the two operands of the three products of a linear layer or a convolution
 * (forward, back to the inputs, to the weights' gradient) is quantized by a choice of its own, and
 * likewise of attention's products of activations, of which the left one counts as input. Weights,
 * gradients and updates stay in the engine's precision, but for {@code weights}.
 *
 * @param kind a usual choice for all six
 * @param forwardInput a quantizer by name, or usual for that of the kind
 * @param forwardWeight likewise
 * @param backDelta likewise
 * @param backWeight likewise
 * @param updateDelta likewise
 * @param updateInput likewise
 * @param keep a regular expression: layers whose weight's name it finds, and attention's products
 *     (block1.attention.scores, .context), stay in full precision; none; parameters whose name it
 *     finds are not rounded after updates either
 * @param weights in which format weights are kept between updates: float32 for as they are
 * @param moments in which format the optimizer's state is kept between updates
 * @param evaluated in which format matrices and kernels are evaluated, and kept at the end
 */
public record PrecisionRecipe(
    Kind kind,
    @Default(value = "usual", written = false) String forwardInput,
    @Default(value = "usual", written = false) String forwardWeight,
    @Default(value = "usual", written = false) String backDelta,
    @Default(value = "usual", written = false) String backWeight,
    @Default(value = "usual", written = false) String updateDelta,
    @Default(value = "usual", written = false) String updateInput,
    @Default(value = "none", written = false) String keep,
    @Default(value = "float32", written = false) String weights,
    @Default(value = "float32", written = false) String moments,
    @Default(value = "float32", written = false) String evaluated) {
  /** What stands for the kind's own choice. */
  public static final String USUAL = "usual";

  /** Nothing is quantized. */
  public static final PrecisionRecipe NONE = of(Kind.NONE);

  private static final String NOTHING = "none";

  /** Usual choices. */
  public enum Kind {
    /** Nothing, but for what is named. */
    NONE("float32", "float32", "float32"),
    /** Forward INT4 clipped by SAWB, gradients in unbiased logarithmic 4 bits (Chmiel 2023). */
    LUQ("int4+sawb", "log4+stochastic", "int4+sawb"),
    /** The same with gradients rounded by their logarithm, which is biased. */
    NAIVE_LOG("int4+sawb", "log4+nearest-logarithm", "int4+sawb"),
    /** E4M3 forward, E5M2 for gradients, nearest, a scale for each tensor. */
    FP8("e4m3", "e5m2", "e4m3"),
    /** E4M3 in blocks of 32, nearest. */
    MXFP8("mxfp8", "mxfp8", "mxfp8"),
    /** E2M1 in blocks of 16: nearest forward, gradient products stochastic (Chmiel 2025). */
    NVFP4("nvfp4", "nvfp4+stochastic", "nvfp4+stochastic"),
    /** The same, nearest everywhere, which is biased. */
    NVFP4_NEAREST("nvfp4", "nvfp4", "nvfp4"),
    /** E2M1 in blocks of 32 with powers of two: nearest forward, gradient products stochastic. */
    MXFP4("mxfp4", "mxfp4+stochastic", "mxfp4+stochastic"),
    /** The same, nearest everywhere, which is biased. */
    MXFP4_NEAREST("mxfp4", "mxfp4", "mxfp4"),
    /** Eight-bit integers, a scale for each tensor; gradients stochastic. */
    INT8("int8", "int8+stochastic", "int8"),
    /** bfloat16, nearest. */
    BFLOAT16("bfloat16", "bfloat16", "bfloat16"),
    /** IEEE half precision without loss scaling, nearest. */
    HALF("half", "half", "half"),
    /** bfloat16 that the engine multiplies in, not simulated. */
    REAL_BFLOAT16(RealFormat.BFLOAT16),
    /** Half precision that the engine multiplies in, not simulated. */
    REAL_HALF(RealFormat.HALF);

    private final String forward;
    private final String delta;
    private final String update;
    private final Optional<RealFormat> real;

    Kind(String forward, String delta, String update) {
      this.forward = forward;
      this.delta = delta;
      this.update = update;
      this.real = Optional.empty();
    }

    Kind(RealFormat format) {
      this.forward = format.toString();
      this.delta = forward;
      this.update = forward;
      this.real = Optional.of(format);
    }

    /** The format that the engine computes in; empty for kinds that are simulated in float32. */
    public Optional<RealFormat> real() {
      return real;
    }

    /** The quantizer of an operand, by name. */
    public String usual(Operand operand) {
      return switch (operand) {
        case FORWARD_INPUT, FORWARD_WEIGHT, BACK_WEIGHT -> forward;
        case BACK_DELTA, UPDATE_DELTA -> delta;
        case UPDATE_INPUT -> update;
      };
    }
  }

  /** With moments and evaluated weights as they are. */
  public PrecisionRecipe(
      Kind kind,
      String forwardInput,
      String forwardWeight,
      String backDelta,
      String backWeight,
      String updateDelta,
      String updateInput,
      String keep,
      String weights) {
    this(
        kind,
        forwardInput,
        forwardWeight,
        backDelta,
        backWeight,
        updateDelta,
        updateInput,
        keep,
        weights,
        Quantizers.NONE,
        Quantizers.NONE);
  }

  /** Checks the names. */
  public PrecisionRecipe {
    checked("forward-input", forwardInput);
    checked("forward-weight", forwardWeight);
    checked("back-delta", backDelta);
    checked("back-weight", backWeight);
    checked("update-delta", updateDelta);
    checked("update-input", updateInput);
    checkedAlone("weights", weights);
    checkedAlone("moments", moments);
    checkedAlone("evaluated", evaluated);
    if (kind.real().isPresent()) {
      String expected = "usual, since all six operands of a real format are in it";
      Require.that(forwardInput.equals(USUAL), "forward-input", expected, forwardInput);
      Require.that(forwardWeight.equals(USUAL), "forward-weight", expected, forwardWeight);
      Require.that(backDelta.equals(USUAL), "back-delta", expected, backDelta);
      Require.that(backWeight.equals(USUAL), "back-weight", expected, backWeight);
      Require.that(updateDelta.equals(USUAL), "update-delta", expected, updateDelta);
      Require.that(updateInput.equals(USUAL), "update-input", expected, updateInput);
    }
    try {
      Pattern.compile(keep);
    } catch (PatternSyntaxException broken) {
      throw new InvalidValueException("keep", "a regular expression or none", keep);
    }
  }

  /** A usual choice. */
  public static PrecisionRecipe of(Kind kind) {
    return new PrecisionRecipe(
        kind, USUAL, USUAL, USUAL, USUAL, USUAL, USUAL, NOTHING, Quantizers.NONE);
  }

  /** The quantizer of an operand, by name: its own choice or the kind's. */
  public String quantizer(Operand operand) {
    String name =
        switch (operand) {
          case FORWARD_INPUT -> forwardInput;
          case FORWARD_WEIGHT -> forwardWeight;
          case BACK_DELTA -> backDelta;
          case BACK_WEIGHT -> backWeight;
          case UPDATE_DELTA -> updateDelta;
          case UPDATE_INPUT -> updateInput;
        };
    return name.equals(USUAL) ? kind.usual(operand) : name;
  }

  /** The same with other quantizers for some operands. */
  public PrecisionRecipe with(Map<Operand, String> quantizers) {
    return new PrecisionRecipe(
        kind,
        quantizers.getOrDefault(Operand.FORWARD_INPUT, forwardInput),
        quantizers.getOrDefault(Operand.FORWARD_WEIGHT, forwardWeight),
        quantizers.getOrDefault(Operand.BACK_DELTA, backDelta),
        quantizers.getOrDefault(Operand.BACK_WEIGHT, backWeight),
        quantizers.getOrDefault(Operand.UPDATE_DELTA, updateDelta),
        quantizers.getOrDefault(Operand.UPDATE_INPUT, updateInput),
        keep,
        weights,
        moments,
        evaluated);
  }

  /** The same with the usual choices of another kind. */
  public PrecisionRecipe withKind(Kind value) {
    return new PrecisionRecipe(
        value,
        forwardInput,
        forwardWeight,
        backDelta,
        backWeight,
        updateDelta,
        updateInput,
        keep,
        weights,
        moments,
        evaluated);
  }

  /** The same simulated in float32, so that each operand may have a format of its own. */
  public PrecisionRecipe simulated() {
    return switch (kind) {
      case REAL_BFLOAT16 -> withKind(Kind.BFLOAT16);
      case REAL_HALF -> withKind(Kind.HALF);
      default -> this;
    };
  }

  /** The same with other layers left in full precision. */
  public PrecisionRecipe withKeep(String pattern) {
    return new PrecisionRecipe(
        kind,
        forwardInput,
        forwardWeight,
        backDelta,
        backWeight,
        updateDelta,
        updateInput,
        pattern,
        weights,
        moments,
        evaluated);
  }

  /** How products are quantized; empty if they are not. */
  public Optional<Operands> operands() {
    Map<Operand, Quantizer> quantizers = new EnumMap<>(Operand.class);
    for (Operand operand : Operand.values()) {
      Quantizers.named(quantizer(operand))
          .ifPresent(quantizer -> quantizers.put(operand, quantizer));
    }
    Optional<Pattern> kept =
        keep.equals(NOTHING) ? Optional.empty() : Optional.of(Pattern.compile(keep));
    return quantizers.isEmpty()
        ? Optional.empty()
        : Optional.of(new Operands(quantizers, quantizers, kept, kind.real()));
  }

  /** Whether the layer of a parameter of this name stays in full precision. */
  public boolean keeps(String name) {
    return !keep.equals(NOTHING) && Pattern.compile(keep).matcher(name).find();
  }

  /** How weights are rounded after each update; empty if they are not. */
  public Optional<Quantizer> rounding() {
    return Quantizers.named(weights);
  }

  /** How the optimizer's state is rounded after each update; empty if it is not. */
  public Optional<Quantizer> momentRounding() {
    return Quantizers.named(moments);
  }

  /** How matrices and kernels are rounded where they are evaluated; empty if they are not. */
  public Optional<Quantizer> evaluatedRounding() {
    return Quantizers.named(evaluated);
  }

  /** A key for which a kind has no usual choice. */
  private static void checkedAlone(String key, String name) {
    Require.that(!name.equals(USUAL), key, "a quantizer or float32", name);
    checked(key, name);
  }

  private static void checked(String key, String name) {
    if (name.equals(USUAL)) {
      return;
    }
    try {
      Quantizers.named(name);
    } catch (IllegalArgumentException unknown) {
      List<String> words = new ArrayList<>();
      Quantizers.formats().forEach(format -> words.add(format.name()));
      Quantizers.blocks().forEach(format -> words.add(format.name()));
      throw new InvalidValueException(
          key,
          "float32 or one of "
              + String.join(", ", words)
              + ", then words such as +stochastic, +rotated, +draws=2, +mse"
              + " (docs/number-formats.md)",
          name);
    }
  }
}
