package org.sweetspot.report.finding;

import org.sweetspot.measure.topology.TopologyFinding;

/** What the shape of the cloud of states shows, in words. */
final class TopologySentences {
  private static final String TREE = "The spanning tree has %.2f of the length of the way: ";
  private static final String FILLS = "By %s the states fill %.2f dimensions (error %.2g)";
  private static final String COUNT =
      "At the finer scale the %.0f states count as %.3g different ones: ";

  private TopologySentences() {}

  static String of(TopologyFinding verdict) {
    return switch (verdict) {
      case NEVER_MOVED -> "The weights never moved.";
      case TREE_RETURNS ->
          TREE + "the training came back near where it was, which a random walk would not.";
      case TREE_IS_WAY ->
          TREE + "as a random walk, so that this is the length of the way, and shows no more.";
      case JUMP ->
          "One component lives %.3g times as long as the median one: a jump between places.";
      case REPEATED ->
          "Half of the states or more repeat others exactly: the median lifetime is zero, and no"
              + " lifetime can be compared with it.";
      case ONE_PLACE ->
          "No component lives ten times as long as the median one: one place, without jumps.";
      case LIFETIMES_RETURN ->
          "The median lifetime is %.2f of the median step: the training came back near where it"
              + " was.";
      case LIFETIMES_AS_STEPS ->
          "Lifetimes are about the steps, as in a random walk: no returns are shown.";
      case SETTLES ->
          "Every direction contracts in the mean: near these states the training settles in a"
              + " point.";
      case KEEPS_MOVING ->
          "Up to %.4g of %.0f directions (error %.2g) the stretching is not outweighed: the"
              + " training keeps moving there.";
      case DIMENSION_OWN -> FILLS + ", a random walk with these steps %.2f: this training's own.";
      case DIMENSION_AS_WALK -> FILLS + ", a random walk with these steps %.2f: it shows nothing.";
      case DIMENSION_ALONE -> FILLS + "; a random walk with these steps has none to compare with.";
      case STATES_APART -> COUNT + "all far apart there, which says no more than their number.";
      case STATES_ONE -> COUNT + "one and the same there.";
      case MAGNITUDE_OWN -> COUNT + "not what a random walk with these steps has.";
      case MAGNITUDE_AS_WALK ->
          COUNT + "about what a random walk with these steps has, which shows nothing.";
    };
  }
}
