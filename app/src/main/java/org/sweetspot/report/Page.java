package org.sweetspot.report;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A whole HTML file that needs nothing else. Its content security policy allows exactly the scripts
 * and the style sheet inside it, by their hashes, and no connection, image, font or frame; not even
 * {@code eval}, which is why Vega runs its expressions by its interpreter.
 */
final class Page {
  private Page() {}

  /**
   * A page.
   *
   * @param title of the document
   * @param body elements inside the body
   * @param charts what {@code report.js} draws, or an empty object: then no script is carried
   */
  static String of(String title, String body, ObjectNode charts) {
    List<String> scripts = new ArrayList<>();
    if (!charts.isEmpty()) {
      scripts.add(Resource.script("vega.min.js"));
      scripts.add(Resource.script("vega-lite.min.js"));
      scripts.add(Resource.script("vega-embed.min.js"));
      scripts.add(Resource.script("report.js"));
    }
    String style = Resource.text("report.css");
    StringBuilder page = new StringBuilder(1 << 20);
    page.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    page.append("<meta http-equiv=\"Content-Security-Policy\" content=\"");
    page.append(Html.escape(policy(style, scripts))).append("\">\n");
    page.append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    page.append("<meta name=\"color-scheme\" content=\"light dark\">\n");
    page.append("<meta name=\"referrer\" content=\"no-referrer\">\n");
    // An address of its own keeps browsers from asking the server for an icon.
    page.append("<link rel=\"icon\" href=\"data:,\">\n");
    page.append("<title>").append(Html.escape(title)).append("</title>\n");
    page.append("<style>").append(style).append("</style>\n</head>\n<body>\n").append(body);
    if (!charts.isEmpty()) {
      page.append("<!-- ").append(comment()).append(" -->\n");
      page.append("<script type=\"application/json\" id=\"charts\">");
      page.append(Json.inScript(charts)).append("</script>\n");
      scripts.forEach(script -> page.append("<script>").append(script).append("</script>\n"));
    }
    return page.append("</body>\n</html>\n").toString();
  }

  /** The charts of a page under one theme. */
  static ObjectNode charts() {
    ObjectNode charts = Json.object();
    JsonNode theme = Json.MAPPER.readTree(Resource.text("theme.vl.json"));
    charts.set("theme", theme);
    charts.putObject("charts");
    return charts;
  }

  private static String comment() {
    return "Charts by Vega 6.4.0, Vega-Lite 6.5.0 and Vega-Embed 7.3.0, Copyright (c) 2015-2023"
        + " University of Washington Interactive Data Lab, BSD 3-Clause.\n"
        + Resource.text("vega.LICENSE").replace("--", "- -");
  }

  private static String policy(String style, List<String> scripts) {
    StringBuilder policy = new StringBuilder("default-src 'none'; img-src data:; style-src ");
    policy.append(hash(style));
    policy.append("; script-src");
    if (scripts.isEmpty()) {
      policy.append(" 'none'");
    }
    scripts.forEach(script -> policy.append(' ').append(hash(script)));
    return policy.append("; base-uri 'none'; form-action 'none'").toString();
  }

  private static String hash(String inline) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(inline.getBytes(StandardCharsets.UTF_8));
      return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256: expected in every JDK", e);
    }
  }
}
