package org.sweetspot.app;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.sweetspot.precision.Certificate;
import org.sweetspot.precision.Certifier;
import org.sweetspot.precision.HardInput;
import org.sweetspot.precision.Quantizer;
import org.sweetspot.precision.Quantizers;
import org.sweetspot.random.Seed;
import org.sweetspot.sparsity.MagnitudeSparsifier;
import org.sweetspot.sparsity.SparsePattern;
import org.sweetspot.sparsity.UnbiasedSparsifier;

/** Tries every number format and sparsifier: which are right on average. */
final class Unbiasedness {
  static final int DRAWS = 2000;
  private static final List<String> SPARSE = List.of("1:2", "2:4", "4:8");
  private static final List<String> NAMES =
      List.of(
          "int8",
          "int8+stochastic",
          "int4",
          "int4+stochastic",
          "int4+stochastic+sawb",
          "int4+stochastic+mse",
          "int4+stochastic+aciq-laplace",
          "e4m3",
          "e4m3+stochastic",
          "e5m2",
          "e5m2+stochastic",
          "e2m1",
          "e2m1+stochastic",
          "e1m2",
          "e1m2+stochastic",
          "log4",
          "log4+nearest-logarithm",
          "log4+stochastic",
          "log4+stochastic+draws=2",
          "log-levels-4+stochastic",
          "bfloat16",
          "bfloat16+stochastic",
          "half",
          "mxfp8",
          "mxfp8+stochastic",
          "mxfp4",
          "mxfp4+stochastic",
          "mxfp4+stochastic+scales-down",
          "nvfp4",
          "nvfp4+stochastic",
          "nvfp4+stochastic+scales-nearest",
          "nvfp4+stochastic+rotated");

  private Unbiasedness() {}

  /** A line for each as soon as it is known; about ten seconds in all. */
  static List<Certificate> print(PrintWriter out) {
    Certifier certifier = new Certifier(DRAWS, new Seed(1).stream("doctor/unbiased"));
    out.printf("%-33s %-9s %-34s %s%n", "quantizer", "mean", "off by, of |x|; shrinkage", "input");
    List<Certificate> certificates = new ArrayList<>();
    for (Quantizer quantizer : all()) {
      Certificate certificate = certifier.of(quantizer);
      certificates.add(certificate);
      out.println(line(certificate));
      out.flush();
    }
    out.println();
    out.printf(
        Locale.ROOT,
        "%d draws of %d inputs: subnormal, block maxima beside a scale, one giant among dwarfs,"
            + " ...%n",
        DRAWS,
        HardInput.all().size());
    out.println(
        "unbiased: no group of values is off by more than chance explains (|z| below the limit).");
    return List.copyOf(certificates);
  }

  private static List<Quantizer> all() {
    List<Quantizer> all = new ArrayList<>();
    NAMES.forEach(name -> all.add(Quantizers.named(name).orElseThrow()));
    for (String pattern : SPARSE) {
      all.add(new MagnitudeSparsifier(SparsePattern.of(pattern)));
      all.add(new UnbiasedSparsifier(SparsePattern.of(pattern)));
    }
    return all;
  }

  static String line(Certificate certificate) {
    String size =
        certificate.unbiased()
            ? String.format(
                Locale.ROOT, "|z| %.1f, limit %.2f", certificate.z(), certificate.limit())
            : String.format(
                Locale.ROOT,
                "%.2g; %+.2g%s",
                certificate.distance(),
                certificate.shrinkage(),
                certificate.random()
                    ? String.format(Locale.ROOT, " (error %.0e)", certificate.error())
                    : "");
    return String.format(
        Locale.ROOT,
        "%-33s %-9s %-34s %s",
        certificate.name(),
        certificate.unbiased() ? "unbiased" : "biased",
        size,
        certificate.worst());
  }
}
