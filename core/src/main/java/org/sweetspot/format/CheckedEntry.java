package org.sweetspot.format;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipException;

/** An entry of a zip archive that fails at its end if the checksum differs; ZipFile doesn't. */
final class CheckedEntry extends CheckedInputStream {
  private final long crc;

  CheckedEntry(InputStream input, long crc) {
    super(input, new CRC32());
    this.crc = crc;
  }

  @Override
  public int read() throws IOException {
    return ended(super.read());
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    return ended(super.read(target, offset, length));
  }

  private int ended(int result) throws IOException {
    if (result < 0 && getChecksum().getValue() != crc) {
      throw new ZipException("a checksum that differs from the archive's");
    }
    return result;
  }
}
