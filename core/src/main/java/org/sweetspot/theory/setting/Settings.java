package org.sweetspot.theory.setting;

import java.util.List;
import org.sweetspot.theory.ClaimCatalogue;

/** The settings that ship with the program. */
public final class Settings {
  /** In the order in which they are listed. */
  public static final ClaimCatalogue SHIPPED =
      new ClaimCatalogue(
          List.of(
              new Separable(),
              new DiagonalNetwork(),
              new StepSize(),
              new ScalarNetwork(),
              ReluStability.univariate(),
              ReluStability.multivariate(),
              new ShallowDenoiser(),
              new ContinualRegression(),
              new ContinualClassification(),
              new MeanSquareStability(),
              new StabilityThresholds(),
              new LangevinVariance(),
              new MultiplicativeNoise(),
              new HeavyTailsCompress(),
              new TypicalInterpolators()));

  private Settings() {}
}
