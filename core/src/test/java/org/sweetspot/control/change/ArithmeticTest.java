package org.sweetspot.control.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.sweetspot.recipe.InitializationRecipe;
import org.sweetspot.recipe.ModelRecipe;
import org.sweetspot.recipe.NormalizationRecipe;
import org.sweetspot.recipe.PrecisionRecipe;
import org.sweetspot.recipe.Recipe;
import org.sweetspot.recipe.RecipeReader;
import org.sweetspot.recipe.SparsityRecipe;

class ArithmeticTest {
  private static final int BATCH = 10;

  /** 8 inputs, 5 hidden, 10 classes. */
  private static final Recipe MLP = recipe("{kind: mlp, hidden: [5]}");

  private static Recipe recipe(String model) {
    return RecipeReader.parse(
        "a.yaml",
        "name: a\ndata: {source: digits}\nmodel: "
            + model
            + "\ntraining: {batch: 10, optimizer: {kind: sgd, rate: 0.1}, budget: 1 epochs}\n");
  }

  private static Arithmetic of(Recipe recipe) {
    return Arithmetic.of(recipe, List.of(8), 10).orElseThrow();
  }

  private static Recipe in(PrecisionRecipe precision) {
    return MLP.withTraining(MLP.training().withPrecision(precision));
  }

  private static Recipe sparse(SparsityRecipe sparsity) {
    return MLP.withTraining(MLP.training().withSparsity(sparsity));
  }

  @Test
  void plainProductsCountedByHand() {
    // dense1: forward and to the weights, 40 a product and example; output: three of 50.
    assertThat(of(MLP).multiplications())
        .containsExactly(java.util.Map.entry("float32 x float32", (2.0 * 40 + 3 * 50) * BATCH));
    double dense1 = (80 + 40 + 50) + (50 + 80 + 40);
    double output = (50 + 50 + 100) + (100 + 50 + 50) + (100 + 50 + 50);
    assertThat(of(MLP).bits()).isEqualTo(32 * (dense1 + output));
  }

  @Test
  void formatsAndBlockScalesCountedByHand() {
    Arithmetic nvfp4 = of(in(PrecisionRecipe.of(PrecisionRecipe.Kind.NVFP4)));
    assertThat(nvfp4.multiplications()).containsExactly(java.util.Map.entry("e2m1 x e2m1", 2300.0));
    double operands = (80 + 40) + (50 + 80) + (50 + 50) + (100 + 50) + (100 + 50);
    double out = 50 + 40 + 100 + 50 + 50;
    assertThat(nvfp4.bits()).isCloseTo(4.5 * operands + 32 * out, within(1e-9));
    // Different types in one product, and a layer that is kept.
    Arithmetic fp8 = of(in(PrecisionRecipe.of(PrecisionRecipe.Kind.FP8).withKeep("^output")));
    assertThat(fp8.multiplications())
        .containsEntry("e4m3 x e4m3", 400.0)
        .containsEntry("e4m3 x e5m2", 400.0)
        .containsEntry("float32 x float32", 1500.0);
  }

  @Test
  void severalDrawsAreSeveralProducts() {
    PrecisionRecipe twice =
        PrecisionRecipe.of(PrecisionRecipe.Kind.NVFP4)
            .with(
                java.util.Map.of(
                    org.sweetspot.precision.Operand.UPDATE_DELTA, "nvfp4+stochastic+draws=2"));
    assertThat(of(in(twice)).total()).isEqualTo(2300.0 + (40 + 50) * BATCH);
  }

