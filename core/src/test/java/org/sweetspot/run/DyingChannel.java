package org.sweetspot.run;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import org.jspecify.annotations.Nullable;

/** A file of a {@link DyingDisk}: of the last write, half the bytes arrive. */
final class DyingChannel extends FileChannel {
  private final FileChannel real;
  private final DyingDisk disk;

  DyingChannel(FileChannel real, DyingDisk disk) {
    this.real = real;
    this.disk = disk;
  }

  @Override
  public int write(ByteBuffer source) throws IOException {
    if (disk.isLast()) {
      ByteBuffer half = source.duplicate();
      half.limit(half.position() + half.remaining() / 2);
      real.write(half);
      disk.die();
    }
    return real.write(source);
  }

  @Override
  public long write(ByteBuffer[] sources, int from, int count) throws IOException {
    long written = 0;
    for (int i = from; i < from + count; i++) {
      written += write(sources[i]);
    }
    return written;
  }

  @Override
  public int write(ByteBuffer source, long position) throws IOException {
    if (disk.isLast()) {
      disk.die();
    }
    return real.write(source, position);
  }

  @Override
  public FileChannel truncate(long size) throws IOException {
    if (disk.isLast()) {
      disk.die();
    }
    real.truncate(size);
    return this;
  }

  @Override
  public void force(boolean metadata) throws IOException {
    if (disk.isLast()) {
      disk.die();
    }
    // Nothing here survives a lost current; forcing to a real disk would only take time.
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    return real.read(target);
  }

  @Override
  public long read(ByteBuffer[] targets, int from, int count) throws IOException {
    return real.read(targets, from, count);
  }

  @Override
  public int read(ByteBuffer target, long position) throws IOException {
    return real.read(target, position);
  }

  @Override
  public long position() throws IOException {
    return real.position();
  }

  @Override
  public FileChannel position(long position) throws IOException {
    real.position(position);
    return this;
  }

  @Override
  public long size() throws IOException {
    return real.size();
  }

  @Override
  public long transferTo(long position, long count, WritableByteChannel target) throws IOException {
    return real.transferTo(position, count, target);
  }

  @Override
  public long transferFrom(ReadableByteChannel source, long position, long count) {
    throw new UnsupportedOperationException();
  }

  @Override
  public MappedByteBuffer map(MapMode mode, long position, long size) throws IOException {
    return real.map(mode, position, size);
  }

  @Override
  public FileLock lock(long position, long size, boolean shared) throws IOException {
    return real.lock(position, size, shared);
  }

  @Override
  public @Nullable FileLock tryLock(long position, long size, boolean shared) throws IOException {
    return real.tryLock(position, size, shared);
  }

  @Override
  protected void implCloseChannel() throws IOException {
    real.close();
  }
}
