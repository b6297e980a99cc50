package org.sweetspot.bridge.wire;

/** The process that answers for a model died, fell silent, failed or answered nonsense. */
public final class BridgeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String details;
  private final boolean mistake;

  /** Says what happened. */
  public BridgeException(String message) {
    this(message, "");
  }

  /**
   * Says what happened, and what the other side wrote about it.
   *
   * @param details for instance a traceback; possibly empty
   */
  public BridgeException(String message, String details) {
    this(message, details, false);
  }

  private BridgeException(String message, String details, boolean mistake) {
    super(details.isBlank() ? message : message + System.lineSeparator() + details.strip());
    this.details = details.strip();
    this.mistake = mistake;
  }

  /** What the user asked for or gave cannot be used as it is. */
  static BridgeException mistake(String message) {
    return new BridgeException(message, "", true);
  }

  /** Whether the user asked for or gave what cannot be used, and nothing failed. */
  public boolean isMistake() {
    return mistake;
  }

  /** What the other side wrote about it, possibly empty. */
  public String details() {
    return details;
  }

  /** The other side answered what the protocol does not allow. */
  static BridgeException nonsense(String what, String expected, Object got) {
    return new BridgeException(
        "bridge: "
            + what
            + ": expected "
            + expected
            + ", got "
            + got
            + "; the other side does not keep to the protocol: use versions that belong together");
  }
}
