package org.sweetspot.app;

import org.sweetspot.torch.TorchEngine;
import org.sweetspot.training.Engine;
import org.sweetspot.training.JavaEngine;

/**
 * Which engine this program has. libtorch may be left out of it: weights, trajectories and models
 * of other processes are then measured in plain Java.
 */
final class Engines {
  private static final String NATIVE = "org.bytedeco.pytorch.global.torch";
  private static final String REMEDY =
      "use the program that carries libtorch (./sweetspot builds it, the release's zip holds it)";

  private Engines() {}

  /** Whether libtorch is on the class path. It is not loaded. */
  static boolean isInstalled() {
    try {
      Class.forName(NATIVE, false, Engines.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException | LinkageError missing) {
      return false;
    }
  }

  /** The engine at hand: libtorch, loaded, or plain Java. */
  static Engine atHand() {
    return isInstalled() ? Loaded.engine() : new JavaEngine(REMEDY);
  }

  /** Plain Java, for models whose engine is elsewhere. */
  static Engine plain() {
    return new JavaEngine(REMEDY);
  }

  /** libtorch, for what nothing else can do. */
  static TorchEngine torch(String what) {
    if (!isInstalled()) {
      throw new JavaEngine(REMEDY).refused(what);
    }
    return Loaded.engine();
  }

  /** Kept apart so that nothing native is looked for before it is known to be there. */
  private static final class Loaded {
    static TorchEngine engine() {
      return new TorchEngine();
    }
  }
}
