package org.sweetspot.recipe;

import java.util.Locale;
import org.sweetspot.vector.Precision;

/**
 * Where and in which precision to compute.
 *
 * @param device the processor
 * @param precision of weights and arithmetic
 * @param threads processor threads of the engine; 0 takes every core
 */
public record EngineRecipe(
    @Default("cpu") Device device,
    @Default("float") Precision precision,
    @Default("0") int threads) {
  /** The default: single precision on every core. */
  public static final EngineRecipe DEFAULT = new EngineRecipe(Device.CPU, Precision.FLOAT, 0);

  /** Where tensors live. */
  public enum Device {
    /** The machine's processor. */
    CPU,
    /** The first NVIDIA GPU; needs a build with {@code -Pcuda}. */
    CUDA;

    /** As recipes and provenances write it. */
    public String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Checks the number of threads. */
  public EngineRecipe {
    Require.that(threads >= 0, "threads", "0 (every core) or more", threads);
  }
}
