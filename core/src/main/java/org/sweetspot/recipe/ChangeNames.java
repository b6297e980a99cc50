package org.sweetspot.recipe;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Short names for what is changed most often, and values that are multiples or shares of the
 * baseline's: {@code batch=x16}, {@code budget=50%}, {@code data=25%}, {@code width=x2}, {@code
 * optimizer=adamw}.
 */
final class ChangeNames {
  /** The short names and the keys that they stand for. */
  static final Map<String, String> KEYS = keys();

  private static final Pattern MULTIPLE =
      Pattern.compile("x\\s*([0-9]+(?:\\.[0-9]*)?(?:[eE][-+]?[0-9]+)?)");
  private static final Pattern SHARE = Pattern.compile("([0-9]+(?:\\.[0-9]*)?)\\s*%");

  /** The usual rates of the kinds, PyTorch's where it has one. */
  private static final Map<String, String> USUAL =
      Map.of("sgd", "0.1", "adamw", "0.001", "rmsprop", "0.01");

  private final Recipe baseline;
  private final int examples;
  private final boolean pieces;
  private final Problems problems;

  /**
   * Names for one baseline.
   *
   * @param examples in its training split
   * @param pieces whether the change names the number of a batch's pieces itself
   */
  ChangeNames(Recipe baseline, int examples, boolean pieces, Problems problems) {
    this.pieces = pieces;
    this.baseline = baseline;
    this.examples = examples;
    this.problems = problems;
  }

  private static Map<String, String> keys() {
    Map<String, String> keys = new LinkedHashMap<>();
    keys.put("batch", "training.batch");
    keys.put("rate", "training.optimizer.rate");
    keys.put("lr", "training.optimizer.rate");
    keys.put("momentum", "training.optimizer.momentum");
    keys.put("decay", "training.optimizer.weight-decay");
    keys.put("optimizer", "training.optimizer");
    keys.put("schedule", "training.schedule");
    keys.put("warm-up", "training.schedule.warm-up");
    keys.put("budget", "training.budget");
    keys.put("data", "data.split.subset");
    keys.put("augmentation", "data.augmentation");
    keys.put("smoothing", "loss.label-smoothing");
    keys.put("clip", "training.clip");
    keys.put("accumulation", "training.accumulation");
    keys.put("averaging", "training.averaging");
    keys.put("normalization", "model.normalization");
    keys.put("precision", "training.precision");
    keys.put("sparsity", "training.sparsity");
    keys.put("staleness", "training.staleness");
    keys.put("workers", "training.workers");
    keys.put("width", "model");
    keys.put("depth", "model");
    return keys;
  }

  /** The key that a short name stands for; any other name is a key itself. */
  static String path(String name) {
    return KEYS.getOrDefault(name, name);
  }

  /** Whether a value is a multiple or a share of the old one. */
  static boolean isFactor(String value) {
    return factor(value).isPresent();
  }

  /** The options that make one value of a change; a mistake is reported and left out. */
  List<String> options(String key, String value) {
    return switch (key) {
      case "batch", "training.batch" -> batch(value);
      case "width" -> width(value);
      case "depth" -> depth(value);
      case "data", "data.split.subset", "data.split.train" -> data(key, value);
      case "budget", "training.budget" -> budget(value);
      case "optimizer", "training.optimizer" -> optimizer(value);
      case "sparsity", "training.sparsity" -> sparsity(value);
      case "workers", "training.workers" -> workers(value);
      default -> isKnown(key) ? plain(path(key), value) : unknown(key, value);
    };
  }

  /** Whether a name is short for a key, or begins at the top of a recipe. */
  private static boolean isKnown(String key) {
    return KEYS.containsKey(key) || key.contains(".") || tops().contains(key);
  }

  private static List<String> tops() {
    return RecipeKey.of(Recipe.class).stream().map(RecipeKey::name).toList();
  }

  private List<String> unknown(String key, String value) {
    List<String> names = new ArrayList<>(KEYS.keySet());
    names.addAll(tops());
    problems.add(
        RecipeProblem.of(
            "change " + key + "=" + value,
            "a change",
            "a key of the recipe with its way from the top, or one of "
                + String.join(", ", KEYS.keySet()),
            "the unknown key " + key,
            Spelling.nearest(key, names)
                .or(() -> RecipePaths.endingLike(key))
                .map(name -> "did you mean " + name + "?")
                .orElse("see docs/recipes.md for the keys")));
    return List.of();
  }

