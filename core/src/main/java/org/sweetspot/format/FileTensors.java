package org.sweetspot.format;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a file holds: the tensors that can be read, and the names of those that can't.
 *
 * @param tensors in the order of the file
 * @param unread the others, each with its reason
 */
public record FileTensors(List<StoredTensor> tensors, Map<String, String> unread) {
  /** Copies the collections. */
  public FileTensors {
    tensors = List.copyOf(tensors);
    unread = Collections.unmodifiableMap(new LinkedHashMap<>(unread));
  }

  /** Where every tensor can be read. */
  public FileTensors(List<StoredTensor> tensors) {
    this(tensors, Map.of());
  }
}
