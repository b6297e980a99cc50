package org.sweetspot.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.sweetspot.control.ExperimentObserver;
import org.sweetspot.control.prediction.Forecast;
import org.sweetspot.format.AtomicFile;
import org.sweetspot.report.ControlJson;
import org.sweetspot.report.ForecastWords;

/**
 * Shows how far an experiment is, and what it states of an arm before it trains it; statements are
 * written to a file before they are shown.
 */
final class ExperimentDisplay implements ExperimentObserver {
  private final Progress progress;
  private final Path file;
  private final List<Forecast> stated = new ArrayList<>();

  /**
   * A display.
   *
   * @param file of the statements
   */
  ExperimentDisplay(Progress progress, Path file) {
    this.progress = progress;
    this.file = file;
  }

  @Override
  public void begins(String task, double done, double expected) {
    progress.at(expected > 0 ? done / expected : 0, task);
  }

  @Override
  public void predicts(List<Forecast> forecasts) {
    stated.addAll(forecasts);
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      AtomicFile.write(file, ControlJson.forecasts(stated));
    } catch (IOException full) {
      throw new UncheckedIOException(full);
    }
    forecasts.forEach(
        forecast ->
            progress.say(
                (forecast.isOfPlan() ? "Predicted: " : "Predicted of the change alone: ")
                    + ForecastWords.sentence(forecast)));
  }
}
