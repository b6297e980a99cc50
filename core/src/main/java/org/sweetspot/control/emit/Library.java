package org.sweetspot.control.emit;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.sweetspot.recipe.Recipe;

/**
 * A library whose settings a recipe can be written as. The lines are whole: pasted after a model is
 * there, they make the optimizer, its schedule and the rest of what the recipe fixes; what the
 * library has no setting for stands in a comment that begins with "by hand".
 */
public enum Library {
  /** A plain loop. */
  PYTORCH(PyTorchLines::of),
  /** Methods of a LightningModule, and the Trainer. */
  LIGHTNING(LightningLines::of),
  /** TrainingArguments of Hugging Face transformers. */
  HUGGINGFACE(HuggingFaceLines::of),
  /** compile and fit of Keras 3. */
  KERAS(KerasLines::of),
  /** A gradient transformation. */
  OPTAX(OptaxLines::of);

  // a method reference: immutable, which its type does not say
  @SuppressWarnings("ImmutableEnumChecker")
  private final Function<Settings, List<String>> lines;

  Library(Function<Settings, List<String>> lines) {
    this.lines = lines;
  }

  /** As the command line names it. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The library of that name, if there is one. */
  public static Optional<Library> of(String id) {
    return Arrays.stream(values()).filter(library -> library.id().equals(id)).findFirst();
  }

  /**
   * The recipe's training as this library's settings.
   *
   * @param recipe whose budget is in epochs or steps
   * @param examples in the training split
   * @return Python
   */
  public String lines(Recipe recipe, int examples) {
    return String.join("\n", lines.apply(new Settings(recipe, examples))) + "\n";
  }
}
