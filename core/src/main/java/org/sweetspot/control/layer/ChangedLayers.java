package org.sweetspot.control.layer;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.sweetspot.precision.Operand;
import org.sweetspot.precision.Quantizers;
import org.sweetspot.recipe.PrecisionRecipe;
import org.sweetspot.recipe.SparsityRecipe;
import org.sweetspot.recipe.TrainingRecipe;
import org.sweetspot.vector.ParameterGroup;

/**
 * The layers that a change of number formats or of sparsity is about: those with a weight of two or
 * more axes, and of number formats attention's products of activations, that the change does not
 * keep already.
 *
 * @param changed the training with the change
 * @param names of the layers, in the network's order: their weights' names without the last word,
 *     or a product's name
 */
public record ChangedLayers(TrainingRecipe changed, List<String> names) {
  /** What recipes write where no layer is kept. */
  private static final String NONE = "none";

  /** Copies the list. */
  public ChangedLayers {
    names = List.copyOf(names);
  }

  /** The layers of a network without attention. */
  public static ChangedLayers of(TrainingRecipe changed, List<ParameterGroup> groups) {
    return of(changed, groups, List.of());
  }

  /**
   * The layers of a network.
   *
   * @param attention its products of activations with each other, by their names
   */
  public static ChangedLayers of(
      TrainingRecipe changed, List<ParameterGroup> groups, List<String> attention) {
    List<String> products =
        attention.stream().filter(product -> isRounded(changed, product)).toList();
    Set<String> names = new LinkedHashSet<>();
    for (ParameterGroup group : groups) {
      boolean matrix = group.role() == ParameterGroup.Role.WEIGHT && group.shape().size() >= 2;
      if (!matrix) {
        continue;
      }
      String name = within(group.name());
      if (isRounded(changed, group.name()) || isMadeSparse(changed, group.name())) {
        names.add(name);
      }
      // Attention's products follow the layer that makes queries, keys and values.
      products.stream().filter(product -> within(product).equals(within(name))).forEach(names::add);
    }
    names.addAll(products);
    return new ChangedLayers(changed, List.copyOf(names));
  }

  /** A name without its last word. */
  private static String within(String name) {
    int end = name.lastIndexOf('.');
    return end < 0 ? name : name.substring(0, end);
  }

  private static boolean isRounded(TrainingRecipe changed, String name) {
    return changed.precision().operands().filter(formats -> !formats.keeps(name)).isPresent();
  }

  private static boolean isMadeSparse(TrainingRecipe changed, String weight) {
    return isSparse(changed.sparsity()) && !changed.sparsity().keeps(weight);
  }

  private static boolean isSparse(SparsityRecipe sparsity) {
    return sparsity.sparse().isPresent() || sparsity.sparseGradients().isPresent();
  }

  /** The change with some layers left as they are, in both keys that know of layers. */
  public TrainingRecipe keeping(List<String> layers) {
    if (layers.isEmpty()) {
      return changed;
    }
    PrecisionRecipe precision = changed.precision();
    SparsityRecipe sparsity = changed.sparsity();
    TrainingRecipe kept = changed;
    if (precision.operands().isPresent()) {
      kept = kept.withPrecision(precision.withKeep(pattern(precision.keep(), layers)));
    }
    if (isSparse(sparsity)) {
      kept = kept.withSparsity(sparsity.withKeep(pattern(sparsity.keep(), layers)));
    }
    return kept;
  }

  /** The regular expression that keeps these layers beside what was kept. */
  static String pattern(String before, List<String> layers) {
    String ours =
        layers.stream()
            .map(name -> name.replace(".", "[.]"))
            .collect(Collectors.joining("|", "^(", ")([.]|$)"));
    return before.equals(NONE) ? ours : "(?:" + before + ")|" + ours;
  }

  /** The change of one layer alone, for each. */
  public List<ChangedPart> alone() {
    List<ChangedPart> parts = new ArrayList<>();
    for (String name : names) {
      List<String> others = names.stream().filter(other -> !other.equals(name)).toList();
      parts.add(new ChangedPart(name, keeping(others)));
    }
    return List.copyOf(parts);
  }

  /** The whole change. */
  public ChangedPart whole() {
    return new ChangedPart("all", changed);
  }

  /**
   * The change of one operand of every layer's products alone, simulated; empty where none is
   * quantized.
   */
  public List<ChangedPart> operands() {
    List<ChangedPart> parts = new ArrayList<>();
    PrecisionRecipe precision = changed.precision().simulated();
    if (precision.operands().isEmpty()) {
      return parts;
    }
    TrainingRecipe dense = changed.withSparsity(SparsityRecipe.NONE);
    for (Operand operand : Operand.values()) {
      if (Quantizers.named(precision.quantizer(operand)).isEmpty()) {
        continue;
      }
      Map<Operand, String> only = new EnumMap<>(Operand.class);
      for (Operand other : Operand.values()) {
        only.put(other, other == operand ? precision.quantizer(operand) : Quantizers.NONE);
      }
      String name = operand.name().toLowerCase(Locale.ROOT).replace('_', '-');
      parts.add(new ChangedPart(name, dense.withPrecision(precision.with(only))));
    }
    return List.copyOf(parts);
  }
}
