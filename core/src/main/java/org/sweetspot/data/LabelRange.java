package org.sweetspot.data;

import java.util.List;

/**
 * The class labels of all splits against the outputs that a model has for them. Labels that count
 * nowhere ({@link ClassLabels#IGNORED}) are left out. Cost: one pass over the labels.
 *
 * @param smallest label that counts, {@link Integer#MAX_VALUE} if none does
 * @param largest label that counts, -1 if none does
 * @param names of classes, 0 where they have none
 */
public record LabelRange(int smallest, int largest, int names) {
  /** That of data whose targets are class labels. */
  public static LabelRange of(DataSet data) {
    int smallest = Integer.MAX_VALUE;
    int largest = -1;
    for (Examples split : List.of(data.train(), data.validation(), data.test())) {
      ClassLabels some = split.classLabels();
      for (int i = 0; i < some.size(); i++) {
        if (some.get(i) >= 0) {
          smallest = Math.min(smallest, some.get(i));
          largest = Math.max(largest, some.get(i));
        }
      }
    }
    return new LabelRange(smallest, largest, data.train().classLabels().names().size());
  }

  /** Whether each label has an output. */
  public boolean fits(long outputs) {
    return largest < outputs && names <= outputs;
  }

  /** What so many outputs ask for. */
  public String expected(long outputs) {
    return names > 0
        ? names + " outputs or more, one for each class of the labels"
        : "labels from 0 to " + (outputs - 1) + ", for there are " + outputs + " outputs";
  }

  /** What there is instead. */
  public String got(long outputs) {
    return names > 0 ? outputs + " outputs" : "labels from " + smallest + " to " + largest;
  }

  /** What to do about it. */
  public String remedy(long outputs) {
    if (names > 0) {
      return "leave out examples of classes that the module does not know, or number the labels as"
          + " it counts them";
    }
    return smallest > 0 && largest - smallest < outputs
        ? "subtract " + smallest + ": write y=y - " + smallest
        : "number the classes 0, 1, 2 and so on, as the module's outputs are";
  }
}
