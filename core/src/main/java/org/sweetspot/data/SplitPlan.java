package org.sweetspot.data;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import org.sweetspot.problem.Split;
import org.sweetspot.random.Seed;
import org.sweetspot.recipe.SplitRecipe;

/** Which example goes to which split, and to which place there. */
final class SplitPlan {
  private static final int UNUSED = -1;

  private final Map<Split, Integer> counts = new EnumMap<>(Split.class);
  private final int[] trainingPlaces;
  private final Split[] trainingSplits;
  private final int[] testPlaces;

  /**
   * Draws the splits.
   *
   * @param name of the data set, for messages
   * @param training examples of the source's training part
   * @param test examples of its test part; -1 if it has none
   */
  SplitPlan(String name, SplitRecipe recipe, int training, int test) {
    boolean own = test >= 0;
    int drawn = own ? 0 : drawnTest(recipe, training);
    long wanted = (long) recipe.train() + recipe.validation() + drawn;
    if (wanted > training || (recipe.train() == 0 && wanted == training)) {
      throw tooFew(name, recipe, drawn, training);
    }
    if (own && recipe.test() > test) {
      throw new DataException(
          "data.split.test",
          "at most the " + test + " examples of the test part of " + name,
          String.valueOf(recipe.test()),
          "make it smaller, or 0 for all");
    }
    int train = recipe.train() > 0 ? recipe.train() : training - recipe.validation() - drawn;
    Seed seed = new Seed(recipe.seed());
    trainingPlaces = new int[training];
    trainingSplits = new Split[training];
    Arrays.fill(trainingSplits, Split.TRAIN);
    Arrays.fill(trainingPlaces, UNUSED);
    int[] order = seed.stream("data/split").permutation(training);
    int next = assign(order, 0, Split.VALIDATION, recipe.validation());
    int used = recipe.subset() > 0 ? recipe.subset() : train;
    if (used > train) {
      throw new DataException(
          "data.split.subset",
          "at most the " + train + " training examples of " + name,
          String.valueOf(used),
          "make it smaller, or 0 for all");
    }
    assign(order, next, Split.TRAIN, used);
    assign(order, next + train, Split.TEST, drawn);
    testPlaces = own ? testPlaces(seed, recipe.test(), test) : new int[0];
    if (own) {
      counts.put(Split.TEST, recipe.test() > 0 ? recipe.test() : test);
    }
  }

  private SplitPlan(int training, int test) {
    trainingPlaces = new int[training];
    trainingSplits = new Split[training];
    testPlaces = new int[Math.max(0, test)];
    Arrays.setAll(trainingPlaces, i -> i);
    Arrays.fill(trainingSplits, Split.TRAIN);
    Arrays.setAll(testPlaces, i -> i);
    counts.put(Split.TRAIN, training);
    counts.put(Split.TEST, testPlaces.length);
  }

  /**
   * Everything in the order of the files: the training part, and the test part where there is one.
   */
  static SplitPlan whole(int training, int test) {
    return new SplitPlan(training, test);
  }

  private static int drawnTest(SplitRecipe recipe, int all) {
    if (recipe.test() > 0) {
      return recipe.test();
    }
    return recipe.train() > 0 ? Math.max(0, all - recipe.train() - recipe.validation()) : all / 5;
  }

  private int assign(int[] order, int from, Split split, int count) {
    counts.put(split, count);
    for (int i = 0; i < count; i++) {
      trainingPlaces[order[from + i]] = i;
      trainingSplits[order[from + i]] = split;
    }
    return from + count;
  }

  private static int[] testPlaces(Seed seed, int wanted, int test) {
    int[] places = new int[test];
    if (wanted == 0) {
      Arrays.setAll(places, i -> i);
      return places;
    }
    Arrays.fill(places, UNUSED);
    int[] order = seed.stream("data/split/test").permutation(test);
    for (int i = 0; i < wanted; i++) {
      places[order[i]] = i;
    }
    return places;
  }

  private static DataException tooFew(String name, SplitRecipe recipe, int test, int all) {
    return new DataException(
        "data.split",
        "at most the " + all + " examples of " + name + ", at least one of them to train on",
        "train " + recipe.train() + ", validation " + recipe.validation() + ", test " + test,
        "make one of them smaller");
  }

  /** Number of examples of a split. */
  int count(Split split) {
    return counts.getOrDefault(split, 0);
  }

  /** Where an example of the training part goes; -1 if nowhere. */
  int place(int example) {
    return trainingPlaces[example];
  }

  /** To which split an example of the training part goes. */
  Split split(int example) {
    return trainingSplits[example];
  }

  /** Where an example of the source's own test part goes; -1 if nowhere. */
  int testPlace(int example) {
    return testPlaces[example];
  }
}
