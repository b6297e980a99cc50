package org.sweetspot.format.table;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.Util;
import org.sweetspot.format.FormatException;

/** The end of a Parquet file, which says where everything is. */
final class ParquetFooter {
  private static final int TAIL = 8;
  private static final int LARGEST = 1 << 26;
  private static final int MOST_ROWS = Integer.MAX_VALUE;
  static final String DAMAGED = "the file is cut off or damaged: write or copy it anew";

  private ParquetFooter() {}

  /**
   * Reads and checks it.
   *
   * @throws FormatException if the file isn't Parquet, is encrypted, or can't be true
   */
  static FileMetaData read(Path file, FileChannel channel) throws IOException {
    long size = channel.size();
    ByteBuffer tail = ByteBuffer.allocate(TAIL).order(ByteOrder.LITTLE_ENDIAN);
    if (size < 2 * TAIL - 4 || fill(channel, tail, size - TAIL) < TAIL) {
      throw new FormatException(file.toString(), "a Parquet file", size + " bytes", DAMAGED);
    }
    String magic = new String(tail.array(), 4, 4, StandardCharsets.ISO_8859_1);
    if (magic.equals("PARE")) {
      throw new FormatException(
          file.toString(), "a Parquet file", "an encrypted one", "write it without encryption");
    }
    int length = tail.getInt(0);
    if (!magic.equals("PAR1") || length < 1 || length > Math.min(LARGEST, size - TAIL)) {
      throw new FormatException(
          file.toString(),
          "a Parquet file, which ends in its footer and PAR1",
          magic.equals("PAR1") ? "a footer of " + length + " bytes" : "another end",
          DAMAGED);
    }
    ByteBuffer footer = ByteBuffer.allocate(length);
    fill(channel, footer, size - TAIL - length);
    try {
      FileMetaData data = Util.readFileMetaData(new ByteArrayInputStream(footer.array()), length);
      check(file, data);
      return data;
    } catch (IOException | RuntimeException broken) {
      if (broken instanceof FormatException known) {
        throw known;
      }
      throw new FormatException(
          file + ", footer",
          "what Parquet's footers hold",
          String.valueOf(broken.getMessage()),
          DAMAGED);
    }
  }

  private static void check(Path file, FileMetaData data) throws FormatException {
    if (data.isSetEncryption_algorithm()) {
      throw new FormatException(
          file.toString(), "a Parquet file", "an encrypted one", "write it without encryption");
    }
    long rows = 0;
    for (RowGroup group : data.getRow_groups()) {
      if (group.getNum_rows() < 0 || group.getNum_rows() > MOST_ROWS - rows) {
        throw new FormatException(
            file + ", rows of a group",
            "0 or more, and at most " + MOST_ROWS + " in all",
            String.valueOf(group.getNum_rows()),
            DAMAGED);
      }
      rows += group.getNum_rows();
    }
    if (rows != data.getNum_rows()) {
      throw new FormatException(
          file + ", number of rows",
          data.getNum_rows() + ", as the footer counts",
          rows + " in its groups",
          DAMAGED);
    }
  }

  /** Reads as much as there is from a position; answers how much. */
  static int fill(FileChannel channel, ByteBuffer target, long position) throws IOException {
    int done = 0;
    while (target.hasRemaining()) {
      int got = channel.read(target, position + done);
      if (got < 0) {
        break;
      }
      done += got;
    }
    return done;
  }
}
