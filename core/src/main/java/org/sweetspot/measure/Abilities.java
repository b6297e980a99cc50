package org.sweetspot.measure;

import java.util.Set;
import org.sweetspot.problem.Features;
import org.sweetspot.problem.GaussNewton;
import org.sweetspot.problem.Inputs;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.OutputForm;
import org.sweetspot.problem.OutputGradients;
import org.sweetspot.problem.PerExample;
import org.sweetspot.problem.Problem;
import org.sweetspot.problem.TangentKernel;

/**
 * What a problem can be asked, and in which mode.
 *
 * @param problem that is measured
 * @param settings with the modes that were chosen
 */
record Abilities(Problem problem, MeasureSettings settings) {
  /** Abilities that tell examples apart. */
  private static final Set<Class<?>> OF_SINGLES =
      Set.of(PerExample.class, OutputGradients.class, TangentKernel.class);

  /** Abilities that speak of the network as it is used, and of no other. */
  private static final Set<Class<?>> OF_USE =
      Set.of(
          PerExample.class,
          OutputGradients.class,
          TangentKernel.class,
          Features.class,
          Inputs.class);

  /**
   * The mode of what describes the function: as it is used, unless the settings say otherwise.
   *
   * @throws NotApplicableException where the problem cannot answer in that mode
   */
  Mode mode() {
    return possible(settings.mode());
  }

  /**
   * The mode of what judges a step or its noise: as training takes it, unless the settings say
   * otherwise. Where the modes do not differ it is that of {@link #mode}, whose work it shares.
   *
   * @throws NotApplicableException where the problem cannot answer in that mode
   */
  Mode stepMode() {
    return problem.modesDiffer() ? possible(settings.stepMode()) : mode();
  }

  private Mode possible(Mode mode) {
    problem
        .whyNot(mode)
        .ifPresent(
            reason -> {
              throw new NotApplicableException(reason);
            });
    return mode;
  }

  /** Whether the problem has an ability, and it means something there. */
  boolean offers(Class<?> ability) {
    return problem.ability(ability).isPresent()
        && !(OF_SINGLES.contains(ability) && mixes())
        && !(OF_USE.contains(ability) && !isOfUse())
        && !(ability == GaussNewton.class && isFlat());
  }

  /** Whether the loss has no curvature in the outputs almost everywhere. */
  private boolean isFlat() {
    return problem
        .ability(OutputForm.class)
        .filter(form -> form.outputLoss() == OutputForm.OutputLoss.ABSOLUTE)
        .isPresent();
  }

  /** Requires that the loss bends in the outputs: else every Gauss-Newton matrix is zero. */
  void requireCurvedLoss() {
    if (isFlat()) {
      throw new NotApplicableException(
          "the absolute distance has no second derivative in the outputs but at zero residuals, so"
              + " that the Gauss-Newton matrix is zero whatever the network is; measure with the"
              + " loss squared or huber");
    }
  }

  private boolean mixes() {
    return problem.mixesExamples(Mode.EVALUATE);
  }

  private boolean isOfUse() {
    return settings.mode() == Mode.EVALUATE || !problem.modesDiffer();
  }

  /** Requires that the network is asked as it is used, or that training does not change it. */
  void requireUse() {
    if (!isOfUse()) {
      throw new NotApplicableException(
          "speaks of the network as it is used; leave --mode train out for it");
    }
    mode();
  }

  /**
   * Requires that examples have gradients of their own in the mode that judges steps; {@link
   * NotApplicableException} where batch statistics or dropout tie them to their batch.
   */
  void requireStepSingles() {
    requireSingles();
    if (problem.mixesExamples(stepMode())) {
      throw new NotApplicableException(
          "needs gradients of single examples, and judges steps as training takes them, where an"
              + " example's gradient depends on its batch (batch statistics, dropout);"
              + " noise-scale is taken from whole batches there; --mode"
              + " evaluate takes the network as it is used");
    }
  }

  /**
   * Requires that examples have outputs, and so losses and derivatives, of their own: {@link
   * NotApplicableException} where those depend on the rest of the batch.
   */
  void requireSingles() {
    possible(Mode.EVALUATE);
    if (mixes()) {
      throw new NotApplicableException(
          "needs examples with outputs of their own; this module's change with the rest of the"
              + " batch when it is used, as with batch statistics (track_running_stats=False): save"
              + " it with running statistics");
    }
  }

  /** The problem as one that has an ability. */
  <T> T require(Class<T> ability) {
    if (OF_SINGLES.contains(ability)) {
      requireSingles();
    }
    if (OF_USE.contains(ability)) {
      requireUse();
    }
    if (ability == GaussNewton.class) {
      requireCurvedLoss();
    }
    return problem
        .ability(ability)
        .orElseThrow(
            () ->
                new NotApplicableException(
                    problem
                        .whyNot(ability)
                        .orElse(
                            "needs a problem with the ability "
                                + ability.getSimpleName()
                                + ", which "
                                + problem.getClass().getSimpleName()
                                + " lacks")));
  }
}
