package org.sweetspot.recipe;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Every key that a recipe can have, with its way from the top. */
final class RecipePaths {
  private static final int MOST = 3;

  private RecipePaths() {}

  /** All ways such as {@code training.optimizer.rate}, in the order of the records. */
  static Set<String> all() {
    Set<String> paths = new LinkedHashSet<>();
    collect(Recipe.class, "", paths);
    return paths;
  }

  /** Up to three ways that end in a name, in words; empty where none does. */
  static Optional<String> endingIn(String name) {
    List<String> paths =
        all().stream().filter(path -> path.endsWith("." + name)).limit(MOST).toList();
    return paths.isEmpty() ? Optional.empty() : Optional.of(String.join(" or ", paths));
  }

  /** The same for the name that is nearest to a word, if any is near. */
  static Optional<String> endingLike(String word) {
    Set<String> names = new LinkedHashSet<>();
    all().forEach(path -> names.add(path.substring(path.lastIndexOf('.') + 1)));
    return Spelling.nearest(word, names).flatMap(RecipePaths::endingIn);
  }

  private static void collect(Type type, String prefix, Set<String> paths) {
    if (type == ChangeRecipe.class) {
      return; // Its keys are those of the recipe itself.
    }
    if (type instanceof ParameterizedType list) {
      collect(list.getActualTypeArguments()[0], prefix, paths);
    } else if (type instanceof Class<?> single && single.isSealed()) {
      paths.add(prefix + RecipeKey.KIND);
      for (Class<?> choice : single.getPermittedSubclasses()) {
        collect(choice, prefix, paths);
      }
    } else if (type instanceof Class<?> single && single.isRecord() && single != Span.class) {
      for (RecipeKey key : RecipeKey.of(single)) {
        paths.add(prefix + key.name());
        collect(key.type(), prefix + key.name() + ".", paths);
      }
    }
  }
}
