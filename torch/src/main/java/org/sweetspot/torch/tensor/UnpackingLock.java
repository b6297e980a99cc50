package org.sweetspot.torch.tensor;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.bytedeco.javacpp.Loader;
import org.jspecify.annotations.Nullable;

/**
 * Lets one process at a time unpack and open the native libraries of a user's cache.
 *
 * <p>The loader guards the writing of each file, yet opens a library while another process may
 * still be writing one of those that it needs: the linker then maps half a file and the whole
 * process dies of SIGBUS. Where the cache cannot hold a lock, the libraries are loaded without.
 */
final class UnpackingLock implements AutoCloseable {
  private static final long LONGEST = TimeUnit.SECONDS.toNanos(60);
  private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(20);

  private final @Nullable FileChannel held;

  private UnpackingLock(@Nullable FileChannel held) {
    this.held = held;
  }

  /**
   * Waits until no other process is loading. One that dies lets go of the lock; one that stands
   * still keeps it, and is not waited for longer than unpacking can take.
   */
  static UnpackingLock take() {
    FileChannel channel = null;
    try {
      Path folder = Files.createDirectories(Loader.getCacheDir().toPath());
      channel =
          FileChannel.open(
              folder.resolve(".sweetspot-lock"),
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE);
      long began = System.nanoTime();
      while (channel.tryLock() == null && System.nanoTime() - began < LONGEST) {
        LockSupport.parkNanos(PAUSE);
      }
      return new UnpackingLock(channel);
    } catch (IOException noLock) {
      let(channel);
      return new UnpackingLock(null);
    }
  }

  @Override
  public void close() {
    let(held);
  }

  private static void let(@Nullable FileChannel channel) {
    if (channel != null) {
      try {
        channel.close();
      } catch (IOException stays) {
        // The lock then ends with the process.
        return;
      }
    }
  }
}
