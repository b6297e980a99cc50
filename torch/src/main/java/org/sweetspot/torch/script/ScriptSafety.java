package org.sweetspot.torch.script;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * What a scripted module could do besides arithmetic, read from its code before libtorch sees it:
 * opening a module already runs its own {@code __setstate__}.
 *
 * <p>Code may name any of libtorch's tensor operators but those that open or write files or print,
 * operators of the namespaces {@code prim} (but for calls of Python and of other machines), {@code
 * aten} and {@code quantized}, and packed weights of quantized layers. Everything else is refused:
 * other namespaces reach processes and networks. Operators are looked for as words anywhere outside
 * quoted texts, since the language lets a module call them by other names. This says nothing about
 * faults in libtorch's own operators.
 */
final class ScriptSafety {
  private static final int MOST_CODE = 1 << 26;

  /** Those of the tensor operators that open files, write them, or print. */
  private static final Set<String> REFUSED =
      Set.of("from_file", "save", "print", "_print", "PythonOp", "IgnoredPythonOp", "AddStatValue");

  private static final Set<String> NAMESPACES = Set.of("prim", "aten", "quantized");
  private static final Set<String> CLASSES = Set.of("quantized", "rnn");

  private static final Pattern WORD = Pattern.compile("[A-Za-z_][A-Za-z_0-9]*");
  private static final Pattern OPERATORS =
      Pattern.compile("(?<![\\w.])ops\\b(?:\\s*\\.\\s*(\\w+)\\s*\\.\\s*(\\w+))?");
  private static final Pattern CLASS = Pattern.compile("torch\\.classes\\b\\.?(\\w*)");

  private ScriptSafety() {}

  /**
   * What the module could do that no model needs, with the entry it stands in; empty if nothing.
   */
  static Optional<String> doubt(ZipFile archive) throws IOException {
    Set<String> names = new HashSet<>();
    for (ZipEntry entry : archive.stream().toList()) {
      String name = entry.getName();
      if (!names.add(name)) {
        return Optional.of("two entries named " + name);
      }
      boolean code = name.endsWith(".py");
      if (code || name.endsWith(".pkl")) {
        Optional<String> found = code ? inCode(text(archive, entry)) : classes(archive, entry);
        if (found.isPresent()) {
          return Optional.of(found.get() + " in its entry " + name);
        }
      }
    }
    return Optional.empty();
  }

  /** A class may be named in two lines, which its reader joins with a point. */
  private static Optional<String> classes(ZipFile archive, ZipEntry entry) throws IOException {
    return inNames(text(archive, entry).replace('\n', '.'));
  }

  private static Optional<String> inCode(String code) {
    Optional<String> bare = withoutTexts(code);
    if (bare.isEmpty()) {
      return Optional.of("a text without an end");
    }
    Matcher word = WORD.matcher(bare.get());
    while (word.find()) {
      if (REFUSED.contains(word.group()) || word.group().startsWith("rpc_")) {
        return Optional.of("the operator " + word.group());
      }
    }
    Matcher operator = OPERATORS.matcher(bare.get());
    while (operator.find()) {
      if (operator.group(1) == null || !NAMESPACES.contains(operator.group(1))) {
        return Optional.of("the operator " + operator.group().replaceAll("\\s", ""));
      }
    }
    return inNames(bare.get().replaceAll("\\s*\\.\\s*", "."));
  }

  private static Optional<String> inNames(String text) {
    Matcher type = CLASS.matcher(text);
    while (type.find()) {
      if (!CLASSES.contains(type.group(1))) {
        return Optional.of("the class " + type.group());
      }
    }
    return Optional.empty();
  }

  /** The code without what stands in quotes, told as libtorch's reader tells it. */
  static Optional<String> withoutTexts(String code) {
    StringBuilder bare = new StringBuilder();
    int at = 0;
    while (at < code.length()) {
      char letter = code.charAt(at);
      if (letter == '#') {
        // To the end of the line a quote begins nothing.
        int end = code.indexOf('\n', at);
        end = end < 0 ? code.length() : end;
        bare.append(code, at, end);
        at = end;
      } else if (letter == '"' || letter == '\'') {
        String quote = String.valueOf(letter).repeat(3);
        quote = code.startsWith(quote, at) ? quote : quote.substring(2);
        int end = at + quote.length();
        while (end < code.length() && !code.startsWith(quote, end)) {
          if (code.charAt(end) == '\n' && quote.length() == 1) {
            return Optional.empty();
          }
          end += code.charAt(end) == '\\' ? 2 : 1;
        }
        if (end >= code.length()) {
          return Optional.empty();
        }
        at = end + quote.length();
        bare.append(' ');
      } else {
        bare.append(letter);
        at++;
      }
    }
    return Optional.of(bare.toString());
  }

  private static String text(ZipFile archive, ZipEntry entry) throws IOException {
    try (InputStream input = archive.getInputStream(entry)) {
      byte[] bytes = input.readNBytes(MOST_CODE + 1);
      if (bytes.length > MOST_CODE) {
        throw new IOException(entry.getName() + " is longer than " + MOST_CODE + " bytes");
      }
      return new String(bytes, StandardCharsets.ISO_8859_1);
    }
  }
}
