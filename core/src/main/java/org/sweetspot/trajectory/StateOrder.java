package org.sweetspot.trajectory;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sweetspot.weights.LeftOut;

/**
 * The order of checkpoints: by a step or an epoch in their names or in the files, never by whatever
 * number stands last.
 *
 * @param files in order
 * @param positions ascending, one for each file
 * @param by what they are ordered by, in words; empty if nothing tells an order
 * @param leftOut files without what orders the others, or that repeat a position
 */
record StateOrder(List<StateFile> files, List<Double> positions, String by, List<LeftOut> leftOut) {
  private static final String NUMBER = "[-_=.\\s]?(\\d{1,15})(k?)(?![a-z\\d])";
  private static final Pattern STEP =
      named("(?:global[-_]?)?step|steps|iterations?|iters?|it|updates?|batch(?:es)?");
  private static final Pattern EPOCH = named("epochs?|ep|e");
  private static final Pattern CHECKPOINT =
      named("checkpoints?|ckpts?|cp|snapshots?|snap|states?|t");
  private static final Pattern STEP_AFTER =
      Pattern.compile("(?:^|[^\\d.])(\\d{1,15})(k?)[-_]?(?:steps?|iters?|iterations?)(?![a-z])");
  private static final Pattern EPOCH_AFTER =
      Pattern.compile("(?:^|[^\\d.])(\\d{1,15})(k?)[-_]?epochs?(?![a-z])");
  private static final Pattern FIELD = Pattern.compile("\\d+(?:\\.\\d+)?(?:e[-+]?\\d+)?");
  // What differs between networks, not between moments of one training.
  private static final Pattern OTHER =
      Pattern.compile(
          "(?:seed|fold|rank|run|trial|shard|part|version|worker|head|member|model_?v|loss|acc|"
              + "accuracy|score|auc|f1|lr|bleu|size|dim)s?[-_=.\\s]?$");

  StateOrder {
    files = List.copyOf(files);
    positions = List.copyOf(positions);
    leftOut = List.copyOf(leftOut);
  }

  private static Pattern named(String words) {
    return Pattern.compile("(?:^|[^a-z])(?:" + words + ")" + NUMBER);
  }

  /** The order that names or contents tell; natural order of the names, by nothing, if neither. */
  static StateOrder of(List<StateFile> files) {
    List<ToDoubleFunction<StateFile>> keys =
        List.of(
            file -> number(file, STEP, STEP_AFTER),
            file -> number(file, EPOCH, EPOCH_AFTER),
            file -> number(file, CHECKPOINT, CHECKPOINT),
            file -> file.fact("step"),
            file -> file.fact("epoch"));
    List<String> words =
        List.of(
            "the step in their names",
            "the epoch in their names",
            "the number of the checkpoint in their names",
            "the step that the files hold",
            "the epoch that the files hold");
    if (restarts(files, keys.get(1), keys.get(0))) {
      List<StateFile> sorted = new ArrayList<>(files);
      sorted.sort(Comparator.comparingDouble(keys.get(1)).thenComparingDouble(keys.get(0)));
      return new StateOrder(
          sorted, indices(sorted.size()), "the epoch, then the step in their names", List.of());
    }
    for (int i = 0; i < keys.size(); i++) {
      if (told(files, keys.get(i)) >= 2 && distinct(files, keys.get(i)) >= 2) {
        return by(files, keys.get(i), words.get(i));
      }
    }
    ToDoubleFunction<StateFile> only = onlyVarying(files);
    if (told(files, only) == files.size() && distinct(files, only) == files.size()) {
      return by(files, only, "the one number that differs in their names");
    }
    List<StateFile> sorted = new ArrayList<>(files);
    sorted.sort((a, b) -> natural(a.name(), b.name()));
    return new StateOrder(sorted, indices(sorted.size()), "", List.of());
  }

  /** Whether every file tells both, and the step begins anew in each epoch. */
  private static boolean restarts(
      List<StateFile> files, ToDoubleFunction<StateFile> epoch, ToDoubleFunction<StateFile> step) {
    if (told(files, epoch) < files.size() || told(files, step) < files.size()) {
      return false;
    }
    List<StateFile> sorted = new ArrayList<>(files);
    sorted.sort(Comparator.comparingDouble(epoch).thenComparingDouble(step));
    for (int i = 1; i < sorted.size(); i++) {
      if (step.applyAsDouble(sorted.get(i)) < step.applyAsDouble(sorted.get(i - 1))) {
        return true;
      }
    }
    return distinct(files, step) < files.size() && distinct(files, epoch) == files.size();
  }

