package org.sweetspot.run;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.SortedMap;
import org.sweetspot.format.TensorBoardEvents;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The journal as a file of one JSON object a line, its scalars in the run's event file. */
final class RunJournal implements Journal, AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String STEP = "step";

  private final RunFolder folder;
  private final TensorBoardEvents events;
  private final MetricsLog lines;

  /** Goes on after what {@link #cut} left. */
  RunJournal(RunFolder folder, TensorBoardEvents events) throws IOException {
    this.folder = folder;
    this.events = events;
    Path file = folder.journalFile();
    this.lines = MetricsLog.open(file, Files.exists(file) ? Files.size(file) : 0);
  }

  /** Cuts off the lines after a step, and one that a killed process left unfinished. */
  static void cut(RunFolder folder, long step) throws IOException {
    Path file = folder.journalFile();
    if (!Files.exists(file)) {
      return;
    }
    byte[] bytes = Files.readAllBytes(file);
    int kept = 0;
    for (int end = 0; end < bytes.length; end++) {
      if (bytes[end] == '\n') {
        if (step(new String(bytes, kept, end - kept, StandardCharsets.UTF_8)) > step) {
          break;
        }
        kept = end + 1;
      }
    }
    if (kept < bytes.length) {
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.truncate(kept);
      }
    }
  }

  private static long step(String line) {
    try {
      return JSON.readTree(line).path(STEP).asLong(Long.MAX_VALUE);
    } catch (JacksonException damaged) {
      return Long.MAX_VALUE;
    }
  }

  @Override
  public RunFolder folder() {
    return folder;
  }

  @Override
  public void add(long step, Map<String, ?> line, SortedMap<String, Double> scalars) {
    try {
      ObjectNode node = JSON.createObjectNode();
      node.put(STEP, step);
      line.forEach((name, value) -> node.set(name, JSON.valueToTree(value)));
      lines.add(node);
      if (!scalars.isEmpty()) {
        events.add(System.currentTimeMillis() / 1000.0, step, scalars);
      }
    } catch (IOException broken) {
      throw RunException.writing(folder.path(), broken);
    }
  }

  void flush() throws IOException {
    lines.flush();
  }

  void force() throws IOException {
    lines.force();
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
