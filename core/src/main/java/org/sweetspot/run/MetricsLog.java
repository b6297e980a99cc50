package org.sweetspot.run;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A file of one JSON object a line, which can be cut off at a position and gone on with. */
final class MetricsLog implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.shared();

  private final FileChannel channel;
  private ByteBuffer pending = ByteBuffer.allocate(1 << 16);

  private MetricsLog(FileChannel channel) {
    this.channel = channel;
  }

  /** Opens the file, empty where the position is 0. */
  static MetricsLog open(Path file, long position) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    long size = channel.size();
    if (size < position) {
      channel.close();
      throw new IOException("only " + size + " of the " + position + " bytes at the checkpoint");
    }
    if (size > position) {
      channel.truncate(position);
    }
    channel.position(position);
    return new MetricsLog(channel);
  }

  void add(JsonNode object) throws IOException {
    byte[] line = (JSON.writeValueAsString(object) + "\n").getBytes(StandardCharsets.UTF_8);
    if (pending.remaining() < line.length) {
      flush();
    }
    if (pending.remaining() < line.length) {
      pending = ByteBuffer.allocate(2 * line.length);
    }
    pending.put(line);
  }

  /** Hands everything to the file system, and returns the position reached. */
  long flush() throws IOException {
    pending.flip();
    while (pending.hasRemaining()) {
      channel.write(pending);
    }
    pending.clear();
    return channel.position();
  }

  /** Flushes, and waits until it is on the disk. */
  long force() throws IOException {
    long position = flush();
    channel.force(false);
    return position;
  }

  @Override
  public void close() throws IOException {
    try (channel) {
      flush();
    }
  }
}
