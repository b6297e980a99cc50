package org.sweetspot.monitor;

/** What one monitor has spent, and what its next reading should cost. */
final class Account {
  // Costs fall after the first, cold call; rises are believed sooner than falls.
  private static final double RISE = 0.5;
  private static final double FALL = 0.3;
  private static final double ROUNDING = 1e-9;

  private final Monitor monitor;
  private double expected;
  private boolean timed;
  private double spent;
  private double current;
  private int readings;
  private int dropped;
  private double lastProgress = -1;
  private long lastStep = -1;
  private boolean unfinished;
  private boolean off;
  private String reason = "";

  Account(Monitor monitor) {
    this.monitor = monitor;
  }

  Monitor monitor() {
    return monitor;
  }

  /** A guess until the first reading was timed. */
  void expect(double seconds) {
    if (!timed) {
      expected = seconds;
    }
  }

  double expected() {
    return expected;
  }

  double spent() {
    return spent;
  }

  int readings() {
    return readings;
  }

  int dropped() {
    return dropped;
  }

  boolean isTimed() {
    return timed;
  }

  boolean isUnfinished() {
    return unfinished;
  }

  boolean isOff() {
    return off;
  }

  String reason() {
    return reason;
  }

  /** Whether a new reading would tell something: not twice a step, nor too close to the last. */
  boolean isDue(long step, double progress, double spacing) {
    return !off
        && !unfinished
        && step > lastStep
        && (lastProgress < 0 || progress - lastProgress >= spacing - ROUNDING);
  }

  /** A call was made; the reading may need further ones. */
  void charge(double seconds, boolean finished, long step, double progress) {
    spent += seconds;
    current += seconds;
    lastStep = step;
    unfinished = !finished;
    if (finished) {
      expected =
          timed ? expected + (current > expected ? RISE : FALL) * (current - expected) : current;
      timed = true;
      current = 0;
      lastProgress = progress;
    }
  }

  void count() {
    readings++;
  }

  void drop() {
    dropped++;
  }

  void switchOff(String why) {
    off = true;
    unfinished = false;
    reason = why;
  }
}
