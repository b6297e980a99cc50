package org.sweetspot.app;

import com.tngtech.archunit.core.domain.JavaClass;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.sweetspot.api.PublicApi;

/** What a compiler sees of the types that are marked as public API. */
final class Signatures {
  private static final String OURS = "org.sweetspot.";
  private static final Pattern NAME = Pattern.compile("org\\.sweetspot\\.[\\w.$]+");

  private Signatures() {}

  /** The lines of all marked types: each member with the type's name before it. */
  static SortedSet<String> of(Iterable<JavaClass> classes) {
    SortedSet<String> lines = new TreeSet<>();
    for (Class<?> type : marked(classes)) {
      String name = type.getName() + ": ";
      lines.add(name + declaration(type));
      members(type).forEach(member -> lines.add(name + text(member)));
    }
    return lines;
  }

  /**
   * Types of this program that marked types speak of and that are not marked, each with one use.
   */
  static SortedMap<String, String> unmarked(Iterable<JavaClass> classes) {
    SortedMap<String, String> missing = new TreeMap<>();
    List<Class<?>> marked = marked(classes);
    Set<String> names = marked.stream().map(Class::getName).collect(Collectors.toSet());
    for (Class<?> type : marked) {
      for (AnnotatedElement member : members(type)) {
        mentioned(member)
            .filter(name -> !names.contains(name))
            .forEach(name -> missing.put(name, text(member)));
      }
    }
    return missing;
  }

  /** The packages that are marked as a whole, without the common beginning. */
  static SortedSet<String> packages(Iterable<JavaClass> classes) {
    return marked(classes).stream()
        .map(Class::getPackage)
        .filter(room -> room.isAnnotationPresent(PublicApi.class))
        .map(room -> room.getName().substring(OURS.length()))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static List<Class<?>> marked(Iterable<JavaClass> classes) {
    List<Class<?>> types = new ArrayList<>();
    for (JavaClass each : classes) {
      if (!each.getSimpleName().equals("package-info")) {
        Class<?> type = each.reflect();
        if (isVisible(type) && isMarked(type)) {
          types.add(type);
        }
      }
    }
    return types;
  }

  private static boolean isMarked(Class<?> type) {
    Class<?> outer = type.getEnclosingClass();
    return type.getPackage().isAnnotationPresent(PublicApi.class)
        || type.isAnnotationPresent(PublicApi.class)
        || (outer != null && isMarked(outer));
  }

  private static boolean isVisible(Class<?> type) {
    Class<?> outer = type.getEnclosingClass();
    return isVisible(type.getModifiers()) && (outer == null || isVisible(outer));
  }

  private static boolean isVisible(int modifiers) {
    return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
  }

  private static List<AnnotatedElement> members(Class<?> type) {
    Stream<AnnotatedElement> constructors = Arrays.stream(type.getDeclaredConstructors());
    Stream<AnnotatedElement> methods = Arrays.stream(type.getDeclaredMethods());
    Stream<AnnotatedElement> fields = Arrays.stream(type.getDeclaredFields());
    return Stream.of(constructors, methods, fields)
        .flatMap(each -> each)
        .filter(Signatures::isOffered)
        .toList();
  }

  private static boolean isOffered(AnnotatedElement member) {
    if (member instanceof Field field) {
      return isVisible(field.getModifiers()) && !field.isSynthetic();
    }
    Executable executable = (Executable) member;
    return isVisible(executable.getModifiers()) && !executable.isSynthetic();
  }

  private static String declaration(Class<?> type) {
    String parents =
        Stream.concat(
                Optional.ofNullable(type.getGenericSuperclass()).stream(),
                Arrays.stream(type.getGenericInterfaces()))
            .map(Type::getTypeName)
            .filter(name -> !name.equals("java.lang.Object"))
            .sorted()
            .collect(Collectors.joining(", "));
    // Newer JDKs say whether a type is sealed among its modifiers, older ones do not.
    String generic = type.toGenericString().replace("non-sealed ", "").replace("sealed ", "");
    return (type.isSealed() ? "sealed " : "")
        + generic
        + (parents.isEmpty() ? "" : " extends " + parents);
  }

  private static String text(AnnotatedElement member) {
    if (member instanceof Method method) {
      // What overrides and what a class inherits is the compiler's to find.
      return method.toGenericString().replace("synchronized ", "");
    }
    return member instanceof Field field
        ? field.toGenericString()
        : ((Constructor<?>) member).toGenericString();
  }

  private static Stream<String> mentioned(AnnotatedElement member) {
    Stream<Type> types;
    if (member instanceof Field field) {
      types = Stream.of(field.getGenericType());
    } else {
      Executable executable = (Executable) member;
      Stream<Type> result =
          member instanceof Method method
              ? Stream.of(method.getGenericReturnType())
              : Stream.empty();
      types = Stream.concat(Arrays.stream(executable.getGenericParameterTypes()), result);
    }
    return types
        .map(Type::getTypeName)
        .flatMap(name -> NAME.matcher(name).results().map(MatchResult::group));
  }
}
