package org.sweetspot.fuzz;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.imageio.ImageIO;
import org.sweetspot.data.DataLoader;
import org.sweetspot.format.ImageFile;
import org.sweetspot.format.NpzFile;
import org.sweetspot.format.SoundFile;
import org.sweetspot.format.table.TableColumn;
import org.sweetspot.format.table.TableRows;
import org.sweetspot.recipe.RecipeReader;
import org.sweetspot.recipe.SourceRecipe;
import org.sweetspot.weights.WeightTensor;
import org.sweetspot.weights.WeightsFile;

/** Every loader, each once for each kind of file: the one list that all fuzzing goes over. */
final class Loaders {
  /** Read beyond this a file is as good as read. */
  private static final int MOST_ROWS = 10_000;

  private Loaders() {}

  static List<Loader> all() throws IOException, URISyntaxException {
    List<Loader> all = new ArrayList<>();
    Map<String, byte[]> weights = folder(WeightsFile.class, "net.safetensors");
    weights.keySet().stream()
        .filter(name -> !name.endsWith(".data"))
        .sorted()
        .forEach(name -> all.add(new Loader("weights " + name, name, weights, Loaders::weights)));
    Map<String, byte[]> selection = folder(WeightsFile.class, "selection/gan.pt");
    selection.keySet().stream()
        .filter(name -> !name.startsWith("expected"))
        .sorted()
        .forEach(
            name -> all.add(new Loader("selection " + name, name, selection, Loaders::weights)));
    Map<String, byte[]> arrays = folder(NpzFile.class, "savez.npz");
    arrays.keySet().stream()
        .filter(name -> name.endsWith(".npz"))
        .sorted()
        .forEach(
            name ->
                all.add(
                    new Loader(
                        "data " + name,
                        name,
                        arrays,
                        file -> data(new SourceRecipe.Npz(file.getFileName() + ""), file))));
    Map<String, byte[]> idx = idx();
    for (String name : idx.keySet()) {
      all.add(new Loader("data " + name, name, idx, file -> data(new SourceRecipe.Idx("."), file)));
    }
    Map<String, byte[]> tables = folder(TableRows.class, "none.parquet");
    tables.keySet().stream()
        .sorted()
        .forEach(name -> all.add(new Loader("table " + name, name, tables, Loaders::table)));
    alone(
        all,
        "table",
        "table.csv",
        text("a,b,label\n1,2.5,x\n3,\"4\n\",y\n,1e3,x\n"),
        Loaders::table);
    for (String kind : List.of("png", "jpg", "bmp")) {
      alone(all, "image", "image." + kind, image(kind), Loaders::image);
    }
    alone(all, "sound", "sound.wav", wav(), Loaders::sound);
    alone(all, "recipe", "recipe.yaml", text(RECIPE), RecipeReader::read);
    return all;
  }

  /** Files that fuzzing found, each by what was wrong with it. */
  static Map<String, byte[]> kept() throws IOException, URISyntaxException {
    return folder(Loaders.class, "kept/name-not-utf8.npz");
  }

  /** Every way to read one file. */
  static List<Loader> of(String name, byte[] whole) {
    List<Loader> all = new ArrayList<>();
    alone(all, "weights", name, whole, Loaders::weights);
    alone(
        all,
        "data",
        name,
        whole,
        file -> data(new SourceRecipe.Npz(file.getFileName() + ""), file));
    alone(all, "table", name, whole, Loaders::table);
    return all;
  }

  private static void alone(
      List<Loader> all, String kind, String name, byte[] whole, Loader.Reading reading) {
    all.add(new Loader(kind + " " + name, name, Map.of(name, whole), reading));
  }

  private static final String RECIPE =
      """
      name: fuzz
      seed: 5
      engine: {threads: 1}
      data:
        source: digits
        split: {train: 400, validation: 50, test: 50}
        augmentation: {crop: 1}
      model: {kind: mlp, hidden: [24], normalization: batch}
      training:
        batch: 16
        optimizer: {kind: sgd, rate: 0.05, momentum: 0.9, weight-decay: 5e-4}
        schedule: {kind: step, at: [0.5, 0.75], factor: 0.1}
        budget: 120 epochs
      control: {change: {batch: 256}, seeds: 3}
      """;

