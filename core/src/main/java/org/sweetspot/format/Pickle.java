package org.sweetspot.format;

import java.math.BigInteger;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads Python's pickles of plain data, protocols 2 to 5, and runs nothing.
 *
 * <p>What a pickle names by module and name, calls or fills becomes whatever a {@link World} makes
 * of it; {@link InertObject}s take items and elements as maps and lists do. Results are {@link
 * String}, {@link Long}, {@link BigInteger}, {@link Double}, {@link Boolean}, {@code byte[]},
 * {@link Nothing}, {@link List} (lists and tuples), {@link Set}, {@link Map} with the order kept,
 * and what the world makes. Every opcode takes at least one byte and makes at most one object, so
 * memory is bounded by the length.
 */
final class Pickle {
  /** Python's None. */
  enum Nothing {
    /** The only one. */
    NONE
  }

  /** What may be named, called and filled. */
  interface World {
    /** Something named. */
    Object global(String module, String name) throws FormatException;

    /** Something named before, called. */
    Object call(Object callable, List<Object> arguments) throws FormatException;

    /** An instance made before, given its state. */
    void fill(Object instance, Object state) throws FormatException;

    /** Something kept outside the pickle. */
    Object persistent(Object id) throws FormatException;
  }

  private static final int DEEPEST_STACK = 1 << 20;

  private final String place;
  private final ByteBuffer input;
  private final World world;
  private final Map<Integer, Object> memo = new LinkedHashMap<>();
  private final List<List<Object>> marked = new ArrayList<>();
  private List<Object> stack = new ArrayList<>();

  private Pickle(String place, ByteBuffer input, World world) {
    this.place = place;
    this.input = input.order(ByteOrder.LITTLE_ENDIAN);
    this.world = world;
  }

  /** The object that a pickle describes. */
  static Object read(String place, byte[] bytes, World world) throws FormatException {
    return next(place, ByteBuffer.wrap(bytes), world);
  }

  /** The object of the pickle at the buffer's position, which moves behind the pickle. */
  static Object next(String place, ByteBuffer input, World world) throws FormatException {
    Pickle pickle = new Pickle(place, input, world);
    try {
      return pickle.run();
    } catch (BufferUnderflowException cut) {
      throw pickle.wrong("a whole pickle", "the end after " + input.limit() + " bytes");
    } catch (RuntimeException | StackOverflowError mixed) {
      // Whatever opcodes in a wrong order lead to; objects that hold themselves have no end.
      throw pickle.wrong("opcodes that fit each other", "others before byte " + pickle.at());
    }
  }

  private int at() {
    return input.position();
  }

  private Object run() throws FormatException {
    while (true) {
      int code = input.get() & 0xff;
      if (code == '.') {
        return pop();
      }
      if (stack.size() + marked.size() > DEEPEST_STACK) {
        throw wrong("at most " + DEEPEST_STACK + " objects at once", "more");
      }
      if (!number(code) && !text(code) && !container(code) && !memory(code) && !call(code)) {
        throw wrong(
            "opcodes that plain data of protocols 2 to 5 need",
            String.format("opcode 0x%02x at byte %d", code, at() - 1));
      }
    }
  }

  private boolean number(int code) throws FormatException {
    switch (code) {
      case 'N' -> push(Nothing.NONE);
      case 0x88 -> push(true);
      case 0x89 -> push(false);
      case 'J' -> push((long) input.getInt());
      case 'K' -> push((long) (input.get() & 0xff));
      case 'M' -> push((long) (input.getShort() & 0xffff));
      case 'G' -> push(Double.longBitsToDouble(Long.reverseBytes(input.getLong())));
      case 0x8a -> push(whole(bytes(input.get() & 0xff)));
      case 0x8b -> push(whole(bytes(input.getInt() & 0xffffffffL)));
      default -> {
        return false;
      }
    }
    return true;
  }

  private boolean text(int code) throws FormatException {
    switch (code) {
      case 'X', 'T' -> push(string(input.getInt() & 0xffffffffL));
      case 'U' -> push(string(input.get() & 0xff));
      case 0x8c -> push(string(input.get() & 0xff));
      case 0x8d -> push(string(input.getLong()));
      case 'B' -> push(bytes(input.getInt() & 0xffffffffL));
      case 'C' -> push(bytes(input.get() & 0xff));
      case 0x8e, 0x96 -> push(bytes(input.getLong()));
      default -> {
        return false;
      }
    }
    return true;
  }

