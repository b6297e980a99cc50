package org.sweetspot.measure.profile;

import java.util.Locale;
import org.sweetspot.measure.Measure;

/** The questions that measures are grouped by; each is a package of its own. */
public enum Topic {
  /** Loss, accuracy and what is lost on new data. */
  QUALITY("How good is it?"),
  /** Second derivatives of the loss. */
  CURVATURE("How sharp is the minimum?"),
  /** The loss at a distance from the weights. */
  LANDSCAPE("What does the loss look like around it?"),
  /** What step size and batch size can hold. */
  STABILITY("Is the step size at its limit?"),
  /** Spread of the examples' gradients. */
  NOISE("How noisy are the gradients?"),
  /** Weight of extreme values. */
  TAILS("Are extreme steps common?"),
  /** Eigenvalues of weight matrices. */
  SPECTRUM("What do the weights alone tell?"),
  /** Sizes of weights. */
  NORM("How large are the weights, and how far did they move?"),
  /** Distance of outputs from a change of mind. */
  MARGIN("How clearly are examples told apart?"),
  /** What the last hidden layer makes of the classes. */
  REPRESENTATION("What does the network see in an example?"),
  /** Movement of the tangent kernel. */
  KERNEL("Did it learn features, or only weigh those it began with?"),
  /** What kind of function is preferred. */
  FREQUENCY("Which functions does it prefer?"),
  /** How it compares with simpler models. */
  SIMPLICITY("Does it do more than a simpler model would?"),
  /** Whether confidence can be trusted. */
  CALIBRATION("Can its confidence be trusted?"),
  /** The way the weights took. */
  DYNAMICS("Which way did the training take?"),
  /** The cloud of states that the training visited. */
  TOPOLOGY("Which shape has what it visited?");

  private final String question;

  Topic(String question) {
    this.question = question;
  }

  /** The question in plain words. */
  public String question() {
    return question;
  }

  /** The topic of a measure: the last name of its package. */
  public static Topic of(Measure measure) {
    String name = measure.getClass().getPackageName();
    return valueOf(name.substring(name.lastIndexOf('.') + 1).toUpperCase(Locale.ROOT));
  }
}