  private static void weights(Path file) throws IOException {
    for (WeightTensor tensor : WeightsFile.open(file).tensors()) {
      if (tensor.load().length != tensor.size()) {
        throw new IllegalStateException(tensor.name() + ": another number of entries");
      }
    }
  }

  private static void data(SourceRecipe source, Path file) {
    DataLoader.whole(source, Objects.requireNonNull(file.getParent()));
  }

  private static void table(Path file) throws IOException {
    try (TableRows rows = TableRows.open(file)) {
      for (int row = 0; row < MOST_ROWS && rows.next(); row++) {
        for (int column = 0; column < rows.columns().size(); column++) {
          TableColumn.Kind kind = rows.columns().get(column).kind();
          if (kind != TableColumn.Kind.UNREADABLE && !rows.missing(column)) {
            if (kind == TableColumn.Kind.NUMBER || kind == TableColumn.Kind.TRUTH) {
              rows.number(column);
            } else {
              rows.text(column);
            }
          }
        }
      }
    }
  }

  private static void image(Path file) throws IOException {
    ImageFile image = ImageFile.open(file);
    image.pixels(image.channels());
  }

  private static void sound(Path file) throws IOException {
    SoundFile.open(file).mixed(16);
  }

  /** The files beside a resource. */
  private static Map<String, byte[]> folder(Class<?> place, String resource)
      throws IOException, URISyntaxException {
    Path one = Path.of(Objects.requireNonNull(place.getResource(resource), resource).toURI());
    Map<String, byte[]> files = new LinkedHashMap<>();
    try (var paths = Files.list(Objects.requireNonNull(one.getParent()))) {
      for (Path path : paths.filter(Files::isRegularFile).sorted().toList()) {
        String name = path.getFileName() + "";
        if (!name.endsWith(".class") && Files.size(path) > 0) {
          files.put(name, Files.readAllBytes(path));
        }
      }
    }
    return files;
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static Map<String, byte[]> idx() {
    Map<String, byte[]> files = new LinkedHashMap<>();
    for (String split : List.of("train", "t10k")) {
      files.put(split + "-images-idx3-ubyte", idx(8, 4, 4));
      files.put(split + "-labels-idx1-ubyte", idx(8));
    }
    return files;
  }

  private static byte[] idx(int... shape) {
    int size = 1;
    for (int extent : shape) {
      size *= extent;
    }
    ByteBuffer bytes = ByteBuffer.allocate(4 + 4 * shape.length + size);
    bytes.put(new byte[] {0, 0, 8, (byte) shape.length});
    for (int extent : shape) {
      bytes.putInt(extent);
    }
    for (int i = 0; i < size; i++) {
      bytes.put((byte) (i % 7));
    }
    return bytes.array();
  }

  private static byte[] image(String kind) throws IOException {
    BufferedImage image = new BufferedImage(6, 5, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 30; i++) {
      image.setRGB(i % 6, i / 6, 0x010203 * 7 * i);
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(image, kind, bytes);
    return bytes.toByteArray();
  }

  /** Sixteen samples of one channel, 16 bits each. */
  private static byte[] wav() {
    ByteBuffer wav = ByteBuffer.allocate(44 + 32).order(ByteOrder.LITTLE_ENDIAN);
    wav.put(text("RIFF")).putInt(36 + 32).put(text("WAVEfmt ")).putInt(16);
    wav.putShort((short) 1).putShort((short) 1).putInt(8000).putInt(16_000);
    wav.putShort((short) 2).putShort((short) 16).put(text("data")).putInt(32);
    for (int i = 0; i < 16; i++) {
      wav.putShort((short) (1000 * i));
    }
    return wav.array();
  }
}
