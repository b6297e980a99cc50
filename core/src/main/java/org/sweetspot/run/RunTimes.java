package org.sweetspot.run;

import tools.jackson.databind.json.JsonMapper;

/**
 * All of a run that depends on the clock.
 *
 * @param started when it first began, in ISO 8601
 * @param paused when it last ended, or was interrupted in order, in ISO 8601
 * @param seconds spent in updates, over all its processes
 */
public record RunTimes(String started, String paused, double seconds) {
  private static final JsonMapper JSON = JsonMapper.shared();

  String json() {
    return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(this) + "\n";
  }

  static RunTimes parse(String json) {
    return JSON.readValue(json, RunTimes.class);
  }
}
