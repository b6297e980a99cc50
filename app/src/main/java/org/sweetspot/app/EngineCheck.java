package org.sweetspot.app;

import java.util.List;
import org.sweetspot.recipe.EngineRecipe.Device;
import org.sweetspot.torch.TorchSpace;
import org.sweetspot.torch.TorchVector;
import org.sweetspot.torch.tensor.Libtorch;
import org.sweetspot.torch.tensor.Place;
import org.sweetspot.vector.ParameterGroup;
import org.sweetspot.vector.Precision;

/** Loads libtorch and adds two numbers with it. */
final class EngineCheck {
  private EngineCheck() {}

  static Finding examine() {
    long start = System.nanoTime();
    Libtorch.load();
    double sum = sum();
    String found =
        "libtorch "
            + Libtorch.VERSION
            + ", loaded in "
            + Durations.text((System.nanoTime() - start) / 1e9)
            + ", "
            + cuda();
    return sum == 5
        ? Finding.fit("engine", found)
        : Finding.unfit("engine", found + ", but 2 + 3 = " + sum, "report this machine");
  }

  private static String cuda() {
    if (!Libtorch.isBuiltForCuda()) {
      return "built without CUDA";
    }
    return Libtorch.hasCuda() ? "CUDA at hand" : "built for CUDA, but no GPU or driver was found";
  }

  private static double sum() {
    ParameterGroup number =
        new ParameterGroup("number", ParameterGroup.Role.WEIGHT, 0, List.of(1L));
    TorchSpace space = new TorchSpace(List.of(number), new Place(Device.CPU, Precision.DOUBLE));
    try (TorchVector two = space.zero().set(new double[] {2});
        TorchVector three = space.zero().set(new double[] {3})) {
      return two.add(1, three).toArray()[0];
    }
  }
}
