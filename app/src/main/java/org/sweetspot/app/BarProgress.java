package org.sweetspot.app;

import java.io.PrintWriter;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Progress on a terminal: a bar on standard error with the time left. */
final class BarProgress implements Progress {
  private static final int PARTS = 1000;
  private static final int MILLISECONDS = 250;

  /** Back to the beginning of the line that the bar is on, and clear it. */
  private static final String CLEAR = "\r\u001b[K";

  private final ProgressBar bar;
  private final PrintWriter err;

  BarProgress(String name, PrintWriter err) {
    this.err = err;
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
  public void say(String line) {
    err.println(CLEAR + line);
    err.flush();
    bar.refresh();
  }

  @Override
  public void close() {
    bar.close();
  }
}
