package org.sweetspot.monitor;

/** The cost ledger of one monitor: what it has spent, and what its next sample should cost. */
final class MonitorCost {
  // The first call loads and compiles code, so it tells little about the next.
  private static final double AFTER_FIRST = 0.25;
  private static final double NEWEST = 0.4;
  private static final double ROUNDING = 1e-9;

  private final Monitor monitor;
  private double expected;
  private double weight = 1;
  private int finishedCalls;
  private double spent;
  private double shared;
  private double current;
  private int readings;
  private int dropped;
  private double lastProgress = -1;
  private long lastStep = -1;
  private boolean unfinished;
  private boolean off;
  private String reason = "";

  MonitorCost(Monitor monitor) {
    this.monitor = monitor;
  }

  Monitor monitor() {
    return monitor;
  }

  /** A guess until the first reading was timed. */
  void expect(double seconds, double share) {
    if (finishedCalls == 0) {
      expected = seconds;
    }
    weight = share;
  }

  /** How large its share is against those of others. */
  double weight() {
    return weight;
  }

  /** What it spent of its share: all but the first, cold reading. */
  double shared() {
    return shared;
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
          switch (finishedCalls) {
            case 0 -> AFTER_FIRST * current;
            case 1 -> current;
            default -> expected + NEWEST * (current - expected);
          };
      if (finishedCalls > 0) {
        shared += current;
      }
      finishedCalls++;
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
