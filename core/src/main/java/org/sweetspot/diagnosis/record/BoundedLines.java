package org.sweetspot.diagnosis.record;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A file of lines, none longer than so many bytes: a file that is no record fills no memory. */
final class BoundedLines extends FilterInputStream {
  private final long longest;
  private long length;

  BoundedLines(InputStream input, long longest) {
    super(input);
    this.longest = longest;
  }

  @Override
  public int read() throws IOException {
    int value = super.read();
    if (value >= 0) {
      count((byte) value);
    }
    return value;
  }

  @Override
  public int read(byte[] target, int from, int most) throws IOException {
    int count = super.read(target, from, most);
    for (int i = 0; i < count; i++) {
      count(target[from + i]);
    }
    return count;
  }

  private void count(byte value) throws IOException {
    length = value == '\n' ? 0 : length + 1;
    if (length > longest) {
      throw new IOException("a record: expected lines of at most " + longest + " bytes, got more");
    }
  }
}
