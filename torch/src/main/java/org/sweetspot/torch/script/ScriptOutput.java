package org.sweetspot.torch.script;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bytedeco.pytorch.GenericDict;
import org.bytedeco.pytorch.GenericDictIterator;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.TupleElements;

/**
 * Which of the things that a module returns are its outputs: the tensor itself; of a dictionary or
 * a tuple the entry that was asked for, the one named logits, or the first tensor.
 *
 * @param position in the dictionary or tuple; -1 for a tensor that is returned alone
 * @param name of the entry; its number in a tuple
 * @param names of all entries
 */
record ScriptOutput(int position, String name, List<String> names) {
  static final ScriptOutput ALONE = new ScriptOutput(-1, "", List.of());

  /** An entry of what was returned. */
  private record Entry(String name, IValue value) {}

  /**
   * Chooses.
   *
   * @param asked the entry's name, or its number in a tuple, if the user named one
   * @throws IllegalArgumentException if there is no such tensor
   */
  static ScriptOutput of(IValue returned, Optional<String> asked, String file) {
    if (returned.isTensor()) {
      if (asked.isPresent()) {
        throw new IllegalArgumentException(
            "--output "
                + asked.get()
                + ": expected a module that returns several things, got a single tensor from "
                + file
                + "; leave --output out");
      }
      return ALONE;
    }
    List<Entry> entries = entries(returned);
    List<String> names = entries.stream().map(Entry::name).toList();
    int chosen = -1;
    for (int i = 0; i < entries.size(); i++) {
      Entry entry = entries.get(i);
      boolean right =
          asked.isPresent() ? entry.name().equals(asked.get()) : entry.name().equals("logits");
      if (entry.value().isTensor() && (right || (chosen < 0 && asked.isEmpty()))) {
        chosen = i;
        if (right) {
          break;
        }
      }
    }
    if (chosen < 0) {
      throw new IllegalArgumentException(
          "model torch-script: expected a module that returns a tensor, or a dictionary or tuple"
              + " with one"
              + asked.map(name -> " called " + name).orElse("")
              + ", got "
              + (entries.isEmpty()
                  ? "something else"
                  : "the entries "
                      + String.join(", ", names)
                      + (asked.isPresent() ? "; name one of them with --output" : ""))
              + " from "
              + file);
    }
    return new ScriptOutput(chosen, names.get(chosen), names);
  }

  /** The outputs among what was returned. */
  Tensor in(IValue returned) {
    return position < 0 ? returned.toTensor() : entries(returned).get(position).value().toTensor();
  }

  /** Which, in words; empty where there is nothing to say. */
  Optional<String> words() {
    return position < 0
        ? Optional.empty()
        : Optional.of("entry " + name + " of the returned " + String.join(", ", names));
  }

  private static List<Entry> entries(IValue returned) {
    List<Entry> entries = new ArrayList<>();
    if (returned.isTuple()) {
      TupleElements elements = returned.toTuple().elements();
      for (long i = 0; i < elements.size(); i++) {
        entries.add(new Entry(Long.toString(i), elements.get(i)));
      }
    } else if (returned.isGenericDict()) {
      GenericDict dictionary = returned.toGenericDict();
      GenericDictIterator end = dictionary.end();
      for (GenericDictIterator at = dictionary.begin(); at.notEquals(end); at = at.increment()) {
        IValue key = at.access().key();
        String name =
            key.isString() ? key.toStringRef().getString() : Integer.toString(entries.size());
        entries.add(new Entry(name, new IValue(at.access().value())));
      }
    } else if (returned.isTensorList()) {
      TensorVector tensors = returned.toTensorVector();
      for (long i = 0; i < tensors.size(); i++) {
        entries.add(new Entry(Long.toString(i), new IValue(tensors.get(i))));
      }
    }
    return entries;
  }
}
