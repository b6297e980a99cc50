package org.sweetspot.measure;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Whatever another program might do otherwise, by name: which data, in which mode, how defined.
 *
 * <p>Texts are for people. Nothing is read out of them.
 *
 * @param byName short texts without a full stop
 */
public record Conventions(SortedMap<String, String> byName) {
  /** Which examples, and how many of them. */
  public static final String DATA = "data";

  /** Of what exactly the number is, where the field has several answers. */
  public static final String DEFINITION = "definition";

  /** In which mode the network was taken. */
  public static final String MODE = "mode";

  /** What that mode stands for, where the network differs between training and use. */
  public static final String NETWORK = "network";

  /** How the data were cut into passes. */
  public static final String PASSES = "passes";

  /** How products with matrices were computed, where that is unusual. */
  public static final String PRODUCTS = "products";

  /** Why there is no answer. */
  public static final String REASON = "reason";

  /** Nothing to say. */
  public static final Conventions NONE = new Conventions(new TreeMap<>());

  private static final String BETWEEN = "; ";

  /** Copies the map. */
  public Conventions {
    byName = Collections.unmodifiableSortedMap(new TreeMap<>(byName));
  }

  /** One of them. */
  public static Conventions of(String name, String text) {
    return NONE.and(name, text);
  }

  /** Of what exactly the number is. */
  public static Conventions definition(String text) {
    return of(DEFINITION, text);
  }

  /** Why there is no answer. */
  public static Conventions reason(String text) {
    return of(REASON, text);
  }

  /** The same and one more; a name that is there gets both texts, an empty text adds nothing. */
  public Conventions and(String name, String text) {
    if (text.isBlank()) {
      return this;
    }
    SortedMap<String, String> more = new TreeMap<>(byName);
    more.merge(name, text, (one, other) -> one + BETWEEN + other);
    return new Conventions(more);
  }

  /** The same and others. */
  public Conventions and(Conventions others) {
    Conventions all = this;
    for (Map.Entry<String, String> entry : others.byName.entrySet()) {
      all = all.and(entry.getKey(), entry.getValue());
    }
    return all;
  }

  /** The text of a name, if there is one. */
  public Optional<String> get(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** All texts in the order of their names, for people. */
  public String text() {
    return String.join(BETWEEN, byName.values());
  }

  @Override
  public String toString() {
    return text();
  }
}
