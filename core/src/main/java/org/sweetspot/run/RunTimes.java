package org.sweetspot.run;

/**
 * All of a run that depends on the clock.
 *
 * @param started when it first began, in ISO 8601
 * @param paused when it last ended, or was interrupted in order, in ISO 8601
 * @param seconds spent in updates, over all its processes
 */
public record RunTimes(String started, String paused, double seconds) {
  private static final String REMEDY =
      "move the file away: it holds times and nothing else of the run";

  String json() {
    return RunJson.text(
        RunJson.object().put("started", started).put("paused", paused).put("seconds", seconds));
  }

  static RunTimes parse(String place, String json) {
    RunJson file = RunJson.parse(place, json, REMEDY);
    return new RunTimes(file.text("started"), file.text("paused"), file.number("seconds"));
  }
}
