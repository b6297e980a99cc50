package org.sweetspot.torch.tensor;

import java.util.Objects;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.openblas.presets.openblas_nolapack;
import org.bytedeco.pytorch.Context;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

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

  /**
   * Loads libtorch; the first call takes about two seconds, further ones nothing.
   *
   * @throws EngineException if it cannot be loaded
   */
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

  /** Whether this is a build for NVIDIA GPUs; the machine may still have none. */
  public static boolean isBuiltForCuda() {
    load();
    return Context.hasCUDART();
  }

  /** Why a library could not be loaded, with the remedy. */
  static EngineException unloadable(UnsatisfiedLinkError failure) {
    // The loader complains that its own library is nowhere; its cause names the one that lacks.
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    String got = Objects.requireNonNullElse(cause.getMessage(), cause.toString());
    return new EngineException(
        "libtorch: expected native libraries that load, got "
            + got.substring(got.lastIndexOf('/') + 1)
            + "; put what it names on LD_LIBRARY_PATH: a build with -Pcuda needs NVIDIA's CUDA 13,"
            + " cuDNN and NCCL, see docs/cuda-and-platforms.md",
        failure);
  }

  /** Loads once, thread-safely, when first touched. */
  private static final class Loaded {
    private static final @Nullable UnsatisfiedLinkError FAILURE;

    static {
      // Everything here is scoped; the collector's queue would only cost time. Too late, and
      // harmless, if JavaCPP was loaded before.
      if (System.getProperty("org.bytedeco.javacpp.nopointergc") == null) {
        System.setProperty("org.bytedeco.javacpp.nopointergc", "true");
      }
      UnsatisfiedLinkError failure = null;
      try (UnpackingLock alone = UnpackingLock.take()) {
        Loader.load(torch.class);
        openblas_nolapack.blas_set_num_threads(1);
        keepToSinglePrecision();
        // The other kernel of attention has no second derivative. This one is read at each pass.
        torch.globalContext().setSDPUseFlash(false);
      } catch (UnsatisfiedLinkError missing) {
        failure = missing;
      }
      FAILURE = failure;
    }

    /**
     * On a GPU cuDNN's convolutions would round single precision to the 10 bits of TF32, and might
     * add up in another order each time. A CPU knows neither.
     */
    private static void keepToSinglePrecision() {
      Context context = torch.globalContext();
      context.setAllowTF32CuDNN(false);
      context.setDeterministicCuDNN(true);
    }

    static void check() {
      if (FAILURE != null) {
        throw unloadable(FAILURE);
      }
    }
  }
}
