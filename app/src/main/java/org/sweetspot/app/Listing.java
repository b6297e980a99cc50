package org.sweetspot.app;

import java.io.PrintWriter;
import java.util.List;

/**
 * A name and what it means, as the listing verbs print it.
 *
 * @param name as a recipe writes it
 * @param meaning one sentence
 * @param example lines of YAML
 */
record Listing(String name, String meaning, String example) {

  /** Prints the entries, each with its example indented. */
  static void print(PrintWriter out, List<Listing> entries) {
    for (Listing entry : entries) {
      out.println(entry.name + ": " + entry.meaning);
      entry.example.lines().forEach(line -> out.println("    " + line));
      out.println();
    }
  }
}
