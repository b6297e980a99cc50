package org.sweetspot.torch.tensor;

/**
 * libtorch, or the device a recipe asks for, cannot be used on this machine. The message says what
 * was expected, what was found and the remedy.
 */
public final class EngineException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  EngineException(String message) {
    super(message);
  }

  EngineException(String message, Throwable cause) {
    super(message, cause);
  }
}
