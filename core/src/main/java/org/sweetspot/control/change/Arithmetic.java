package org.sweetspot.control.change;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.sweetspot.precision.Operand;
import org.sweetspot.precision.Operands;
import org.sweetspot.precision.Quantizer;
import org.sweetspot.precision.Storage;
import org.sweetspot.recipe.Recipe;
import org.sweetspot.recipe.SparsityRecipe;
import org.sweetspot.recipe.TrainingRecipe;
import org.sweetspot.sparsity.SparsePattern;

/**
 * What the gradient of one update computes and moves on hardware that has a recipe's formats, which
 * here are simulated in float32: closed form from the layers' shapes, no measurement.
 *
 * <p>A layer of W weights takes three products for a batch of B examples of X inputs, Z outputs and
 * M multiplications each: forward (B X and W numbers in, B Z out), back to the inputs (B Z and W
 * in, B X out; not of the first layer) and to the weights' gradient (B Z and B X in, W out), B M
 * multiplications each. Operands are read once a product in their format, block scales and places
 * of kept numbers included; what comes out is written in 32 bits. Where N of M numbers are kept,
 * multiplications with the others are not made: with weights in the forward product, and in the one
 * back where masks are transposable. A product of two activations has the other one in the weight's
 * place, for each example. Caches, normalization, activations and the optimizer's own traffic are
 * left out.
 *
 * @param multiplications by the types of the two operands, the first in the alphabet first
 * @param bits read and written
 */
public record Arithmetic(SortedMap<String, Double> multiplications, double bits) {
  /** Copies the map. */
  public Arithmetic {
    multiplications = Collections.unmodifiableSortedMap(new TreeMap<>(multiplications));
  }

  /**
   * Of a recipe's update.
   *
   * @param shape of an input
   * @param outputs classes
   * @return empty for models whose layers the recipe does not name
   */
  public static Optional<Arithmetic> of(Recipe recipe, List<Integer> shape, int outputs) {
    return LayerShapes.of(recipe.model(), shape, outputs)
        .map(
            layers -> {
              Count count = new Count(recipe.training());
              layers.forEach(count::add);
              return new Arithmetic(count.multiplications, count.bits);
            });
  }

  /** All multiplications. */
  public double total() {
    return multiplications.values().stream().mapToDouble(count -> count).sum();
  }

  /** Sums over layers. */
  private static final class Count {
    private final TrainingRecipe training;
    private final double examples;
    private final Operands operands;
    private final SortedMap<String, Double> multiplications = new TreeMap<>();
    private double bits;

    Count(TrainingRecipe training) {
      this.training = training;
      examples = training.batch() * training.sharpnessAware().gradients();
      Operands formats =
          training.precision().operands().orElse(new Operands(Map.of(), Optional.empty()));
      operands = training.sparsity().operands(formats);
    }

    void add(LayerShape layer) {
      boolean attention = layer.weights() == 0;
      // Products of activations with each other are called by their own name.
      String name = attention ? layer.name() : layer.name() + ".weight";
      Function<Operand, Storage> in = operand -> storage(operand, name, attention);
      double left = examples * layer.inputs();
      double right = layer.weights() + examples * layer.other();
      double outputs = examples * layer.outputs();
      double products = examples * layer.multiplications();
      product(
          in.apply(Operand.FORWARD_INPUT),
          left,
          mask(in.apply(Operand.FORWARD_WEIGHT), layer, name),
          right,
          outputs,
          products);
      if (!layer.first()) {
        Storage back = in.apply(Operand.BACK_WEIGHT);
        product(
            in.apply(Operand.BACK_DELTA),
            outputs,
            training.sparsity().kind() == SparsityRecipe.Kind.TRANSPOSABLE
                ? mask(back, layer, name)
                : back,
            right,
            left,
            products);
      }
      product(
          in.apply(Operand.UPDATE_DELTA),
          outputs,
          in.apply(Operand.UPDATE_INPUT),
          left,
          right,
          products);
    }

    private Storage storage(Operand operand, String name, boolean attention) {
      Optional<Quantizer> quantizer =
          attention ? operands.ofAttention(operand) : operands.of(operand);
      return operands.keeps(name)
          ? Storage.PLAIN
          : quantizer.map(Quantizer::storage).orElse(Storage.PLAIN);
    }

    private Storage mask(Storage storage, LayerShape layer, String weight) {
      Optional<SparsePattern> pattern = training.sparsity().sparse();
      boolean masked =
          pattern.isPresent()
              && layer.channels() >= pattern.get().of()
              && !training.sparsity().keeps(weight);
      return masked ? storage.sparse(pattern.get().kept(), pattern.get().of()) : storage;
    }

    private void product(
        Storage a, double numbersOfA, Storage b, double numbersOfB, double out, double products) {
      bits += numbersOfA * a.bitsPerNumber() + numbersOfB * b.bitsPerNumber() + Float.SIZE * out;
      String types =
          a.type().compareTo(b.type()) <= 0
              ? a.type() + " x " + b.type()
              : b.type() + " x " + a.type();
      multiplications.merge(
          types, products * a.density() * b.density() * a.copies() * b.copies(), Double::sum);
    }
  }
}
