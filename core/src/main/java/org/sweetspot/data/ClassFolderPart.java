package org.sweetspot.data;

import java.io.IOException;
import java.util.List;

/** Examples that are files in a folder for each class, read one after another. */
abstract class ClassFolderPart implements Part {
  private final List<ClassFolders.Entry> entries;
  private int example;

  ClassFolderPart(List<ClassFolders.Entry> entries) {
    this.entries = entries;
  }

  /** Reads the inputs of one example. */
  abstract void read(ClassFolders.Entry entry, double[][] inputs) throws IOException;

  @Override
  public final int count() {
    return entries.size();
  }

  @Override
  public final String place(int index) {
    return entries.get(index).file().toString();
  }

  @Override
  public final void next(double[][] inputs, double[] target) throws IOException {
    ClassFolders.Entry entry = entries.get(example++);
    read(entry, inputs);
    target[0] = entry.label();
  }
}
