package org.sweetspot.app;

import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Progress on a terminal: a bar on standard error with the time left. */
final class BarProgress implements Progress {
  private static final int PARTS = 1000;
  private static final int MILLISECONDS = 250;

  private final ProgressBar bar;

  BarProgress(String name) {
    bar =
        new ProgressBarBuilder()
            .setTaskName(name)
            .setInitialMax(PARTS)
            .setStyle(ProgressBarStyle.ASCII)
            .setUnit("%", PARTS / 100)
            .setUpdateIntervalMillis(MILLISECONDS)
            .clearDisplayOnFinish()
            .build();
  }

  @Override
  public void at(double share, String note) {
    bar.stepTo(Math.round(PARTS * share));
    bar.setExtraMessage(note);
  }

  @Override
  public void close() {
    bar.close();
  }
}