  @Test
  void weightsThatAreZeroAreNotMultipliedForward() {
    Arithmetic magnitude = of(sparse(SparsityRecipe.of(SparsityRecipe.Kind.MAGNITUDE, "2:4")));
    assertThat(magnitude.total()).isEqualTo((0.5 * 40 + 40 + 0.5 * 50 + 2 * 50) * BATCH);
    // A kept weight takes 32 bits and 2 for its place among 4.
    assertThat(magnitude.bits()).isEqualTo(of(MLP).bits() - 90 * (32 - 0.5 * 34));
    Arithmetic both = of(sparse(SparsityRecipe.of(SparsityRecipe.Kind.TRANSPOSABLE, "2:4")));
    assertThat(both.total()).isEqualTo((0.5 * 40 + 40 + 0.5 * 100 + 50) * BATCH);
    // Eight inputs are too few for groups of sixteen.
    assertThat(of(sparse(SparsityRecipe.of(SparsityRecipe.Kind.MAGNITUDE, "2:16"))))
        .isEqualTo(of(MLP));
  }

  @Test
  void sparseDerivativesSaveInTheirProducts() {
    SparsityRecipe gradients = SparsityRecipe.NONE.withGradients("1:2+unbiased", 1);
    assertThat(of(sparse(gradients)).total()).isEqualTo((1.5 * 40 + 2.5 * 50) * BATCH);
  }

  /** Width 8, two heads, one block, 4 tokens, 6 classes; back to the embeddings too. */
  @Test
  void attentionsProductsCountedByHand() {
    Recipe text =
        MLP.withModel(
            new ModelRecipe.Transformer(
                8, 2, 1, NormalizationRecipe.NONE, InitializationRecipe.DEFAULT));
    Arithmetic plain = Arithmetic.of(text, List.of(4), 6).orElseThrow();
    double forward = ForwardCost.of(text.model(), List.of(4), 6).orElseThrow();
    assertThat(plain.total()).isEqualTo(BATCH * 3 * forward);

    PrecisionRecipe eight = PrecisionRecipe.of(PrecisionRecipe.Kind.MXFP8);
    Arithmetic whole = formats(text, eight);
    assertThat(whole.multiplications())
        .containsExactly(java.util.Map.entry("e4m3 x e4m3", BATCH * 3 * forward));
    // Scores and context: 8 x 4 x 4 multiplications each, of 32 and 32, and of 32 and 32 numbers.
    Arithmetic kept = formats(text, eight.withKeep("[.](scores|context)$"));
    double products = 3 * 2 * 8 * 16 * BATCH;
    assertThat(kept.multiplications())
        .containsEntry("float32 x float32", products)
        .containsEntry("e4m3 x e4m3", BATCH * 3 * forward - products);
    // Each of the three products of both reads two tensors of 32 numbers an example.
    double read = 3 * 2 * (32 + 32) * BATCH;
    assertThat(kept.bits() - whole.bits()).isCloseTo((32 - 8.25) * read, within(1e-6));
    assertThat(formats(text, eight.withKeep("scores")).bits() - whole.bits())
        .isCloseTo((32 - 8.25) * read / 2, within(1e-6));
  }

  private static Arithmetic formats(Recipe recipe, PrecisionRecipe precision) {
    Recipe changed = recipe.withTraining(recipe.training().withPrecision(precision));
    return Arithmetic.of(changed, List.of(4), 6).orElseThrow();
  }

  /** Derivatives inside attention stay dense. */
  @Test
  void sparseDerivativesAreThoseOfLayers() {
    Recipe text =
        MLP.withModel(
            new ModelRecipe.Transformer(
                8, 2, 1, NormalizationRecipe.NONE, InitializationRecipe.DEFAULT));
    SparsityRecipe gradients = SparsityRecipe.NONE.withGradients("1:2", 1);
    Recipe sparse = text.withTraining(text.training().withSparsity(gradients));
    double forward = ForwardCost.of(text.model(), List.of(4), 6).orElseThrow();
    double attention = 2 * 8 * 16;
    assertThat(Arithmetic.of(sparse, List.of(4), 6).orElseThrow().total())
        .isEqualTo(BATCH * (2.5 * (forward - attention) + 3 * attention));
  }

  @Test
  void foreignModulesAreUnknown() {
    assertThat(
            Arithmetic.of(MLP.withModel(new ModelRecipe.TorchScript("model.pt")), List.of(8), 10))
        .isEmpty();
  }
}
