package org.sweetspot.theory.paper;

import java.util.List;
import org.sweetspot.theory.ClaimCatalogue;
import org.sweetspot.theory.setting.ContinualRegression;
import org.sweetspot.theory.setting.CyclicRates;
import org.sweetspot.theory.setting.DiagonalNetwork;
import org.sweetspot.theory.setting.HeavyTailsCompress;
import org.sweetspot.theory.setting.MeanSquareStability;
import org.sweetspot.theory.setting.MultiplicativeNoise;
import org.sweetspot.theory.setting.OfflineTails;
import org.sweetspot.theory.setting.ReluStability;
import org.sweetspot.theory.setting.ScalarNetwork;
import org.sweetspot.theory.setting.StabilityThresholds;
import org.sweetspot.theory.setting.StableMinima;
import org.sweetspot.theory.setting.StepSize;

/** The claims of papers that ship with the program; some are settings solved on paper too. */
public final class Papers {
  /** In the order in which they are listed. */
  public static final ClaimCatalogue SHIPPED =
      new ClaimCatalogue(
          List.of(
              new EqualUpdates(),
              new SlowDiffusion(),
              new MeanSquareStability(),
              new StopSign(),
              new LogarithmicGradients(),
              new UnbiasedPruning(),
              new StabilityThresholds(),
              new StaleNetworks(),
              new Stragglers(),
              new LangevinGap(),
              new LangevinNetwork(),
              new MultiplicativeNoise(),
              new OfflineTails(),
              new CyclicRates(),
              new HeavyTailsCompress(),
              new PrunableNetworks(),
              new KeepTraining(),
              new ContinualRegression(),
              new OptimalRegularization(),
              new OneExample(),
              new OneExampleNetwork(),
              ReluStability.univariate(),
              new StableMinima(),
              ReluStability.multivariate(),
              new EdgeDimension(),
              new ScalarNetwork(),
              new DiagonalNetwork(),
              new StepSize()));

  private Papers() {}
}
