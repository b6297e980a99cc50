package org.sweetspot.control.probe;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.sweetspot.control.change.Aspect;
import org.sweetspot.control.change.Change;

/** Gradient noise, mean gradient and curvature along the baseline, see {@link Readings}. */
public final class NoiseAndCurvature implements Probe<Readings> {
  @Override
  public ProbeCard card() {
    return new ProbeCard(
        "noise-and-curvature",
        "tr Sigma, |G|^2 and the top Hessian eigenvalue at the start and after each eighth of the"
            + " baseline's first run",
        "always",
        "16 gradients of a batch and some 20 Hessian products at each of nine points",
        "McCandlish et al. 2018; Johnson et al., ICML 2020");
  }

  @Override
  public Set<Aspect> answers() {
    return EnumSet.allOf(Aspect.class);
  }

  @Override
  public Optional<Readings> read(Change change, ProbeRuns runs) {
    return Optional.of(runs.readings());
  }
}
