package org.sweetspot.torch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.sweetspot.control.change.LayerShape;
import org.sweetspot.control.change.LayerShapes;
import org.sweetspot.data.DataSet;
import org.sweetspot.data.Examples;
import org.sweetspot.matrix.Matrix;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.LayerOutputs;
import org.sweetspot.problem.Split;
import org.sweetspot.recipe.Activation;
import org.sweetspot.recipe.ModelRecipe;
import org.sweetspot.recipe.NormalizationRecipe.Kind;
import org.sweetspot.vector.ParameterGroup;

/** Shapes by a recipe's closed form are those of the network that is built of it. */
class LayerShapesTest {
  private static final Batch ALL = Batch.range(Split.TRAIN, 0, 9);

  @Test
  void layersHaveTheNamesAndSizesOfTheNetworks() {
    for (Kind kind : List.of(Kind.NONE, Kind.BATCH)) {
      check(new ModelRecipe.Linear(Fixtures.START), Fixtures.features(9));
      check(Fixtures.mlp(Activation.TANH, kind), Fixtures.features(9));
      check(Fixtures.cnn(Activation.RELU, kind), Fixtures.images(9));
      check(Fixtures.residual(kind), Fixtures.images(9));
      check(Fixtures.audio(kind), Fixtures.signals(9));
    }
    check(Fixtures.transformer(Kind.LAYER), Fixtures.text(9));
  }

  private static void check(ModelRecipe model, DataSet data) {
    Examples train = data.train();
    List<LayerShape> shapes =
        LayerShapes.of(model, train.shape(), train.classes()).orElseThrow().stream()
            .filter(shape -> shape.weights() > 0)
            .toList();
    try (TorchProblem problem = Fixtures.open(model, data)) {
      List<ParameterGroup> weights =
          problem.space().groups().stream()
              .filter(group -> group.role() == ParameterGroup.Role.WEIGHT)
              .toList();
      assertThat(shapes)
          .extracting(shape -> shape.name() + ".weight")
          .containsExactlyElementsOf(weights.stream().map(ParameterGroup::name).toList());
      for (int i = 0; i < shapes.size(); i++) {
        assertThat(shapes.get(i).weights()).isEqualTo((double) weights.get(i).size());
        assertThat((long) shapes.get(i).channels()).isEqualTo(weights.get(i).shape().get(1));
        int index = problem.space().groups().indexOf(weights.get(i));
        Matrix put =
            Objects.requireNonNull(
                problem.ability(LayerOutputs.class).orElseThrow().layerOutputs(ALL).get(index));
        assertThat(shapes.get(i).outputs()).isEqualTo(put.columns());
      }
    }
  }
}