  private boolean container(int code) throws FormatException {
    switch (code) {
      case '(' -> {
        marked.add(stack);
        stack = new ArrayList<>();
      }
      case '}' -> push(new LinkedHashMap<Object, Object>());
      case ']' -> push(new ArrayList<Object>());
      case 0x8f -> push(new LinkedHashSet<Object>());
      case ')' -> push(List.of());
      case 0x85 -> push(tuple(1));
      case 0x86 -> push(tuple(2));
      case 0x87 -> push(tuple(3));
      case 't', 0x91 -> push(Collections.unmodifiableList(popMark()));
      case 'a' -> {
        Object item = pop();
        list(peek()).add(item);
      }
      case 'e' -> {
        List<Object> items = popMark();
        list(peek()).addAll(items);
      }
      case 's' -> {
        Object value = pop();
        Object key = pop();
        map(peek()).put(key(key), value);
      }
      case 'u' -> {
        List<Object> items = popMark();
        Map<Object, Object> map = map(peek());
        for (int i = 0; i < items.size(); i += 2) {
          map.put(key(items.get(i)), items.get(i + 1));
        }
      }
      case 0x90 -> {
        List<Object> items = popMark();
        Set<Object> set = set(peek());
        for (Object item : items) {
          set.add(key(item));
        }
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private boolean memory(int code) throws FormatException {
    switch (code) {
      case 0x80 -> {
        int protocol = input.get() & 0xff;
        if (protocol < 2 || protocol > 5) {
          throw wrong("protocol 2 to 5", "protocol " + protocol);
        }
      }
      case 0x95 -> input.getLong();
      case 'q' -> memo.put(input.get() & 0xff, peek());
      case 'r' -> memo.put(input.getInt(), peek());
      case 0x94 -> memo.put(memo.size(), peek());
      case 'h' -> push(remembered(input.get() & 0xff));
      case 'j' -> push(remembered(input.getInt()));
      case '0' -> pop();
      case '1' -> popMark();
      case '2' -> push(peek());
      default -> {
        return false;
      }
    }
    return true;
  }

  private boolean call(int code) throws FormatException {
    switch (code) {
      case 'c' -> push(world.global(line(), line()));
      case 0x93 -> {
        String name = (String) pop();
        push(world.global((String) pop(), name));
      }
      case 'Q' -> push(world.persistent(pop()));
      case 'R', 0x81 -> {
        List<Object> arguments = list(pop());
        push(world.call(pop(), arguments));
      }
      case 0x92 -> {
        pop(); // Arguments by name.
        List<Object> arguments = list(pop());
        push(world.call(pop(), arguments));
      }
      case 'b' -> {
        Object state = pop();
        world.fill(peek(), state);
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private void push(Object object) {
    stack.add(object);
  }

  private Object pop() {
    return stack.remove(stack.size() - 1);
  }

  private Object peek() {
    return stack.get(stack.size() - 1);
  }

  private List<Object> popMark() {
    List<Object> items = stack;
    stack = marked.remove(marked.size() - 1);
    return items;
  }

  private List<Object> tuple(int size) {
    List<Object> part = stack.subList(stack.size() - size, stack.size());
    List<Object> items = List.copyOf(part);
    part.clear();
    return items;
  }

  private Object remembered(int key) throws FormatException {
    Object object = memo.get(key);
    if (object == null) {
      throw wrong("an object remembered before", "number " + key);
    }
    return object;
  }

  /** A key that is no text or number: in words, and equal to itself alone. */
  private static final class OddKey {
    private final String text;

    OddKey(String text) {
      this.text = text;
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /** Keys must not hold containers: those can hold themselves, and then have no hash. */
  private static Object key(Object key) {
    if (key instanceof String
        || key instanceof Long
        || key instanceof Boolean
        || key instanceof Double
        || key instanceof Nothing) {
      return key;
    }
    if (key instanceof List<?> list && list.stream().allMatch(Pickle::plain)) {
      return new OddKey(list.toString());
    }
    return new OddKey(key instanceof InertObject inert ? inert.type() : "key");
  }

  private static boolean plain(Object item) {
    return item instanceof String || item instanceof Number || item instanceof Boolean;
  }

  @SuppressWarnings("unchecked")
  private static List<Object> list(Object object) {
    return object instanceof InertObject inert ? inert.elements() : (List<Object>) object;
  }

  @SuppressWarnings("unchecked")
  private static Map<Object, Object> map(Object object) {
    return object instanceof InertObject inert ? inert.items() : (Map<Object, Object>) object;
  }

  @SuppressWarnings("unchecked")
  private static Set<Object> set(Object object) {
    return (Set<Object>) object;
  }

  private byte[] bytes(long length) throws FormatException {
    if (length < 0 || length > input.remaining()) {
      throw wrong("at most " + input.remaining() + " more bytes", "a length of " + length);
    }
    byte[] bytes = new byte[(int) length];
    input.get(bytes);
    return bytes;
  }

  private String string(long length) throws FormatException {
    return new String(bytes(length), StandardCharsets.UTF_8);
  }

  private String line() throws FormatException {
    int start = at();
    while (input.get() != '\n') {
      // Up to the end of the line; running out of bytes is caught above.
    }
    byte[] line = new byte[at() - 1 - start];
    input.get(start, line);
    return new String(line, StandardCharsets.UTF_8);
  }

  /** A Long, or a BigInteger where 64 bits are too few. */
  private static Object whole(byte[] littleEndian) {
    if (littleEndian.length == 0) {
      return 0L;
    }
    byte[] bytes = new byte[littleEndian.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = littleEndian[bytes.length - 1 - i];
    }
    BigInteger value = new BigInteger(bytes);
    return value.bitLength() > 63 ? value : value.longValue();
  }

  private FormatException wrong(String expected, String got) {
    return new FormatException(
        place,
        expected,
        got,
        "the file is damaged: copy it anew, or save model.state_dict() in a new file");
  }
}
