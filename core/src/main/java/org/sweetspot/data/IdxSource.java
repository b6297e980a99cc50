package org.sweetspot.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.sweetspot.format.IdxFile;

/** Images and labels as MNIST and Fashion-MNIST come: four idx files, plain or gzipped. */
final class IdxSource implements Part {
  private final Path file;
  private final IdxFile images;
  private final IdxFile labels;
  private final byte[] pixels;
  private final byte[] label = new byte[1];

  private IdxSource(Path file, IdxFile images, IdxFile labels) {
    this.file = file;
    this.images = images;
    this.labels = labels;
    this.pixels = new byte[images.itemSize()];
  }

  static Source open(Path folder) throws IOException {
    IdxSource training = part(folder, "train");
    try {
      IdxSource test = part(folder, "t10k");
      if (!test.shape().equals(training.shape())) {
        test.close();
        throw new DataException(
            test.file + ", shape of an image",
            training.shape() + " as in " + training.file.getFileName(),
            test.shape().toString(),
            "put the four files of one data set into the folder");
      }
      String name = String.valueOf(folder.getFileName());
      return new Source(
          name,
          SourceInput.only(training.shape(), 255),
          SourceTarget.classes(0),
          training,
          Optional.of(test));
    } catch (IOException | DataException broken) {
      training.close();
      throw broken;
    }
  }

  private static IdxSource part(Path folder, String prefix) throws IOException {
    Path file = find(folder, prefix + "-images", "idx3-ubyte");
    Path labelFile = find(folder, prefix + "-labels", "idx1-ubyte");
    IdxFile images = IdxFile.open(file);
    try {
      IdxFile labels = IdxFile.open(labelFile);
      try {
        check(file, images, labelFile, labels);
        return new IdxSource(file, images, labels);
      } catch (DataException broken) {
        labels.close();
        throw broken;
      }
    } catch (IOException | DataException broken) {
      images.close();
      throw broken;
    }
  }

  private static void check(Path file, IdxFile images, Path labelFile, IdxFile labels) {
    if (images.shape().size() < 3) {
      throw new DataException(
          file + ", axes",
          "images x height x width",
          images.shape().toString(),
          "check that this file holds images and not labels");
    } else if (labels.shape().size() != 1) {
      throw new DataException(
          labelFile + ", axes",
          "one axis of labels",
          labels.shape().toString(),
          "check that this file holds labels and not images");
    } else if (!images.shape().get(0).equals(labels.shape().get(0))) {
      throw new DataException(
          labelFile + ", number of labels",
          images.shape().get(0) + " as there are images in " + file.getFileName(),
          labels.shape().get(0).toString(),
          "put the files of one data set into the folder");
    }
  }

  private static Path find(Path folder, String name, String kind) {
    for (String file : List.of(name + "-" + kind, name + "." + kind)) {
      for (String ending : List.of("", ".gz")) {
        if (Files.isRegularFile(folder.resolve(file + ending))) {
          return folder.resolve(file + ending);
        }
      }
    }
    throw new DataException(
        folder.toString(),
        "the file " + name + "-" + kind + " or " + name + "-" + kind + ".gz",
        Files.isDirectory(folder) ? "a folder without it" : "no such folder",
        "check data.source.folder, which is relative to the recipe's file");
  }

  private List<Integer> shape() {
    List<Integer> shape = images.shape();
    return shape.size() == 3
        ? List.of(1, shape.get(1), shape.get(2))
        : shape.subList(1, shape.size());
  }

  @Override
  public int count() {
    return images.shape().get(0);
  }

  @Override
  public String place(int example) {
    return file + ", image " + example;
  }

  @Override
  public void next(double[][] inputs, double[] target) throws IOException {
    images.next(pixels);
    labels.next(label);
    for (int i = 0; i < pixels.length; i++) {
      inputs[0][i] = pixels[i] & 0xff;
    }
    target[0] = label[0] & 0xff;
  }

  @Override
  public void close() throws IOException {
    images.close();
    labels.close();
  }
}
