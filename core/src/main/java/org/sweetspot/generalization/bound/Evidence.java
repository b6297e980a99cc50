package org.sweetspot.generalization.bound;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What is known of a network, by type: each rule asks for the facts that it needs. */
public final class Evidence {
  /** Nothing is known. */
  public static final Evidence NONE = new Evidence(Map.of());

  private final Map<Class<?>, Object> facts;

  private Evidence(Map<Class<?>, Object> facts) {
    this.facts = facts;
  }

  /** The same, and one fact more; a fact of that type is replaced. */
  public <T> Evidence with(Class<T> type, T fact) {
    Map<Class<?>, Object> more = new HashMap<>(facts);
    more.put(type, fact);
    return new Evidence(more);
  }

  /** The fact of that type, if it is known. */
  public <T> Optional<T> find(Class<T> type) {
    return Optional.ofNullable(type.cast(facts.get(type)));
  }
}
