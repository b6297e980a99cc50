package org.sweetspot.run;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.spi.FileSystemProvider;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The machine's own files, up to a chosen change: that one is half done, and nothing after it
 * reaches the disk. So a process is killed, or a disk full, at every point where it makes a
 * difference.
 */
final class DyingDisk extends FileSystemProvider {
  /** Ends a process, as far as a test can. */
  static final class Killed extends Error {
    private static final long serialVersionUID = 1;

    Killed() {
      super("killed");
    }
  }

  private final long last;
  private final boolean full;
  private final List<FileChannel> open = new ArrayList<>();
  private long changes;

  /**
   * A disk.
   *
   * @param last the change that is only half done, from 1
   * @param full whether the disk is full from there on; else the process is killed
   */
  DyingDisk(long last, boolean full) {
    this.last = last;
    this.full = full;
  }

  /** A path of the machine's, on this disk. */
  Path path(Path path) {
    return new DyingPath(path, this);
  }

  /** Changes so far. */
  long changes() {
    return changes;
  }

  /** What the system does for a process that has died. */
  void release() throws IOException {
    for (FileChannel channel : open) {
      channel.close();
    }
  }

  /** Counts a change; whether it is the last, of which half is done. */
  boolean isLast() throws IOException {
    changes++;
    if (changes > last) {
      die();
    }
    return changes == last;
  }

  void die() throws IOException {
    if (full) {
      throw new IOException("No space left on device");
    }
    throw new Killed();
  }

  private void change() throws IOException {
    if (isLast()) {
      die();
    }
  }

  private static Path real(Path path) {
    return path instanceof DyingPath dying ? dying.real() : path;
  }

  private static FileSystemProvider provider(Path path) {
    return real(path).getFileSystem().provider();
  }

  @Override
  public FileChannel newFileChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    if (options.contains(StandardOpenOption.WRITE)) {
      change();
    }
    FileChannel channel = provider(path).newFileChannel(real(path), options, attributes);
    open.add(channel);
    return new DyingChannel(channel, this);
  }

  @Override
  public SeekableByteChannel newByteChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    return newFileChannel(path, options, attributes);
  }

  @Override
  public DirectoryStream<Path> newDirectoryStream(
      Path folder, DirectoryStream.Filter<? super Path> filter) throws IOException {
    List<Path> paths = new ArrayList<>();
    try (DirectoryStream<Path> inner =
        provider(folder).newDirectoryStream(real(folder), every -> true)) {
      inner.forEach(path -> paths.add(path(path)));
    }
    return new DirectoryStream<>() {
      @Override
      public Iterator<Path> iterator() {
        return paths.iterator();
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public void createDirectory(Path folder, FileAttribute<?>... attributes) throws IOException {
    change();
    provider(folder).createDirectory(real(folder), attributes);
  }

  @Override
  public void delete(Path path) throws IOException {
    change();
    provider(path).delete(real(path));
  }

  @Override
  public void copy(Path from, Path to, CopyOption... options) throws IOException {
    change();
    provider(from).copy(real(from), real(to), options);
  }

  @Override
  public void move(Path from, Path to, CopyOption... options) throws IOException {
    change();
    provider(from).move(real(from), real(to), options);
  }

  @Override
  public boolean isSameFile(Path one, Path other) throws IOException {
    return provider(one).isSameFile(real(one), real(other));
  }

  @Override
  public boolean isHidden(Path path) throws IOException {
    return provider(path).isHidden(real(path));
  }

  @Override
  public FileStore getFileStore(Path path) throws IOException {
    return provider(path).getFileStore(real(path));
  }

  @Override
  public void checkAccess(Path path, AccessMode... modes) throws IOException {
    provider(path).checkAccess(real(path), modes);
  }

  @Override
  public <V extends FileAttributeView> @Nullable V getFileAttributeView(
      Path path, Class<V> type, LinkOption... options) {
    return provider(path).getFileAttributeView(real(path), type, options);
  }

  @Override
  public <A extends BasicFileAttributes> A readAttributes(
      Path path, Class<A> type, LinkOption... options) throws IOException {
    return provider(path).readAttributes(real(path), type, options);
  }

  @Override
  public Map<String, Object> readAttributes(Path path, String names, LinkOption... options)
      throws IOException {
    return provider(path).readAttributes(real(path), names, options);
  }

  @Override
  public void setAttribute(Path path, String name, Object value, LinkOption... options)
      throws IOException {
    change();
    provider(path).setAttribute(real(path), name, value, options);
  }

  @Override
  public String getScheme() {
    return "dying";
  }

  @Override
  public FileSystem newFileSystem(URI uri, Map<String, ?> settings) {
    throw new UnsupportedOperationException();
  }

  @Override
  public FileSystem getFileSystem(URI uri) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Path getPath(URI uri) {
    throw new UnsupportedOperationException();
  }
}
