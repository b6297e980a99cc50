package org.sweetspot.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.sweetspot.precision.Certificate;
import org.sweetspot.report.CertificatesJson;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sweetspot doctor}: whether this machine is fit. */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    description = {
      "Check whether this machine is fit, and say what to do if not.",
      "Looks at Java, memory, cores, disk, the allocator's settings and the engine.",
      "Ends with code 1 if something is unfit."
    },
    footer = {
      "",
      "Example: sweetspot doctor",
      "         sweetspot doctor --unbiased --json unbiased.json"
    })
final class DoctorCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--unbiased",
      description =
          "Instead, try every number format and sparsifier on inputs that are hard for it, and say"
              + " which are right on average, and how far off the others are.")
  private boolean unbiased;

  @Mixin private JsonOption json;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    if (unbiased) {
      List<Certificate> certificates = Unbiasedness.print(out);
      json.write(() -> CertificatesJson.write(certificates, Unbiasedness.DRAWS), out);
      return 0;
    }
    if (json.isAsked()) {
      throw new CommandLine.ParameterException(
          spec.commandLine(),
          "--json: expected with --unbiased, got alone; add --unbiased, or leave it out");
    }
    List<Finding> findings = Doctor.examine();
    for (Finding finding : findings) {
      out.printf("%-7s %-10s %s%n", finding.fitness().word(), finding.subject(), finding.found());
      if (!finding.remedy().isEmpty()) {
        out.printf("%-18s fix: %s%n", "", finding.remedy());
      }
    }
    boolean fit = findings.stream().noneMatch(f -> f.fitness() == Finding.Fitness.UNFIT);
    out.println(fit ? "This machine is fit." : "This machine is not fit: see the fixes above.");
    return fit ? 0 : Failures.OURS;
  }
}
