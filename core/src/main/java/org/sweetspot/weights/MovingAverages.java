package org.sweetspot.weights;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Copies of the weights that a file keeps beside them: moving averages, and networks that follow
 * another (teacher, target, momentum encoder). A name alone is not enough: a group that is called
 * an average is one if the file has as many tensors of each shape outside of it; a follower, if
 * each of its tensors has a namesake of its shape outside.
 */
final class MovingAverages {
  private static final Pattern AVERAGE =
      Pattern.compile(
          "(.*[_.-])?(ema|swa|shadow|averaged|polyak)([_.-].*|\\d*)?|exponentialmovingaverage");
  private static final Pattern AVERAGE_MAP = Pattern.compile("(.*[_-])?(avg|average)([_-].*)?");
  private static final Pattern FOLLOWER =
      Pattern.compile("(.*_)?(teacher|target|momentum)(_.*)?|encoder_k");
  private static final Pattern SOURCE = Pattern.compile("(.*_)?(source|src)(_.*)?");

  private final Set<Candidate> copies = new LinkedHashSet<>();

  private MovingAverages(List<Candidate> all) {
    Map<String, List<Candidate>> averages = new LinkedHashMap<>();
    Map<String, List<Candidate>> followers = new LinkedHashMap<>();
    List<Candidate> outside = new ArrayList<>();
    for (Candidate one : all) {
      Optional<String> average = averageGroup(one);
      Optional<String> follower = average.isPresent() ? Optional.empty() : prefix(one);
      average.ifPresent(group -> averages.computeIfAbsent(group, g -> new ArrayList<>()).add(one));
      follower.ifPresent(
          group -> followers.computeIfAbsent(group, g -> new ArrayList<>()).add(one));
      if (average.isEmpty() && follower.isEmpty() && one.tensor().type().floating()) {
        outside.add(one);
      }
    }
    addFollowers(followers, outside);
    Map<List<Long>, Integer> shapes = new HashMap<>();
    outside.forEach(one -> shapes.merge(one.tensor().shape(), 1, Integer::sum));
    averages.values().stream().filter(group -> isCopy(group, shapes)).forEach(copies::addAll);
  }

  /** The tensors that are copies of others of the file. */
  static Set<Candidate> of(List<Candidate> all) {
    return new MovingAverages(all).copies;
  }

  private static boolean counts(Candidate one) {
    return one.tensor().type().floating() && !one.tensor().shape().isEmpty();
  }

  private static boolean isCopy(List<Candidate> group, Map<List<Long>, Integer> outside) {
    Map<List<Long>, Integer> inside = new HashMap<>();
    group.stream()
        .filter(MovingAverages::counts)
        .forEach(one -> inside.merge(one.tensor().shape(), 1, Integer::sum));
    return !inside.isEmpty()
        && inside.entrySet().stream()
            .allMatch(shape -> outside.getOrDefault(shape.getKey(), 0) >= shape.getValue());
  }

  /** The name up to the first part that speaks of an average. */
  private static Optional<String> averageGroup(Candidate one) {
    List<String> parts = one.parts();
    String first = one.path().get(0).toLowerCase(Locale.ROOT);
    boolean map = one.path().size() > 1;
    if (map && (AVERAGE.matcher(first).matches() || AVERAGE_MAP.matcher(first).matches())) {
      return Optional.of(first);
    }
    for (int i = 0; i < parts.size(); i++) {
      if (AVERAGE.matcher(parts.get(i)).matches()) {
        // A last part names one tensor of many: they are one group.
        return Optional.of(
            i == parts.size() - 1
                ? "*." + parts.get(i)
                : String.join(".", parts.subList(0, i + 1)));
      }
    }
    return Optional.empty();
  }

  /** The name up to the part that speaks of a follower. */
  private static Optional<String> prefix(Candidate one) {
    List<String> parts = one.parts();
    for (int i = 0; i < parts.size() - 1; i++) {
      if (FOLLOWER.matcher(parts.get(i)).matches()) {
        return Optional.of(String.join(".", parts.subList(0, i + 1)));
      }
    }
    return Optional.empty();
  }

  private void addFollowers(Map<String, List<Candidate>> groups, List<Candidate> outside) {
    Set<List<Object>> known = new HashSet<>();
    if (!groups.isEmpty()) {
      for (Candidate one : outside) {
        List<String> parts = one.parts();
        // What stands beside a target may also be a source: two parts of one network.
        boolean source = parts.stream().anyMatch(part -> SOURCE.matcher(part).matches());
        for (int i = 0; i < parts.size() && !source; i++) {
          known.add(
              List.of(String.join(".", parts.subList(i, parts.size())), one.tensor().shape()));
        }
      }
    }
    groups.forEach(
        (prefix, group) -> {
          boolean follows =
              group.stream()
                  .filter(MovingAverages::counts)
                  .allMatch(
                      one -> known.contains(List.of(rest(one, prefix), one.tensor().shape())));
          if (follows && group.stream().anyMatch(MovingAverages::counts)) {
            copies.addAll(group);
          } else {
            outside.addAll(group);
          }
        });
  }

  private static String rest(Candidate one, String prefix) {
    return String.join(".", one.parts()).substring(prefix.length() + 1);
  }
}
