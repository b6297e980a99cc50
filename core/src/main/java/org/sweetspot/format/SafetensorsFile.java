package org.sweetspot.format;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The tensors of a safetensors file, of every type of number, read one at a time. */
public final class SafetensorsFile {
  private SafetensorsFile() {}

  /**
   * Reads the header.
   *
   * @return in the order of their places in the file; types that are too new are not read
   * @throws FormatException if the file isn't one
   */
  public static FileTensors tensors(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      SafetensorsHeader header =
          new SafetensorsHeader(
              file.toString(), channel.size(), place -> Safetensors.bytes(channel, place));
      SafetensorsHeader.Contents contents = header.contents();
      List<StoredTensor> tensors = new ArrayList<>();
      Map<String, String> unread = new LinkedHashMap<>();
      for (SafetensorsHeader.Entry entry : contents.entries()) {
        entry
            .type()
            .ifPresentOrElse(
                type -> tensors.add(new Stored(file, contents.start(), entry, type)),
                () ->
                    unread.put(
                        entry.name(), "numbers of type " + entry.dtype() + ", which aren't read"));
      }
      return new FileTensors(tensors, unread);
    }
  }

  /** The texts that the header holds beside the tensors. */
  static Map<String, String> metadata(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return new SafetensorsHeader(
              file.toString(), channel.size(), place -> Safetensors.bytes(channel, place))
          .contents()
          .metadata();
    }
  }

  private record Stored(Path file, long start, SafetensorsHeader.Entry entry, NumberType type)
      implements StoredTensor {
    @Override
    public String name() {
      return entry.name();
    }

    @Override
    public List<Long> shape() {
      return entry.shape();
    }

    @Override
    public void stream(Piece target) throws IOException {
      String place = file + ", tensor " + name();
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
          InputStream input = Channels.newInputStream(channel.position(start + entry.from()))) {
        long count = (entry.to() - entry.from()) / type().bytes();
        NumberReader.stream(place, input, type(), ByteOrder.LITTLE_ENDIAN, count, target);
      }
    }

    @Override
    public double[] read() throws IOException {
      String place = file + ", tensor " + name();
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
          InputStream input = Channels.newInputStream(channel.position(start + entry.from()))) {
        long count = (entry.to() - entry.from()) / type().bytes();
        return NumberReader.read(place, input, type(), ByteOrder.LITTLE_ENDIAN, count);
      }
    }
  }
}
