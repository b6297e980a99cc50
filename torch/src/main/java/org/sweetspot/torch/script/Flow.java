package org.sweetspot.torch.script;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sweetspot.torch.model.Layer;
import org.sweetspot.torch.model.Layers;

/**
 * A value on its way from a network's input to its output, as a graph of layers and sums. Values
 * are told apart by identity.
 */
final class Flow {
  private final Optional<Flow> before;
  private final Optional<Layer> layer;
  private final Optional<Flow> one;
  private final Optional<Flow> other;

  private Flow(
      Optional<Flow> before, Optional<Layer> layer, Optional<Flow> one, Optional<Flow> other) {
    this.before = before;
    this.layer = layer;
    this.one = one;
    this.other = other;
  }

  /** What goes into the network. */
  static Flow input() {
    return new Flow(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** What a layer makes of this value. */
  Flow through(Layer next) {
    return new Flow(Optional.of(this), Optional.of(next), Optional.empty(), Optional.empty());
  }

  /** The sum of this value and another of the same network. */
  Flow plus(Flow value) {
    return new Flow(
        Optional.of(parting(value)), Optional.empty(), Optional.of(this), Optional.of(value));
  }

  /** Whether this is what goes into the network. */
  boolean isInput() {
    return before.isEmpty();
  }

  /** The layers that make this value of the input; sums are branches from where ways part. */
  Layer layers() {
    Flow start = this;
    while (start.before.isPresent()) {
      start = start.before.get();
    }
    return Layers.sequence(since(start));
  }

  /** The nearest value through which every way to this one and to the other leads. */
  private Flow parting(Flow value) {
    Set<Flow> passed = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Optional<Flow> at = Optional.of(this); at.isPresent(); at = at.get().before) {
      passed.add(at.get());
    }
    Flow at = value;
    while (!passed.contains(at)) {
      at = at.before.orElseThrow(() -> new IllegalArgumentException("values of two networks"));
    }
    return at;
  }

  private List<Layer> since(Flow start) {
    Deque<Layer> layers = new ArrayDeque<>();
    Flow at = this;
    while (at != start) {
      Flow earlier = at.before.orElseThrow();
      layers.addFirst(at.layer.isPresent() ? at.layer.get() : at.branches(earlier));
      at = earlier;
    }
    return new ArrayList<>(layers);
  }

  private Layer branches(Flow start) {
    return Layers.branches(one.orElseThrow().since(start), other.orElseThrow().since(start));
  }
}
