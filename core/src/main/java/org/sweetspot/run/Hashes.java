package org.sweetspot.run;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** Hashes in hexadecimal. */
public final class Hashes {
  private static final int PIECE = 1 << 20;

  private Hashes() {}

  /** SHA-256 of bytes. */
  public static String sha256(byte[] content) {
    return sha256(List.of(ByteBuffer.wrap(content)));
  }

  static String sha256(List<ByteBuffer> parts) {
    MessageDigest digest = digest();
    parts.forEach(part -> digest.update(part.duplicate()));
    return HexFormat.of().formatHex(digest.digest());
  }

  /** Of a file, read piece by piece. */
  static String sha256(Path file) throws IOException {
    MessageDigest digest = digest();
    try (InputStream in = Files.newInputStream(file)) {
      byte[] piece = new byte[PIECE];
      for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
        digest.update(piece, 0, read);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java machine has SHA-256", impossible);
    }
  }
}
