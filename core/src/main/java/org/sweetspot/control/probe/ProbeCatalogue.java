package org.sweetspot.control.probe;

import java.util.List;

/** The probes that there are; a new one is one line here. */
public final class ProbeCatalogue {
  /** All of them. */
  public static final List<Probe<?>> SHIPPED =
      List.of(new NoiseAndCurvature(), new CriticalBatchProbe(), new WidthProbe());

  private ProbeCatalogue() {}
}
