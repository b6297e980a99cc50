package org.sweetspot.torch.tensor;

import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.openblas.presets.openblas_nolapack;
import org.bytedeco.pytorch.global.torch;

/**
 * The native library itself: loading it and its thread pools.
 *
 * <p>Thread counts belong to the process (and, in OpenMP, to the calling thread); {@link #enter}
 * sets them again at each entry so that problems with different counts do not disturb each other's
 * results.
 */
public final class Libtorch {
  /** Version of libtorch this is built against. */
  public static final String VERSION = "2.10.0";

  private Libtorch() {}

  /** Loads libtorch; the first call takes about two seconds, further ones nothing. */
  public static void load() {
    Loaded.check();
  }

  /**
   * Opens a scope and sees to the number of threads.
   *
   * @param threads of libtorch in the calling thread; 0 for every core
   * @return closes over everything made inside
   */
  public static PointerScope enter(int threads) {
    load();
    int wanted = threads == 0 ? Runtime.getRuntime().availableProcessors() : threads;
    if (torch.get_num_threads() != wanted) {
      torch.set_num_threads(wanted);
      // libtorch hands its count on to OpenBLAS, whose pool then fights with OpenMP's.
      openblas_nolapack.blas_set_num_threads(1);
    }
    return new PointerScope();
  }

  /** Whether this build can use an NVIDIA GPU and the machine has one. */
  public static boolean hasCuda() {
    load();
    return torch.cuda_is_available();
  }

  /** Loads once, thread-safely, when first touched. */
  private static final class Loaded {
    static {
      // Everything here is scoped; the collector's queue would only cost time. Too late, and
      // harmless, if JavaCPP was loaded before.
      if (System.getProperty("org.bytedeco.javacpp.nopointergc") == null) {
        System.setProperty("org.bytedeco.javacpp.nopointergc", "true");
      }
      Loader.load(torch.class);
      openblas_nolapack.blas_set_num_threads(1);
    }

    static void check() {}
  }
}
