package org.sweetspot.app;

/** Shows how far a long work is and how much time is left. */
interface Progress extends AutoCloseable {
  /** Shows nothing. */
  Progress SILENT =
      new Progress() {
        @Override
        public void at(double share, String note) {}

        @Override
        public void say(String line) {}

        @Override
        public void close() {}
      };

  /**
   * Now this far.
   *
   * @param share of the work done, 0 to 1
   * @param note a few words beside it, for instance the loss
   */
  void at(double share, String note);

  /** A line that stays, above what is shown of the progress. */
  void say(String line);

  @Override
  void close();
}
