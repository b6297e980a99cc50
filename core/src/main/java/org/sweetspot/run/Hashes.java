package org.sweetspot.run;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** Hashes in hexadecimal. */
final class Hashes {
  private Hashes() {}

  static String sha256(byte[] content) {
    return sha256(List.of(ByteBuffer.wrap(content)));
  }

  static String sha256(List<ByteBuffer> parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      parts.forEach(part -> digest.update(part.duplicate()));
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java machine has SHA-256", impossible);
    }
  }
}