  /** A batch that the old number of pieces does not divide is computed in one. */
  private List<String> batch(String value) {
    List<String> options = new ArrayList<>(plain("training.batch", value));
    int old = baseline.training().accumulation();
    boolean divides =
        options.stream()
            .map(option -> number(option.substring(option.indexOf('=') + 1)))
            .allMatch(batch -> batch.isPresent() && batch.get() % old == 0);
    if (!divides && !pieces) {
      options.add(0, "training.accumulation=1");
    }
    return options;
  }

  private List<String> plain(String path, String value) {
    Optional<Double> factor = factor(value);
    if (factor.isEmpty()) {
      return List.of(path + "=" + value);
    }
    Optional<Double> old = RecipeDifference.value(baseline, path).flatMap(ChangeNames::number);
    if (old.isEmpty()) {
      return wrong(path, "a value of its own where the recipe has no number there", value);
    }
    double product = old.get() * factor.get();
    boolean whole = path.equals("training.batch") || path.equals("training.accumulation");
    return List.of(path + "=" + (whole ? Long.toString(Math.round(product)) : text(product)));
  }

  private List<String> budget(String value) {
    Optional<Double> factor = factor(value).or(() -> number(value));
    if (factor.isEmpty()) {
      return List.of("training.budget=" + value);
    }
    Span old = baseline.training().budget();
    double amount = old.amount() * factor.get();
    if (!(amount > 0)) {
      return wrong("training.budget", "a budget above 0", value);
    }
    if (old.unit() == Span.Unit.STEPS) {
      amount = Math.max(1, Math.rint(amount));
    }
    return List.of("training.budget=" + new Span(Double.parseDouble(text(amount)), old.unit()));
  }

  /** Fewer of the same training examples, so that what is tested on stays the same. */
  private List<String> data(String key, String value) {
    Optional<Double> share = factor(value);
    Optional<Double> number = number(value);
    boolean part = number.isPresent() && number.get() < 1 && !value.matches("0+");
    if (share.isEmpty() && number.isEmpty()) {
      return wrong(key, "a number of examples or a share such as 50%", value);
    }
    long count =
        Math.round(
            share.isPresent()
                ? share.get() * examples
                : part ? number.get() * examples : number.get());
    if (count < 1 || count > examples) {
      return wrong(
          key,
          "from 1 to the "
              + examples
              + " training examples of the recipe (to ask what more data bring, make the larger"
              + " number the baseline)",
          value);
    }
    return List.of("data.split.subset=" + count);
  }

  private List<String> optimizer(String value) {
    String usual = USUAL.get(value.toLowerCase(Locale.ROOT));
    if (usual == null) {
      return List.of("training.optimizer=" + value);
    }
    double decay = baseline.training().optimizer().weightDecay();
    String kind = value.toLowerCase(Locale.ROOT);
    return List.of(
        "training.optimizer={kind: "
            + kind
            + ", rate: "
            + usual
            + (kind.equals("sgd") ? ", momentum: 0.9" : "")
            + (decay > 0 ? ", weight-decay: " + text(decay) : "")
            + "}");
  }

  /** N:M alone, quoted or not, stands for the largest of each group. */
  private static List<String> sparsity(String value) {
    String pattern = value.replaceAll("^\"|\"$", "");
    return List.of(
        "training.sparsity="
            + (pattern.matches("\\d+:.*")
                ? "{kind: magnitude, pattern: \"" + pattern + "\"}"
                : value));
  }

  /** A number alone stands for so many workers whose weights are averaged after 16 updates. */
  private static List<String> workers(String value) {
    return List.of(
        "training.workers="
            + (value.matches("\\d+") ? "{kind: local, count: " + value + ", period: 16}" : value));
  }

