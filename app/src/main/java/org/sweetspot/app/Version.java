package org.sweetspot.app;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.Collections;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import picocli.CommandLine.IVersionProvider;

/**
 * What is running: version, commit and engine from the manifest of the program's own jar, and where
 * it runs. The version stands in one place, the topmost pom.xml.
 */
final class Version implements IVersionProvider {
  private static final String DEVELOPMENT = "development (no jar)";

  @Override
  public String[] getVersion() throws IOException {
    Attributes own = own();
    return new String[] {
      "sweetspot " + value(own, "Implementation-Version", DEVELOPMENT),
      "commit    " + value(own, "Sweetspot-Commit", "unknown"),
      "engine    " + value(own, "Sweetspot-Engine", "libtorch"),
      "JDK       "
          + System.getProperty("java.runtime.version")
          + " ("
          + System.getProperty("java.vm.name")
          + ")",
      "system    " + System.getProperty("os.name") + " " + System.getProperty("os.arch")
    };
  }

  private static String value(Attributes attributes, String name, String otherwise) {
    String value = attributes.getValue(name);
    return value == null ? otherwise : value;
  }

  /** The manifest that has our entries; empty attributes when run from folders of classes. */
  private static Attributes own() throws IOException {
    List<URL> manifests =
        Collections.list(Version.class.getClassLoader().getResources("META-INF/MANIFEST.MF"));
    for (URL place : manifests) {
      try (InputStream in = place.openStream()) {
        Attributes attributes = new Manifest(in).getMainAttributes();
        if (attributes.getValue("Sweetspot-Commit") != null) {
          return attributes;
        }
      }
    }
    return new Attributes();
  }
}
