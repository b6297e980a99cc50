package org.sweetspot.app;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.sweetspot.generalization.stopping.GradientEvidence;
import org.sweetspot.measure.MeasureSettings;
import org.sweetspot.measure.target.OpenTarget;
import org.sweetspot.measure.target.RunTarget;
import org.sweetspot.measure.target.TargetSettings;
import org.sweetspot.problem.Problem;
import org.sweetspot.problem.Split;
import org.sweetspot.random.Seed;
import org.sweetspot.run.RunFolder;
import org.sweetspot.training.Evaluation;
import org.sweetspot.training.Evaluator;
import org.sweetspot.trajectory.Trajectory;

/**
 * When one run should have stopped, by its dynamics alone, and, looked at afterwards, what that
 * would have cost.
 *
 * @param evidence of the states that were looked at
 * @param losses of the held-out split at those states; empty where there is none
 */
record EarlyStopping(GradientEvidence evidence, List<Double> losses) {
  private static final int MOST_STATES = 20;
  private static final int MOST_EXAMPLES = 10_000;
  private static final int CHUNK = 100;

  /** Copies the list. */
  EarlyStopping {
    losses = List.copyOf(losses);
  }

  /**
   * Of a run with snapshots.
   *
   * @throws UserException if it has none
   */
  static EarlyStopping of(RunFolder folder) throws IOException {
    if (folder.snapshots().size() < 2) {
      throw new UserException(
          folder.path().toString(),
          "a run with snapshots to choose from, or a folder of runs",
          folder.snapshots().size() + " snapshots",
          "train with snapshots, for instance --set 'snapshots={kind: logarithmic, count: 10}'");
    }
    MeasureSettings settings = MeasureSettings.DEFAULT.withExamples(MOST_EXAMPLES, CHUNK);
    try (OpenTarget target =
        new RunTarget(folder).open(Engines.atHand(), TargetSettings.spending(settings))) {
      Problem problem = target.context().subject().problem();
      Trajectory states = target.context().subject().trajectory();
      GradientEvidence evidence =
          GradientEvidence.of(
              problem, states, MOST_STATES, settings, new Seed(folder.recipe().seed()));
      Split held = problem.size(Split.TEST) > 0 ? Split.TEST : Split.VALIDATION;
      List<Double> losses = new ArrayList<>();
      if (problem.size(held) > 0) {
        for (GradientEvidence.State state : evidence.states()) {
          states.moveTo(state.index(), problem);
          Evaluation.Score score = new Evaluator(problem).score(held);
          losses.add(score.loss());
        }
      }
      return new EarlyStopping(evidence, losses);
    }
  }
}
