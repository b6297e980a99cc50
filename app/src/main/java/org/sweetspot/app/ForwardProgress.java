package org.sweetspot.app;

/**
 * Never shows less than before: where work that was not foreseen makes the done part smaller, the
 * display waits for it.
 */
final class ForwardProgress implements Progress {
  private final Progress shown;
  private double furthest;

  ForwardProgress(Progress shown) {
    this.shown = shown;
  }

  @Override
  public void at(double share, String note) {
    if (share > furthest) {
      furthest = Math.min(1, share);
    }
    shown.at(furthest, note);
  }

  @Override
  public void say(String line) {
    shown.say(line);
  }

  @Override
  public void close() {
    shown.close();
  }
}