  private static StateOrder by(
      List<StateFile> files, ToDoubleFunction<StateFile> key, String words) {
    List<StateFile> sorted = new ArrayList<>(files);
    sorted.sort((a, b) -> natural(a.name(), b.name()));
    sorted.sort(Comparator.comparingDouble(key));
    List<StateFile> kept = new ArrayList<>();
    List<LeftOut> leftOut = new ArrayList<>();
    Set<Double> seen = new HashSet<>();
    for (StateFile file : sorted) {
      double position = key.applyAsDouble(file);
      if (Double.isNaN(position)) {
        leftOut.add(
            new LeftOut(file.name(), "does not tell " + words.replace("their names", "its name")));
      } else if (!seen.add(position)) {
        leftOut.add(new LeftOut(file.name(), "repeats a position"));
      } else {
        kept.add(file);
      }
    }
    List<Double> positions = kept.stream().mapToDouble(key).boxed().toList();
    return new StateOrder(kept, positions, words, leftOut);
  }

  private static long told(List<StateFile> files, ToDoubleFunction<StateFile> key) {
    return files.stream().filter(file -> !Double.isNaN(key.applyAsDouble(file))).count();
  }

  private static long distinct(List<StateFile> files, ToDoubleFunction<StateFile> key) {
    return files.stream().mapToDouble(key).filter(value -> !Double.isNaN(value)).distinct().count();
  }

  private static double number(StateFile file, Pattern before, Pattern after) {
    String name = low(file);
    for (Pattern pattern : List.of(before, after)) {
      Matcher found = pattern.matcher(name);
      if (found.find()) {
        return Double.parseDouble(found.group(1)) * (found.group(2).isEmpty() ? 1 : 1000);
      }
    }
    return Double.NaN;
  }

  private static String low(StateFile file) {
    return file.name().toLowerCase(Locale.ROOT);
  }

  /** The whole number that differs where the names are alike otherwise; fractions are no steps. */
  private static ToDoubleFunction<StateFile> onlyVarying(List<StateFile> files) {
    List<List<String>> fields = new ArrayList<>();
    Set<String> templates = new HashSet<>();
    for (StateFile file : files) {
      List<String> numbers = new ArrayList<>();
      Matcher field = FIELD.matcher(low(file));
      while (field.find()) {
        numbers.add(field.group());
      }
      fields.add(numbers);
      templates.add(field.replaceAll("#"));
    }
    int column = templates.size() == 1 ? column(fields, templates.iterator().next()) : -1;
    Map<StateFile, Double> numbers = new HashMap<>();
    for (int i = 0; i < files.size() && column >= 0; i++) {
      numbers.put(files.get(i), Double.parseDouble(fields.get(i).get(column)));
    }
    return file -> numbers.getOrDefault(file, Double.NaN);
  }

  private static int column(List<List<String>> fields, String template) {
    String[] between = template.split("#", -1);
    int column = -1;
    for (int c = 0; c < fields.get(0).size(); c++) {
      int at = c;
      boolean varies = fields.stream().map(row -> row.get(at)).distinct().count() > 1;
      boolean whole = fields.stream().allMatch(row -> row.get(at).matches("\\d{1,15}"));
      if (varies && whole) {
        if (column >= 0 || OTHER.matcher(between[c]).find()) {
          return -1;
        }
        column = c;
      }
    }
    return column;
  }

  private static List<Double> indices(int count) {
    return java.util.stream.IntStream.range(0, count).asDoubleStream().boxed().toList();
  }

  /** Names as people sort them: numbers in them by their value. */
  private static int natural(String a, String b) {
    Pattern part = Pattern.compile("\\d{1,15}|\\D+");
    Matcher left = part.matcher(a);
    Matcher right = part.matcher(b);
    while (left.find() && right.find()) {
      String one = left.group();
      String two = right.group();
      boolean numbers = Character.isDigit(one.charAt(0)) && Character.isDigit(two.charAt(0));
      int order =
          numbers ? Long.compare(Long.parseLong(one), Long.parseLong(two)) : one.compareTo(two);
      if (order != 0) {
        return order;
      }
    }
    return a.compareTo(b);
  }
}
