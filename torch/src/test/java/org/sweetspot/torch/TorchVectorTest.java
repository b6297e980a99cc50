package org.sweetspot.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.sweetspot.recipe.EngineRecipe.Device;
import org.sweetspot.torch.tensor.EngineException;
import org.sweetspot.torch.tensor.Libtorch;
import org.sweetspot.torch.tensor.Place;
import org.sweetspot.vector.ParameterSpace;
import org.sweetspot.vector.ParameterVectorContract;
import org.sweetspot.vector.Precision;

class TorchVectorTest {
  @Nested
  class InSinglePrecision extends ParameterVectorContract {
    @Override
    protected ParameterSpace space() {
      return new TorchSpace(GROUPS, new Place(TestDevice.CHOSEN, Precision.FLOAT));
    }
  }

  @Nested
  class InDoublePrecision extends ParameterVectorContract {
    @Override
    protected ParameterSpace space() {
      return new TorchSpace(GROUPS, new Place(TestDevice.CHOSEN, Precision.DOUBLE));
    }
  }

  @Test
  void innerProductsOfSinglePrecisionAccumulateInDouble() {
    TorchSpace space = Spaces.flat(3_000_000, Precision.FLOAT);
    double[] entries = new double[3_000_000];
    java.util.Arrays.fill(entries, 1e-4f);
    entries[0] = 4096;
    try (TorchVector x = space.zero().set(entries)) {
      double expected = 4096.0 * 4096 + 2_999_999 * ((double) 1e-4f * 1e-4f);
      assertThat(Math.abs(x.dot(x) - expected)).isLessThan(1e-4);
    }
  }

  @Test
  void aViewEndsWithItsVector() {
    TorchVector x = Spaces.flat(4, Precision.FLOAT).zero();
    TorchVector view = x.view(x.space().groups().get(0));
    x.close();
    assertThatThrownBy(view::norm).isInstanceOf(IllegalStateException.class);
    view.close();
  }

  @Test
  void aDeviceThatIsMissingIsRefusedWithTheRemedy() {
    org.junit.jupiter.api.Assumptions.assumeFalse(Libtorch.hasCuda());
    assertThatThrownBy(() -> new Place(Device.CUDA, Precision.FLOAT))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining(Libtorch.isBuiltForCuda() ? "nvidia-smi" : "-Pcuda");
  }
}
