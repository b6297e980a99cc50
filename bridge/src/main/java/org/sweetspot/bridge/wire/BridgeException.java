package org.sweetspot.bridge.wire;

/** The process that answers for a model died, fell silent, failed or answered nonsense. */
public final class BridgeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String details;

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
    super(details.isBlank() ? message : message + System.lineSeparator() + details.strip());
    this.details = details.strip();
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
