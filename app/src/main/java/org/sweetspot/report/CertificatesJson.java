package org.sweetspot.report;

import java.util.List;
import org.sweetspot.precision.Certificate;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Certificates of quantizers and sparsifiers as JSON: {@code {"schema", "draws", "quantizers":
 * [{"name", "random", "unbiased", "input", "z", "limit", "shrinkage", "error", "distance"}]}}. The
 * numbers are those of the input on which each does worst.
 */
public final class CertificatesJson {
  private static final int SCHEMA = 1;

  private CertificatesJson() {}

  /** All of them, each over so many draws. */
  public static String write(List<Certificate> certificates, int draws) {
    ObjectNode root = Json.object();
    root.put("schema", SCHEMA);
    root.put("draws", draws);
    ArrayNode list = root.putArray("quantizers");
    for (Certificate certificate : certificates) {
      ObjectNode node = list.addObject();
      node.put("name", certificate.name());
      node.put("random", certificate.random());
      node.put("unbiased", certificate.unbiased());
      node.put("input", certificate.worst());
      node.set("z", Json.number(certificate.z()));
      node.set("limit", Json.number(certificate.limit()));
      node.set("shrinkage", Json.number(certificate.shrinkage()));
      node.set("error", Json.number(certificate.error()));
      node.set("distance", Json.number(certificate.distance()));
    }
    return ResultJson.pretty(root);
  }
}
