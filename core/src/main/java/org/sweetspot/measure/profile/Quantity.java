package org.sweetspot.measure.profile;

import java.util.Map;
import java.util.TreeMap;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.Value;

/**
 * One number of one measure.
 *
 * @param id of the measure
 * @param part its name or position within the value, empty for a single number
 */
public record Quantity(String id, String part) implements Comparable<Quantity> {
  /** All numbers of a profile; measures that do not apply have none, nor have curves. */
  public static Map<Quantity, Double> of(Profile profile) {
    Map<Quantity, Double> numbers = new TreeMap<>();
    for (Measurement answer : profile.measurements()) {
      Value value = answer.value();
      if (value instanceof Value.Scalar scalar) {
        numbers.put(new Quantity(answer.id(), ""), scalar.value());
      } else if (value instanceof Value.Series series) {
        for (int i = 0; i < series.values().size(); i++) {
          numbers.put(new Quantity(answer.id(), Integer.toString(i + 1)), series.values().get(i));
        }
      } else if (value instanceof Value.Named named) {
        named.values().forEach((part, x) -> numbers.put(new Quantity(answer.id(), part), x));
      }
    }
    return numbers;
  }

  @Override
  public int compareTo(Quantity other) {
    int byId = id.compareTo(other.id);
    if (byId != 0) {
      return byId;
    }
    // Positions in order: 2 before 10.
    int byLength =
        isPosition() && other.isPosition()
            ? Integer.compare(part.length(), other.part.length())
            : 0;
    return byLength != 0 ? byLength : part.compareTo(other.part);
  }

  private boolean isPosition() {
    return !part.isEmpty() && part.chars().allMatch(Character::isDigit);
  }
}
