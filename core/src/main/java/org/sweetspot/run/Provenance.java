package org.sweetspot.run;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.sweetspot.recipe.Recipe;
import org.sweetspot.recipe.RecipeWriter;
import org.sweetspot.vector.ParameterVector;
import tools.jackson.databind.node.ObjectNode;

/**
 * Where a result comes from: everything its bits depend on, and nothing about who made it.
 *
 * @param name of the recipe
 * @param recipeHash SHA-256 of the whole recipe as YAML, or of the file measured, in hexadecimal
 * @param seed the recipe's
 * @param dataHash of all inputs and labels
 * @param program version of this program
 * @param jvm name and version of the Java machine
 * @param os name, version and architecture of the operating system
 * @param cpu model of the processor, as far as the system tells
 * @param device where tensors live
 * @param engine name and version
 */
public record Provenance(
    String name,
    String recipeHash,
    long seed,
    String dataHash,
    String program,
    String jvm,
    String os,
    String cpu,
    String device,
    String engine) {
  private static final Path CPU_FILE = Path.of("/proc/cpuinfo");
  private static final String REMEDY =
      "put the file back from a copy of the folder, or train again in another folder";

  /** The provenance of what this machine makes of a recipe. */
  public static Provenance of(Recipe recipe, String dataHash, String engine) {
    return here(
        recipe.name(),
        hash(recipe),
        recipe.seed(),
        dataHash,
        recipe.engine().device().key(),
        engine);
  }

  /**
   * The provenance of what this machine finds in a file that no recipe made.
   *
   * @param file the model or its weights
   * @param dataHash of all inputs and labels, empty without data
   * @param device where tensors live
   */
  public static Provenance ofFile(
      Path file, long seed, String dataHash, String device, String engine) throws IOException {
    return here(
        String.valueOf(file.getFileName()), Hashes.sha256(file), seed, dataHash, device, engine);
  }

  /** What is known of a measurement of several files: a hash of all their hashes, in order. */
  public static Provenance ofFiles(
      Path folder, List<Path> files, long seed, String device, String engine) throws IOException {
    StringBuilder hashes = new StringBuilder();
    for (Path file : files) {
      hashes.append(Hashes.sha256(file));
    }
    String hash = Hashes.sha256(hashes.toString().getBytes(StandardCharsets.UTF_8));
    return here(String.valueOf(folder.getFileName()), hash, seed, "none", device, engine);
  }

  /**
   * What is known of a measurement of a model that no file holds: a hash of its weights.
   *
   * @param name of the model
   * @param device where its tensors live
   */
  public static Provenance ofWeights(
      String name, ParameterVector weights, long seed, String device, String engine) {
    ByteBuffer bytes =
        ByteBuffer.allocate(
            Math.toIntExact(
                Math.multiplyExact(
                    weights.space().dimension(), weights.space().precision().bytes())));
    weights.write(bytes);
    return here(name, Hashes.sha256(bytes.array()), seed, "none", device, engine);
  }

  private static Provenance here(
      String name, String hash, long seed, String dataHash, String device, String engine) {
    return new Provenance(
        name,
        hash,
        seed,
        dataHash,
        Optional.ofNullable(Provenance.class.getPackage().getImplementationVersion())
            .orElse("development"),
        property("java.vm.name") + " " + property("java.runtime.version"),
        property("os.name") + " " + property("os.version") + " " + property("os.arch"),
        processor(),
        device,
        engine);
  }

  /** SHA-256 of the whole recipe as YAML, in hexadecimal. */
  public static String hash(Recipe recipe) {
    return Hashes.sha256(RecipeWriter.write(recipe).getBytes(StandardCharsets.UTF_8));
  }

  /** Everything by name. */
  public Map<String, String> words() {
    Map<String, String> words = new LinkedHashMap<>();
    words.put("name", name);
    words.put("recipeHash", recipeHash);
    words.put("seed", Long.toString(seed));
    words.put("dataHash", dataHash);
    words.put("program", program);
    words.put("jvm", jvm);
    words.put("os", os);
    words.put("cpu", cpu);
    words.put("device", device);
    words.put("engine", engine);
    return words;
  }

  /** As JSON, indented. */
  String json() {
    ObjectNode root = RunJson.object();
    root.put("name", name).put("recipeHash", recipeHash).put("seed", seed);
    root.put("dataHash", dataHash).put("program", program).put("jvm", jvm).put("os", os);
    root.put("cpu", cpu).put("device", device).put("engine", engine);
    return RunJson.text(root);
  }

  /** What a file of that name says. */
  static Provenance parse(String place, String json) {
    RunJson file = RunJson.parse(place, json, REMEDY);
    return new Provenance(
        file.text("name"),
        file.text("recipeHash"),
        file.whole("seed"),
        file.text("dataHash"),
        file.text("program"),
        file.text("jvm"),
        file.text("os"),
        file.text("cpu"),
        file.text("device"),
        file.text("engine"));
  }

  /** What differs between the machines that two results come from, in words. */
  List<String> differences(Provenance other) {
    List<String> differences = new ArrayList<>();
    compare("program", program, other.program, differences);
    compare("jvm", jvm, other.jvm, differences);
    compare("os", os, other.os, differences);
    compare("cpu", cpu, other.cpu, differences);
    compare("device", device, other.device, differences);
    compare("engine", engine, other.engine, differences);
    return differences;
  }

  private static void compare(String what, String then, String now, List<String> differences) {
    if (!then.equals(now)) {
      differences.add(what + " was " + then + " and is " + now);
    }
  }

  private static String processor() {
    try (Stream<String> lines = Files.lines(CPU_FILE)) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .findFirst()
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .orElse(property("os.arch"));
    } catch (IOException elsewhere) {
      // Only Linux has the file; other systems tell the model through native calls alone.
      return Optional.ofNullable(System.getenv("PROCESSOR_IDENTIFIER")).orElse(property("os.arch"));
    }
  }

  private static String property(String name) {
    return System.getProperty(name, "unknown");
  }
}
