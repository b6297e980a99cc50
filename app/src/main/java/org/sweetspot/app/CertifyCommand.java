package org.sweetspot.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.sweetspot.format.AtomicFile;
import org.sweetspot.generalization.bound.Evidence;
import org.sweetspot.generalization.bound.HeldOutErrors;
import org.sweetspot.generalization.bound.MeasuredNumbers;
import org.sweetspot.generalization.bound.MeasuredTerm;
import org.sweetspot.generalization.certificate.Certificate;
import org.sweetspot.generalization.certificate.Certifier;
import org.sweetspot.generalization.certificate.Phases;
import org.sweetspot.generalization.certificate.TokenCertifier;
import org.sweetspot.measure.Measure;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.NotApplicableException;
import org.sweetspot.measure.Status;
import org.sweetspot.measure.profile.MeasureCatalogue;
import org.sweetspot.measure.profile.Profile;
import org.sweetspot.measure.profile.ProfileProgress;
import org.sweetspot.measure.target.OpenTarget;
import org.sweetspot.problem.Problem;
import org.sweetspot.problem.Split;
import org.sweetspot.random.Seed;
import org.sweetspot.recipe.Recipe;
import org.sweetspot.report.BoundsJson;
import org.sweetspot.report.BoundsReport;
import org.sweetspot.report.BoundsText;
import org.sweetspot.run.RunFolder;
import org.sweetspot.run.RunResult;
import org.sweetspot.training.Observer;
import org.sweetspot.vector.ParameterVector;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sweetspot certify}: which error can be guaranteed. */
@Command(
    name = "certify",
    mixinStandardHelpOptions = true,
    description = {
      "Say which error on new examples can be guaranteed, with which confidence and under which",
      "assumptions: for a run, a model with held-out data, or counts alone, each bound beside what",
      "was observed. 'sweetspot bounds' lists the rules."
    },
    footer = {
      "",
      "Example: sweetspot certify --errors 73 --of 10000",
      "Another: sweetspot certify runs/mine --train --html bounds.html"
    })
final class CertifyCommand implements Callable<Integer> {
  @Mixin private OutputOptions output;
  @Mixin private ResultOptions results;
  @Mixin private TargetOptions options;

  @Parameters(
      arity = "0..1",
      paramLabel = "TARGET",
      description = {
        "The folder of a finished run, or python:MODULE:FUNCTION with test examples, which are",
        "counted; or a TorchScript file with --data: held-out examples that nothing was chosen by."
      })
  private @Nullable Path target;

  @Option(
      names = "--errors",
      paramLabel = "K",
      description = "How many held-out examples were wrong, without a TARGET; with --of.")
  private @Nullable Integer errors;

  @Option(
      names = "--of",
      paramLabel = "N",
      description = "How many held-out examples there were; with --errors.")
  private @Nullable Integer of;

  @Option(
      names = "--delta",
      paramLabel = "D",
      description = "The probability at which a bound may fail; 0.05 if not given.")
  private double delta = 0.05;

  @Option(
      names = "--train",
      description = {
        "Also train what more bounds need, by the run's recipe: a posterior beside a prior, a"
            + " network",
        "in a small random subspace, and one of low rank; of a language model one in a subspace.",
        "Takes about three to four times as long as the run."
      })
  private boolean train;

