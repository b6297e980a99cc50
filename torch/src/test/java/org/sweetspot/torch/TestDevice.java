package org.sweetspot.torch;

import java.util.Locale;
import org.sweetspot.recipe.EngineRecipe;

/** Where tests compute: {@code -Dsweetspot.test.device=cuda}, in a build with -Pcuda, on a GPU. */
public final class TestDevice {
  /** The CPU unless asked otherwise. */
  public static final EngineRecipe.Device CHOSEN =
      EngineRecipe.Device.valueOf(
          System.getProperty("sweetspot.test.device", "cpu").toUpperCase(Locale.ROOT));

  private TestDevice() {}
}
