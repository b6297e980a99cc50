package org.sweetspot.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sweetspot.format.CifarFile;

/** CIFAR-10 or CIFAR-100 in its binary version. */
final class CifarSource implements Part {
  private final List<Path> names;
  private final List<CifarFile> files;
  private final byte[] pixels = new byte[CifarFile.PIXELS];
  private int current;
  private int inFile;

  private CifarSource(List<Path> names, List<CifarFile> files) {
    this.names = names;
    this.files = files;
  }

  static Source open(Path folder, int classes) throws IOException {
    boolean ten = classes == 10;
    List<String> training =
        ten
            ? List.of(
                "data_batch_1.bin",
                "data_batch_2.bin",
                "data_batch_3.bin",
                "data_batch_4.bin",
                "data_batch_5.bin")
            : List.of("train.bin");
    CifarSource train = part(folder, training, ten ? 1 : 2);
    try {
      CifarSource test = part(folder, List.of(ten ? "test_batch.bin" : "test.bin"), ten ? 1 : 2);
      return new Source(
          "cifar-" + classes,
          SourceInput.only(List.of(3, 32, 32), 255),
          SourceTarget.classes(classes),
          train,
          Optional.of(test));
    } catch (IOException | DataException broken) {
      train.close();
      throw broken;
    }
  }

  private static CifarSource part(Path folder, List<String> names, int labelBytes)
      throws IOException {
    List<CifarFile> files = new ArrayList<>();
    List<Path> paths = names.stream().map(folder::resolve).toList();
    CifarSource part = new CifarSource(paths, files);
    try {
      for (Path path : paths) {
        String plain = String.valueOf(path.getFileName()).replace(".bin", "");
        if (!Files.isRegularFile(path) && Files.isRegularFile(folder.resolve(plain))) {
          throw new DataException(
              folder.toString(),
              "the binary version of CIFAR, with the file " + path.getFileName(),
              "the version for Python, with the file " + plain,
              "download the binary version (cifar-10-binary.tar.gz or cifar-100-binary.tar.gz)");
        } else if (!Files.isRegularFile(path)) {
          throw new DataException(
              folder.toString(),
              "the file " + path.getFileName(),
              Files.isDirectory(folder) ? "a folder without it" : "no such folder",
              "check data.source.folder, which is relative to the recipe's file, and classes;"
                  + " take the binary version of CIFAR");
        }
        files.add(CifarFile.open(path, labelBytes));
      }
      return part;
    } catch (IOException | DataException broken) {
      part.close();
      throw broken;
    }
  }

  @Override
  public int count() {
    return files.stream().mapToInt(CifarFile::count).sum();
  }

  @Override
  public String place(int example) {
    int left = example;
    int file = 0;
    while (left >= files.get(file).count()) {
      left -= files.get(file).count();
      file++;
    }
    return names.get(file) + ", image " + left;
  }

  @Override
  public void next(double[][] inputs, double[] target) throws IOException {
    if (inFile == files.get(current).count()) {
      current++;
      inFile = 0;
    }
    target[0] = files.get(current).next(pixels);
    inFile++;
    for (int i = 0; i < pixels.length; i++) {
      inputs[0][i] = pixels[i] & 0xff;
    }
  }

  @Override
  public void close() throws IOException {
    for (CifarFile file : files) {
      file.close();
    }
  }
}
