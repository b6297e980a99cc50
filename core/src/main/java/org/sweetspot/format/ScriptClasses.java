package org.sweetspot.format;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sweetspot.format.StoredTensor.Part;

/**
 * Which attributes of a TorchScript archive's classes are parameters and which are buffers: two
 * lists at the head of each class in its code. Nothing else of the code is looked at.
 */
final class ScriptClasses {
  /** For files without code. */
  static final ScriptClasses NONE = new ScriptClasses();

  private static final long MOST_BYTES = 1 << 24;
  private static final Pattern CLASS = Pattern.compile("class (\\w{1,200})\\(\\w{1,200}\\):");
  private static final Pattern NAMES =
      Pattern.compile("\\s*__(parameters|buffers)__ = \\[(.*)\\]\\s*");

  private final Map<String, Set<String>> parameters = new HashMap<>();
  private final Map<String, Set<String>> buffers = new HashMap<>();

  private ScriptClasses() {}

  /**
   * Reads the heads of all classes.
   *
   * @param folder that the archive's entries lie in
   */
  static ScriptClasses of(ZipArchive archive, String folder) throws IOException {
    ScriptClasses classes = new ScriptClasses();
    String code = folder + "code/";
    long bytes = 0;
    for (String entry : archive.names()) {
      if (entry.startsWith(code) && entry.endsWith(".py")) {
        bytes += archive.requireSize(entry);
        if (bytes > MOST_BYTES) {
          break; // What is not known of a class is told by names.
        }
        String module = entry.substring(code.length(), entry.length() - 3).replace('/', '.');
        classes.read(module, new String(archive.bytes(entry, MOST_BYTES), StandardCharsets.UTF_8));
      }
    }
    return classes;
  }

  private void read(String module, String text) {
    String type = "";
    for (String line : text.split("\n", -1)) {
      Matcher head = CLASS.matcher(line);
      Matcher names = NAMES.matcher(line);
      if (head.matches()) {
        type = module + "." + head.group(1);
      } else if (names.matches() && !type.isEmpty()) {
        Map<String, Set<String>> known = names.group(1).equals("buffers") ? buffers : parameters;
        Set<String> listed = known.computeIfAbsent(type, key -> new HashSet<>());
        for (String name : List.of(names.group(2).split(",", -1))) {
          listed.add(name.strip().replace("\"", ""));
        }
      }
    }
  }

  /** What the attribute of a class is for. */
  Part part(String type, String attribute) {
    if (parameters.getOrDefault(type, Set.of()).contains(attribute)) {
      return Part.PARAMETER;
    }
    return buffers.getOrDefault(type, Set.of()).contains(attribute) ? Part.BUFFER : Part.UNKNOWN;
  }
}