  private List<String> width(String value) {
    Optional<Double> factor = factor(value).or(() -> number(value));
    if (factor.isEmpty() || !(factor.get() > 0)) {
      return wrong("width", "a factor on every hidden width, such as x2 or 0.5", value);
    }
    IntUnaryOperator wider = old -> (int) Math.max(1, Math.round(old * factor.get()));
    ModelRecipe model = baseline.model();
    if (model instanceof ModelRecipe.Mlp mlp) {
      return List.of("model.hidden=" + mapped(mlp.hidden(), wider));
    } else if (model instanceof ModelRecipe.Cnn cnn) {
      return convolutions(cnn.convolutions(), cnn.dense(), wider);
    } else if (model instanceof ModelRecipe.Audio audio) {
      return convolutions(audio.convolutions(), audio.dense(), wider);
    } else if (model instanceof ModelRecipe.Residual residual) {
      return List.of("model.channels=" + wider.applyAsInt(residual.channels()));
    } else if (model instanceof ModelRecipe.Transformer transformer) {
      int heads = transformer.heads();
      int width = Math.max(1, wider.applyAsInt(transformer.width()) / heads) * heads;
      return List.of("model.width=" + width);
    }
    return wrong("width", "a model with hidden layers whose widths the recipe names", value);
  }

  private static List<String> convolutions(
      List<ConvolutionRecipe> layers, List<Integer> dense, IntUnaryOperator wider) {
    List<String> options = new ArrayList<>();
    for (int i = 0; i < layers.size(); i++) {
      options.add(
          "model.convolutions." + i + ".channels=" + wider.applyAsInt(layers.get(i).channels()));
    }
    if (!dense.isEmpty()) {
      options.add("model.dense=" + mapped(dense, wider));
    }
    return options;
  }

  /** So many hidden layers, each as wide as the last one of the baseline or as it was. */
  private List<String> depth(String value) {
    Optional<Double> factor = factor(value);
    boolean mlp = baseline.model() instanceof ModelRecipe.Mlp;
    if (baseline.model() instanceof ModelRecipe.Transformer transformer) {
      return List.of("model.layers=" + count(value, factor, transformer.layers()));
    }
    if (!mlp || ((ModelRecipe.Mlp) baseline.model()).hidden().isEmpty()) {
      return wrong("depth", "an mlp with hidden layers or a transformer", value);
    }
    List<Integer> hidden = ((ModelRecipe.Mlp) baseline.model()).hidden();
    String layers = count(value, factor, hidden.size());
    if (!layers.matches("[1-9][0-9]{0,3}")) {
      return wrong("depth", "a number of hidden layers, such as 4 or x2", value);
    }
    List<Integer> deeper = new ArrayList<>();
    for (int i = 0; i < Integer.parseInt(layers); i++) {
      deeper.add(hidden.get(Math.min(i, hidden.size() - 1)));
    }
    return List.of("model.hidden=" + deeper);
  }

  private static String count(String value, Optional<Double> factor, int old) {
    return factor.map(times -> Long.toString(Math.round(times * old))).orElse(value);
  }

  private static List<Integer> mapped(List<Integer> widths, IntUnaryOperator wider) {
    return widths.stream().map(wider::applyAsInt).toList();
  }

  private List<String> wrong(String key, String expected, String got) {
    String label = "change " + key + "=" + got;
    problems.add(
        RecipeProblem.of(label, key, expected, got, "write for instance --change " + example(key)));
    return List.of();
  }

  private static String example(String key) {
    return switch (key) {
      case "width" -> "width=x2";
      case "depth" -> "depth=4";
      case "data", "data.split.subset", "data.split.train" -> "data=50%";
      case "training.budget" -> "budget=50%";
      default -> key + "=VALUE";
    };
  }

  /** What a multiple or a share multiplies by. */
  private static Optional<Double> factor(String value) {
    Matcher multiple = MULTIPLE.matcher(value);
    if (multiple.matches()) {
      return Optional.of(Double.parseDouble(multiple.group(1)));
    }
    Matcher share = SHARE.matcher(value);
    return share.matches()
        ? Optional.of(Double.parseDouble(share.group(1)) / 100)
        : Optional.empty();
  }

  private static Optional<Double> number(String value) {
    try {
      double number = Double.parseDouble(value);
      return Double.isFinite(number) ? Optional.of(number) : Optional.empty();
    } catch (NumberFormatException text) {
      return Optional.empty();
    }
  }

  /** Up to twelve digits, so that a share of a decimal number reads as one. */
  private static String text(double value) {
    return new java.math.BigDecimal(value)
        .round(new java.math.MathContext(12))
        .stripTrailingZeros()
        .toString()
        .replace("E+", "e")
        .replace('E', 'e');
  }
}
