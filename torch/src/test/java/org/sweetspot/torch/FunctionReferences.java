package org.sweetspot.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.IntBuffer;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.sweetspot.data.DataSet;
import org.sweetspot.data.Examples;
import org.sweetspot.data.Numbers;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.Value;
import org.sweetspot.recipe.LossRecipe;
import org.sweetspot.recipe.ModelRecipe;
import org.sweetspot.vector.Precision;

/** The scripted network of make_function_references.py, its data, and what measures must say. */
final class FunctionReferences {
  private static final Map<String, double[]> EXPECTED =
      ReferenceValuesTest.reference("function.txt");

  private FunctionReferences() {}

  static TorchProblem open() {
    String path =
        Objects.requireNonNull(FunctionReferences.class.getResource("function.pt")).getPath();
    Examples train = examples("x", "y");
    Examples test = examples("x-test", "y-test");
    Examples none = new Examples(0, List.of(6), 3, Fixtures.floats(0), Fixtures.ints(0));
    return Fixtures.open(
        new ModelRecipe.TorchScript(path),
        new DataSet("references", "0", false, train, none, test),
        LossRecipe.DEFAULT,
        Precision.DOUBLE);
  }

  private static Examples examples(String inputs, String labels) {
    double[] x = expected(inputs);
    double[] y = expected(labels);
    Numbers numbers = Fixtures.floats(x.length);
    for (int i = 0; i < x.length; i++) {
      // Made to be exact in single precision.
      numbers.put(i, (float) x[i]);
    }
    IntBuffer ids = Fixtures.ints(y.length);
    for (int i = 0; i < y.length; i++) {
      ids.put(i, (int) y[i]);
    }
    return new Examples(y.length, List.of(6), 3, numbers, ids);
  }

  static double[] expected(String name) {
    return Objects.requireNonNull(EXPECTED.get(name), name);
  }

  static void assertScalar(Measurement measurement, String name) {
    assertThat(measurement.value())
        .as(measurement.conventions().text())
        .isInstanceOf(Value.Scalar.class);
    double value = ((Value.Scalar) Objects.requireNonNull(measurement.value())).value();
    assertClose(value, expected(name)[0], name);
  }

  static void assertPart(Measurement measurement, String part, String name) {
    assertClose(part(measurement, part), expected(name)[0], name);
  }

  static void assertClose(double value, double expected, String name) {
    assertThat(value)
        .as(name)
        .isCloseTo(expected, within(1e-8 * Math.max(1e-3, Math.abs(expected))));
  }

  static double part(Measurement measurement, String part) {
    assertThat(measurement.value())
        .as(measurement.conventions().text())
        .isInstanceOf(Value.Named.class);
    Value.Named named = (Value.Named) Objects.requireNonNull(measurement.value());
    return Objects.requireNonNull(named.values().get(part), part);
  }
}
