package org.sweetspot.data;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.sweetspot.vector.Precision;

/**
 * Text as tokens: the distinct bytes of the files, sorted, are the tokens 0, 1, 2 and so on. An
 * example is a stretch of so many tokens, its labels the same stretch one token later; stretches
 * don't overlap. The last tenth of the bytes is the test part.
 */
final class TextSource implements Part {
  private final String name;
  private final byte[] text;
  private final int[] tokens;
  private final int from;
  private final int to;
  private final int context;
  private int example;

  private TextSource(String name, byte[] text, int[] tokens, int from, int to, int context) {
    this.name = name;
    this.text = text;
    this.tokens = tokens;
    this.from = from;
    this.to = to;
    this.context = context;
  }

  static Source open(List<Path> files, int context) throws IOException {
    if (context > Source.LARGEST_INPUT) {
      throw Source.tooLarge("data.source.context", List.of(context));
    }
    byte[] text = read(files);
    String name = String.valueOf(files.get(0).getFileName());
    int[] tokens = new int[256];
    for (byte letter : text) {
      tokens[letter & 0xff] = 1;
    }
    int vocabulary = 0;
    for (int i = 0; i < tokens.length; i++) {
      tokens[i] = tokens[i] == 1 ? vocabulary++ : -1;
    }
    int border = text.length - text.length / 10;
    Part training = new TextSource(name, text, tokens, 0, border, context);
    Part test = new TextSource(name, text, tokens, border, text.length, context);
    if (vocabulary < 2 || training.count() < 1) {
      throw new DataException(
          name,
          "at least " + ((context + 1L) * 10 / 9 + 1) + " bytes of text, not all the same",
          text.length + " bytes",
          "take a longer text or a smaller data.source.context");
    }
    return new Source(
        name,
        new SourceInput("x", List.of(context), InputArray.Kind.WHOLE, Precision.FLOAT, 1),
        new SourceTarget.Classes(List.of(context), vocabulary, List.of()),
        training,
        Optional.of(test));
  }

  private static byte[] read(List<Path> files) throws IOException {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    for (Path file : files) {
      if (!Files.isRegularFile(file)) {
        throw new DataException(
            file.toString(),
            "a text file",
            Files.isDirectory(file) ? "a folder" : "no such file",
            "check data.source.files, which are relative to the recipe's file");
      } else if (text.size() + Files.size(file) > 1 << 28) {
        throw new DataException(
            file.toString(),
            "at most 268435456 bytes of text in all",
            "more",
            "name fewer or smaller files");
      }
      try (InputStream input = Files.newInputStream(file)) {
        input.transferTo(text);
      }
    }
    return text.toByteArray();
  }

  @Override
  public int count() {
    return Math.max(0, to - from - 1) / context;
  }

  @Override
  public String place(int index) {
    return name + ", byte " + (from + (long) index * context);
  }

  @Override
  public void next(double[][] inputs, double[] target) {
    int start = from + example * context;
    for (int i = 0; i < context; i++) {
      inputs[0][i] = tokens[text[start + i] & 0xff];
      target[i] = tokens[text[start + i + 1] & 0xff];
    }
    example++;
  }
}