  @Option(
      names = "--retrain",
      paramLabel = "N",
      description = {
        "Also train 1 + N times with a tenth of the run's training examples replaced, for the"
            + " bound",
        "from the stability of the visited set; 1 to 9."
      })
  private int retrainings;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "Write the bounds beside the truth as a page to this file.")
  private @Nullable Path html;

  private final PythonModels python;

  CertifyCommand() {
    this.python = PythonModels.started();
  }

  @Override
  public Integer call() throws IOException {
    results.check();
    if (html != null) {
      ResultOptions.check("--html", html);
    }
    if (!(delta > 0 && delta < 1)) {
      throw new UserException(
          "--delta", "above 0 and below 1", delta, "leave it out for a confidence of 95%");
    }
    if (target == null) {
      HeldOutErrors held = counts();
      String name = held.errors() + " errors of " + held.of();
      Evidence evidence = Evidence.NONE.with(HeldOutErrors.class, held);
      show(name, Certificate.ofCounts(evidence, delta, held.rate()), Map.of());
      return 0;
    }
    if (errors != null || of != null) {
      throw new UserException(
          "certify", "a target or counts", "both", "leave out --errors and --of, or " + target);
    }
    options.check();
    try (OpenTarget opened = new MeasureTarget(target, options, python).open()) {
      boolean run = "run".equals(opened.provenance().get("kind"));
      if (run && TokenCertifier.fits(recipe())) {
        show(opened.name(), tokens(opened), opened.provenance());
        return 0;
      }
      Problem problem = classifier(opened);
      Certifier certifier =
          new Certifier(problem, delta, new Seed(run ? recipe().seed() : 1))
              .heldOut(heldOut(problem, run))
              .with(MeasuredNumbers.class, measured(opened));
      if (run) {
        certifier.langevin(recipe()).plainSgd(recipe(), steps());
      }
      if (train) {
        train(certifier, opened, run);
      }
      if (retrainings != 0) {
        retrain(certifier, opened, run);
      }
      show(opened.name(), certifier.certificate(), opened.provenance());
    }
    return 0;
  }

  /** The model with its data; weights alone err on nothing. */
  private Problem classifier(OpenTarget opened) {
    try {
      return opened.context().subject().problem();
    } catch (NotApplicableException none) {
      throw new UserException(
          "certify " + target,
          "a run, or a model with held-out examples",
          opened.name() + ", without data or without a model",
          "add --data, with examples that nothing was chosen by");
    }
  }

  /** The examples that nothing was chosen by: what a Python model trains on is none of them. */
  private Split heldOut(Problem problem, boolean run) {
    if (run || problem.size(Split.TEST) > 0) {
      return Split.TEST;
    }
    if (PythonModels.isNamed(Objects.requireNonNull(target))) {
      throw new UserException(
          "certify " + target,
          "held-out examples that nothing was chosen by",
          "the data that it is trained on alone",
          "let the function return a dictionary of model, data, loss and test=(inputs, targets)");
    }
    return Split.TRAIN;
  }

  /** Of a language model, whose tokens are no independent examples. */
  private Certificate tokens(OpenTarget opened) {
    ParameterVector initial = opened.context().subject().facts().initial();
    if (!train) {
      return TokenCertifier.untrained(delta);
    }
    if (initial == null) {
      throw new UserException(
          "--train", "a run whose initial weights are known", target + "", "leave it out");
    }
    try (Watching watching = new Watching(output)) {
      return TokenCertifier.trained(
          opened.context().subject().problem(),
          initial,
          recipe().training(),
          delta,
          new Seed(recipe().seed()),
          watching);
    }
  }

  private void train(Certifier certifier, OpenTarget opened, boolean run) {
    ParameterVector initial = opened.context().subject().facts().initial();
    if (!run || initial == null) {
      throw new UserException(
          "--train", "a run, whose recipe says how to train", target + "", "leave it out");
    }
    certifier
        .whyNotTrained()
        .ifPresent(
            why -> {
              throw new UserException(
                  "--train", "a network without running statistics", why, "leave --train out");
            });
    try (Watching watching = new Watching(output)) {
      certifier.trained(initial, recipe().training(), watching);
    }
  }

  private void retrain(Certifier certifier, OpenTarget opened, boolean run) {
    ParameterVector initial = opened.context().subject().facts().initial();
    if (!run || initial == null) {
      throw new UserException(
          "--retrain", "a run, whose recipe says how to train", target + "", "leave it out");
    }
    if (retrainings < 1 || retrainings > 9) {
      throw new UserException("--retrain", "1 to 9 trainings", retrainings, "take 3");
    }
    try (Watching watching = new Watching(output)) {
      certifier.retrained(initial, recipe().training(), retrainings, watching);
    }
  }

  private long steps() {
    return new RunFolder(Objects.requireNonNull(target)).result().map(RunResult::step).orElse(0L);
  }

  private Recipe recipe() {
    return new RunFolder(Objects.requireNonNull(target)).recipe();
  }

  /** Numbers of the trajectory, where it is known. */
  private MeasuredNumbers measured(OpenTarget opened) {
    List<String> known = new MeasureCatalogue().ids();
    List<Measure> measures =
        new MeasureCatalogue().choose(MeasuredTerm.ids().stream().filter(known::contains).toList());
    Map<String, Double> numbers = new HashMap<>();
    for (Measurement answer :
        Profile.of(opened.context(), measures, ProfileProgress.SILENT).measurements()) {
      if (answer.status() != Status.NOT_APPLICABLE && answer.status() != Status.FAILED) {
        double number = answer.number();
        if (Double.isFinite(number)) {
          numbers.put(answer.id(), number);
        }
      }
    }
    return new MeasuredNumbers(numbers);
  }

  private void show(String name, Certificate certificate, Map<String, String> provenance)
      throws IOException {
    output.out().print(BoundsText.of(name, certificate, output.width()));
    if (html != null) {
      AtomicFile.write(html, BoundsReport.of(name, certificate, provenance));
      output.out().println("Report: " + html);
    }
    output.out().flush();
    results.write(BoundsJson.certificate(name, certificate));
  }

  private HeldOutErrors counts() {
    if (errors == null || of == null) {
      throw new UserException(
          "certify",
          "a target, or errors and the number of examples",
          errors == null ? (of == null ? "neither" : "--of alone") : "--errors alone",
          "give the folder of a run, or --errors K --of N");
    }
    if (of < 1 || errors < 0 || errors > of) {
      throw new UserException(
          "--errors " + errors + " --of " + of,
          "from 0 to as many errors as examples, of at least 1 example",
          errors + " of " + of,
          "count the wrong answers on held-out examples");
    }
    return new HeldOutErrors(errors, of);
  }

  /** Shows the progress of one training after the other. */
  private static final class Watching implements Phases, AutoCloseable {
    private final OutputOptions output;
    private Progress progress = Progress.SILENT;

    private Watching(OutputOptions output) {
      this.output = output;
    }

    @Override
    public List<? extends Observer> begin(String name) {
      progress.close();
      progress = output.progress("Training: " + name);
      return new ArrayList<>(List.of(new TrainingProgress(progress)));
    }

    @Override
    public void close() {
      progress.close();
    }
  }
}
