package org.sweetspot.app;

import java.util.Locale;
import org.sweetspot.problem.Problem;
import org.sweetspot.training.Observer;
import org.sweetspot.training.StepReport;

/** Shows a training's progress. */
final class TrainingProgress implements Observer {
  private final Progress progress;

  TrainingProgress(Progress progress) {
    this.progress = progress;
  }

  @Override
  public void stepped(Problem problem, StepReport report) {
    progress.at(
        report.progress(),
        String.format(Locale.ROOT, "step %d, loss %.3g", report.step(), report.loss()));
  }
}
