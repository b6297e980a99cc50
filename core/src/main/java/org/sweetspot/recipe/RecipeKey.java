package org.sweetspot.recipe;

import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One key of a record in a recipe.
 *
 * @param name in kebab-case
 * @param type of the value
 * @param fallback the YAML text that stands where the key is left out; empty if it is required
 * @param component of the record
 */
record RecipeKey(String name, Type type, Optional<String> fallback, RecordComponent component) {
  /** The key that chooses among records or statistics. */
  static final String KIND = "kind";

  /** Whether a value is written: not where it is the default of a key that is left out then. */
  boolean isWritten(Object value) {
    Default given = component.getAnnotation(Default.class);
    return given == null || given.written() || !value.equals(RecipeBinder.fallback(this));
  }

  /** The keys of a record, in its order. */
  static List<RecipeKey> of(Class<?> record) {
    return Arrays.stream(record.getRecordComponents())
        .map(
            component ->
                new RecipeKey(
                    kebab(component.getName()),
                    component.getGenericType(),
                    Optional.ofNullable(component.getAnnotation(Default.class)).map(Default::value),
                    component))
        .toList();
  }

  /** The values of {@code kind} that choose among the records of a sealed interface. */
  static List<String> kinds(Class<?> sealed) {
    return Arrays.stream(sealed.getPermittedSubclasses()).map(RecipeKey::kind).toList();
  }

  /** The value of {@code kind} that chooses this record. */
  static String kind(Class<?> record) {
    Called called = record.getAnnotation(Called.class);
    return called == null ? kebab(record.getSimpleName()) : called.value();
  }

  /** The names of an enum's constants in a recipe. */
  static List<String> constants(Class<?> type) {
    return Arrays.stream(type.getEnumConstants()).map(RecipeKey::constant).toList();
  }

  /** The name of one constant in a recipe. */
  static String constant(Object value) {
    return ((Enum<?>) value).name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Whether a record may be written as the value of its kind alone. */
  static boolean hasKind(Class<?> record) {
    return record.isRecord() && of(record).stream().anyMatch(key -> key.name().equals(KIND));
  }

  private static String kebab(String name) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      char letter = name.charAt(i);
      if (Character.isUpperCase(letter) && i > 0) {
        text.append('-');
      }
      text.append(Character.toLowerCase(letter));
    }
    return text.toString();
  }
}
