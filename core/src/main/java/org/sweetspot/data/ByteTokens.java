package org.sweetspot.data;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.sweetspot.data.InputArray.Kind;
import org.sweetspot.vector.Precision;

/**
 * Texts as tokens of one length, with a mask: 0 is padding, the byte b of a text in UTF-8 is b + 1,
 * so that there are 257 different tokens. The mask is 1 where a token belongs to the text.
 */
final class ByteTokens {
  /** Different tokens, padding included. */
  static final int VOCABULARY = 257;

  /** Where neither the recipe nor the texts say a length, no text is taken longer than that. */
  static final int LONGEST = 4096;

  private ByteTokens() {}

  /** The two inputs: the tokens, which a module of one argument takes, and the mask. */
  static List<SourceInput> inputs(int length) {
    return List.of(
        new SourceInput("x", List.of(length), Kind.WHOLE, Precision.FLOAT, 1),
        new SourceInput("mask", List.of(length), Kind.TRUTH, Precision.FLOAT, 1));
  }

  /** The length of all texts: the one asked for, or that of the longest up to a bound. */
  static int length(int wanted, long longest) {
    return wanted > 0 ? wanted : (int) Math.max(1, Math.min(LONGEST, longest));
  }

  /** Writes tokens and mask of a text; what is too long is cut at its end. */
  static void put(byte[] text, double[][] inputs) {
    for (int i = 0; i < inputs[0].length; i++) {
      boolean there = i < text.length;
      inputs[0][i] = there ? (text[i] & 0xff) + 1 : 0;
      inputs[1][i] = there ? 1 : 0;
    }
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** What is said of the texts. */
  static String note(long count, int length, long longest) {
    return count
        + " texts as bytes: token 0 is padding, byte b is token b + 1; the first "
        + length
        + " of each"
        + (longest > length ? ", longer ones are cut (the longest has " + longest + ")" : "");
  }
}
