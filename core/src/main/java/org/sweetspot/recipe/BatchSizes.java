package org.sweetspot.recipe;

import java.util.ArrayList;
import java.util.List;

/**
 * How many examples each update of a training takes, and where in the passes over the training
 * split it stands: a function of the recipe and the update alone.
 *
 * <p>Updates are counted from 0. A pass ends with a batch as short as what is left of it, under
 * every size, so that it begins with a whole batch; where the size changes in the middle of a pass,
 * the pass goes on with the examples that it has not seen. A stage in epochs ends with the first
 * update at which so many epochs are done, counted as {@link #updates} counts them. Cost: a few
 * operations for each stage.
 */
public final class BatchSizes {
  private final int examples;
  private final List<Part> parts = new ArrayList<>();

  /** From an update on, which stands at a position, this size and this factor on the rate. */
  private record Part(long step, long position, int size, double rate) {}

  private BatchSizes(int examples, int size, double rate) {
    if (examples < 1 || size < 1) {
      throw new IllegalArgumentException(
          "training: expected at least one training example and a batch of at least one, got "
              + examples
              + " and "
              + size);
    }
    this.examples = examples;
    parts.add(new Part(0, 0, Math.min(size, examples), rate));
  }

  /** The same size in every update but the last of a pass. */
  public static BatchSizes constant(int size, int examples) {
    return new BatchSizes(examples, size, 1);
  }

  /** Those of a recipe. */
  public static BatchSizes of(TrainingRecipe training, int examples) {
    List<BatchStage> stages = training.batchSchedule();
    if (stages.isEmpty()) {
      return constant(training.batch(), examples);
    }
    BatchSizes sizes = new BatchSizes(examples, stages.get(0).size(), stages.get(0).rate());
    for (int i = 0; i < stages.size(); i++) {
      boolean last = i == stages.size() - 1;
      sizes.change(
          stages.get(i).until(),
          last ? training.batch() : stages.get(i + 1).size(),
          last ? 1 : stages.get(i + 1).rate());
    }
    return sizes;
  }

  private void change(Span at, int size, double rate) {
    long step = begins(at);
    Part last = parts.get(parts.size() - 1);
    if (step <= last.step()) {
      parts.remove(parts.size() - 1); // A stage of no update.
      step = last.step();
    }
    parts.add(
        new Part(
            step,
            step == last.step() ? last.position() : position(step),
            Math.min(size, examples),
            rate));
  }

  /** Updates before a point of the training that is named in steps or epochs. */
  public long begins(Span at) {
    return at.unit() == Span.Unit.STEPS ? (long) at.amount() : whole(updates(at.amount()));
  }

  /** A part of an update counts as one; the slack absorbs rounding. */
  private static long whole(double updates) {
    return (long) Math.ceil(updates - 1e-9);
  }

  /** Whether all updates have one size. */
  public boolean isConstant() {
    return parts.size() == 1;
  }

  /** Examples in the training split. */
  public int examples() {
    return examples;
  }

  /** Examples of an update that is not cut short by the end of a pass. */
  public int size(long step) {
    return part(step).size();
  }

  /** The factor on the learning rate of an update. */
  public double rate(long step) {
    return part(step).rate();
  }

  /** Examples seen before an update. */
  public long position(long step) {
    Part part = part(step);
    long updates = step - part.step();
    long left = examples - part.position() % examples;
    long toEnd = ceil(left, part.size());
    if (updates < toEnd) {
      return part.position() + updates * part.size();
    }
    long rest = updates - toEnd;
    long perEpoch = ceil(examples, part.size());
    long inEpoch = Math.min(examples, rest % perEpoch * part.size());
    return part.position() + left + rest / perEpoch * examples + inEpoch;
  }

  /** Updates after which so many whole passes are done. */
  private long after(long passes) {
    long target = passes * examples;
    Part part = parts.get(0);
    for (Part other : parts) {
      part = other.position() <= target ? other : part;
    }
    long rest = target - part.position();
    if (rest == 0) {
      return part.step();
    }
    long left = examples - part.position() % examples;
    return part.step()
        + ceil(left, part.size())
        + (rest - left) / examples * ceil(examples, part.size());
  }

  /** Updates of so many epochs; of a part of an epoch, that part of its updates, not rounded. */
  public double updates(double epochs) {
    if (isConstant()) {
      return epochs * ceil(examples, parts.get(0).size());
    }
    long passes = (long) epochs;
    long begin = after(passes);
    return begin + (epochs - passes) * (after(passes + 1) - begin);
  }

  /** Epochs after so many updates: the inverse of {@link #updates}. */
  public double epochs(long updates) {
    long passes = position(updates) / examples;
    long begin = after(passes);
    return passes + (updates - begin) / (double) (after(passes + 1) - begin);
  }

  /** The fewest examples of any of the first updates. */
  int fewest(long updates) {
    long fewest = Long.MAX_VALUE;
    for (int i = 0; i < parts.size() && parts.get(i).step() < updates; i++) {
      Part part = parts.get(i);
      long until = i + 1 < parts.size() ? Math.min(updates, parts.get(i + 1).step()) : updates;
      long first = ceil(examples - part.position() % examples, part.size());
      long second = first + ceil(examples, part.size());
      fewest = Math.min(fewest, part.size());
      for (long end : new long[] {first, second}) {
        if (part.step() + end <= until) {
          fewest = Math.min(fewest, position(part.step() + end) - position(part.step() + end - 1));
        }
      }
    }
    return (int) fewest;
  }

  private Part part(long step) {
    int i = parts.size() - 1;
    while (i > 0 && parts.get(i).step() > step) {
      i--;
    }
    return parts.get(i);
  }

  private static long ceil(long amount, long size) {
    return (amount + size - 1) / size;
  }
}
