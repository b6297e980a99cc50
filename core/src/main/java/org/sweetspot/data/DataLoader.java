package org.sweetspot.data;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;
import org.sweetspot.format.FormatException;
import org.sweetspot.problem.Split;
import org.sweetspot.recipe.DataRecipe;
import org.sweetspot.recipe.ScalingRecipe;
import org.sweetspot.recipe.SourceRecipe;
import org.sweetspot.recipe.TableRecipe;

/** Loads what a recipe names into memory: draws the splits, scales the inputs, checks all of it. */
public final class DataLoader {
  private DataLoader() {}

  /**
   * Loads a data set.
   *
   * <p>Files are read once from front to back; beside the splits only one example at a time is in
   * memory (for npz in Fortran order and text: the whole array or text).
   *
   * @param recipe what to load; augmentation happens later, at every visit
   * @param folder what relative paths are relative to: the folder of the recipe's file
   * @throws DataException if a file is missing, malformed or too small for the splits
   */
  public static DataSet load(DataRecipe recipe, Path folder) {
    return guarded(
        () -> {
          try (Source source = open(recipe.source(), folder)) {
            return load(recipe, source);
          }
        });
  }

  /** Loading, which may fail. */
  @FunctionalInterface
  private interface Loading {
    DataSet run() throws IOException;
  }

  private static DataSet guarded(Loading loading) {
    try {
      return loading.run();
    } catch (FormatException broken) {
      throw new DataException(broken);
    } catch (InvalidPathException broken) {
      throw new DataException(
          "data.source",
          "a path",
          String.valueOf(broken.getMessage()),
          "write the path of a file or folder");
    } catch (IOException broken) {
      throw new DataException(
          "data.source", "readable files", broken.toString(), "check permissions and the disk");
    }
  }

  /**
   * Loads a source as it is, to be measured: every example in the order of the files, the training
   * part as the training split, the test part, if the source has one, as the test split.
   *
   * @param source what to load
   * @param folder what relative paths are relative to
   * @throws DataException as {@link #load}
   */
  public static DataSet whole(SourceRecipe source, Path folder) {
    return guarded(
        () -> {
          try (Source opened = open(source, folder)) {
            SplitPlan plan =
                SplitPlan.whole(
                    opened.training().count(), opened.test().map(Part::count).orElse(-1));
            boolean text = source instanceof SourceRecipe.Text;
            return load(opened, plan, ScalingRecipe.NONE, text, 1);
          }
        });
  }

  private static Source open(SourceRecipe recipe, Path folder) throws IOException {
    if (recipe instanceof SourceRecipe.Idx idx) {
      return IdxSource.open(folder.resolve(idx.folder()));
    } else if (recipe instanceof SourceRecipe.Cifar cifar) {
      return CifarSource.open(folder.resolve(cifar.folder()), cifar.classes());
    } else if (recipe instanceof SourceRecipe.Npz npz) {
      return NpzSource.open(folder.resolve(npz.file()), npz.ignoreIndex());
    } else if (recipe instanceof SourceRecipe.Text text) {
      return TextSource.open(text.files().stream().map(folder::resolve).toList(), text.context());
    } else if (recipe instanceof TableRecipe table) {
      return TableSource.open(folder, table);
    } else if (recipe instanceof SourceRecipe.Images images) {
      return ImagesSource.open(folder.resolve(images.folder()), images);
    } else if (recipe instanceof SourceRecipe.Sounds sounds) {
      return SoundsSource.open(
          folder.resolve(sounds.folder()), SoundsSource.labels(sounds, folder), sounds);
    } else if (recipe instanceof SourceRecipe.Texts texts) {
      return TextsSource.open(folder.resolve(texts.folder()), texts);
    } else if (recipe instanceof SourceRecipe.Elsewhere) {
      throw new DataException(
          "data.source",
          "data that this program can read",
          "elsewhere: a command reads them itself",
          "use sweetspot train or control, which run the command; what it recorded is read by"
              + " measure, compare and diagnose");
    }
    return DigitsSource.open();
  }

  private static DataSet load(DataRecipe recipe, Source source) throws IOException {
    boolean text = recipe.source() instanceof SourceRecipe.Text;
    int test = source.test().map(Part::count).orElse(-1);
    SplitPlan plan = new SplitPlan(source.name(), recipe.split(), source.training().count(), test);
    return load(source, plan, text ? ScalingRecipe.NONE : recipe.scaling(), text, 2);
  }

  /**
   * Loads a source.
   *
   * @param least number of classes; a single one can be measured, but nothing learns from it
   */
  private static DataSet load(
      Source source, SplitPlan plan, ScalingRecipe scaling, boolean text, int least)
      throws IOException {
    Map<Split, SplitMemory> splits = new EnumMap<>(Split.class);
    for (Split split : Split.values()) {
      splits.put(split, new SplitMemory(source, scaling, plan.count(split)));
    }
    int classes = classes(source, fill(source, plan, splits), least);
    MessageDigest hash = sha256();
    splits.values().forEach(split -> split.addTo(hash));
    return new DataSet(
        source.name(),
        HexFormat.of().formatHex(hash.digest()),
        text,
        memory(splits, Split.TRAIN).examples(classes),
        memory(splits, Split.VALIDATION).examples(classes),
        memory(splits, Split.TEST).examples(classes),
        source.notes());
  }

  private static int classes(Source source, int largest, int least) {
    if (source.target() instanceof SourceTarget.Classes target) {
      int classes = target.count() > 0 ? target.count() : largest + 1;
      if (classes < least) {
        throw new DataException(
            source.name() + ", labels",
            "at least two classes",
            largest < 0 ? "none, every label is ignored" : "only 0",
            "check the labels");
      }
      return Math.max(1, classes);
    }
    return 0;
  }

  /** Reads every example once; answers the largest label. */
  private static int fill(Source source, SplitPlan plan, Map<Split, SplitMemory> splits)
      throws IOException {
    double[][] inputs = new double[source.inputs().size()][];
    Arrays.setAll(inputs, i -> new double[source.inputs().get(i).size()]);
    double[] target = new double[source.target().size()];
    int largest = -1;
    Part training = source.training();
    for (int i = 0; i < training.count(); i++) {
      training.next(inputs, target);
      largest = Math.max(largest, checked(source, training, i, target));
      if (plan.place(i) >= 0) {
        memory(splits, plan.split(i)).put(plan.place(i), inputs, target, training, i);
      }
    }
    if (source.test().isPresent()) {
      Part test = source.test().get();
      for (int i = 0; i < test.count(); i++) {
        test.next(inputs, target);
        largest = Math.max(largest, checked(source, test, i, target));
        if (plan.testPlace(i) >= 0) {
          memory(splits, Split.TEST).put(plan.testPlace(i), inputs, target, test, i);
        }
      }
    }
    return largest;
  }

  private static int checked(Source source, Part part, int example, double[] target) {
    if (!(source.target() instanceof SourceTarget.Classes classes)) {
      return -1;
    }
    double largest = Arrays.stream(target).max().orElse(-1);
    if (classes.count() > 0 && largest >= classes.count()) {
      throw new DataException(
          part.place(example) + ", label",
          "0 to " + (classes.count() - 1),
          String.valueOf((long) largest),
          "check that classes and the files belong together");
    }
    return (int) largest;
  }

  private static SplitMemory memory(Map<Split, SplitMemory> splits, Split split) {
    SplitMemory memory = splits.get(split);
    if (memory == null) {
      throw new IllegalStateException("no memory for " + split);
    }
    return memory;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }
}
