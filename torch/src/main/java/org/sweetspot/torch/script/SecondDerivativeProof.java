package org.sweetspot.torch.script;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.sweetspot.torch.model.SecondDerivative;
import org.sweetspot.torch.model.SecondDerivative.Kind;
import org.sweetspot.torch.tensor.Autograd;

/**
 * Proves the second derivatives of a foreign module, once, when it is opened, for f(w) = mean of
 * z^2 / 2 + c z over its outputs z on a few examples: the product H v by differentiating twice must
 * be symmetric (u'Hv = v'Hu) and equal central differences of gradients, (g(w + h v) - g(w - h v))
 * / 2h. Where functions have kinks, differences over any of several h may agree, the shortest of
 * which cross hardly any. Cost: some twenty gradients of a few examples.
 */
final class SecondDerivativeProof {
  private static final int TRIES = 3;

  private SecondDerivativeProof() {}

  /** A module at given weights. */
  interface Passes {
    /** Outputs for the trial inputs, in the current scope. */
    Tensor outputs();

    /** The leaves of its graphs. */
    List<Tensor> leaves();

    /** The flat tensor whose memory the leaves share. */
    Tensor flat();
  }

  /**
   * Proves a module's second derivatives.
   *
   * @throws RuntimeException libtorch's, if there is no first derivative either
   */
  static SecondDerivative prove(Passes passes) {
    boolean exact = passes.flat().scalar_type() == ScalarType.Double;
    double[] steps = exact ? new double[] {1e-5, 1e-6, 1e-7, 1e-8} : new double[] {1e-2, 1e-3};
    double symmetry = exact ? 1e-7 : 1e-3;
    double agreement = exact ? 1e-4 : 5e-2;
    String reason = "";
    double least = Double.POSITIVE_INFINITY;
    gradient(passes, false);
    for (int at = 0; at < TRIES; at++) {
      Tensor v = direction(passes.flat(), 2 * at);
      Tensor u = direction(passes.flat(), 2 * at + 1);
      Tensor product;
      try {
        product = product(passes, v);
        Tensor other = product(passes, u);
        double asymmetry = Math.abs(dot(u, product) - dot(v, other));
        double scale = norm(product) + norm(other);
        if (!Double.isFinite(scale)) {
          return new SecondDerivative(Kind.NONE, "its second derivatives are not finite here");
        }
        if (asymmetry > symmetry * scale) {
          reason =
              "libtorch's second derivative of it is wrong: products with it are not symmetric";
          continue;
        }
      } catch (RuntimeException missing) {
        reason = "libtorch has no second derivative of it: " + ScriptFailure.words(missing);
        break;
      }
      for (double step : steps) {
        Tensor difference = difference(passes, v, step);
        double floor = agreement * 1e-2 * norm(gradient(passes, false)) / (1 + norm(passes.flat()));
        double apart = norm(product.sub(difference));
        least = Math.min(least, apart / (norm(product) + norm(difference) + floor));
        if (least <= agreement) {
          return SecondDerivative.EXACT;
        }
      }
      reason = "libtorch's second derivative of it is wrong: differences of gradients disagree";
    }
    return new SecondDerivative(
        agree(passes, steps[1], agreement) ? Kind.DIFFERENCES : Kind.NONE, reason);
  }

  private static boolean agree(Passes passes, double step, double tolerance) {
    Tensor v = direction(passes.flat(), 0);
    Tensor one = difference(passes, v, step);
    Tensor other = difference(passes, v, 2 * step);
    return norm(one.sub(other)) <= 100 * tolerance * (norm(one) + norm(other));
  }

  private static Tensor loss(Passes passes) {
    Tensor outputs = passes.outputs().reshape(-1);
    Tensor slopes = torch.arange(new Scalar(outputs.numel()), outputs.options()).cos();
    return outputs.square().mul(new Scalar(0.5)).add(outputs.mul(slopes)).mean();
  }

  private static List<Tensor> parts(Passes passes, boolean differentiable) {
    try (AutoGradMode on = new AutoGradMode(true)) {
      return Autograd.grad(
          List.of(loss(passes)), passes.leaves(), List.of(), differentiable, differentiable);
    }
  }

  private static Tensor gradient(Passes passes, boolean differentiable) {
    return flat(parts(passes, differentiable), passes);
  }

  /** H v by differentiating twice. */
  private static Tensor product(Passes passes, Tensor v) {
    List<Tensor> parts = parts(passes, true);
    List<Tensor> outputs = new ArrayList<>();
    List<Tensor> seeds = new ArrayList<>();
    long offset = 0;
    for (int i = 0; i < parts.size(); i++) {
      Tensor leaf = passes.leaves().get(i);
      Tensor seed = v.narrow(0, offset, leaf.numel()).view(leaf.shape());
      offset += leaf.numel();
      if (parts.get(i).defined() && parts.get(i).requires_grad()) {
        outputs.add(parts.get(i));
        seeds.add(seed);
      }
    }
    if (outputs.isEmpty()) {
      return torch.zeros_like(v);
    }
    return flat(Autograd.grad(outputs, passes.leaves(), seeds, false, false), passes);
  }

  /** (g(w + h v) - g(w - h v)) / 2h with h the step times the length of the weights. */
  private static Tensor difference(Passes passes, Tensor v, double step) {
    double h = step * (1 + norm(passes.flat()));
    Tensor kept = passes.flat().detach().clone();
    try {
      displace(passes, kept, v, h);
      Tensor ahead = gradient(passes, false);
      displace(passes, kept, v, -h);
      return ahead.sub(gradient(passes, false)).div(new Scalar(2 * h));
    } finally {
      displace(passes, kept, v, 0);
    }
  }

  private static void displace(Passes passes, Tensor kept, Tensor v, double h) {
    try (NoGradGuard guard = new NoGradGuard()) {
      passes.flat().copy_(h == 0 ? kept : kept.add(v.mul(new Scalar(h))));
    }
  }

  private static Tensor flat(List<Tensor> parts, Passes passes) {
    TensorVector flat = new TensorVector();
    for (int i = 0; i < parts.size(); i++) {
      Tensor leaf = passes.leaves().get(i);
      flat.push_back(
          parts.get(i).defined()
              ? parts.get(i).detach().reshape(-1)
              : torch.zeros(new long[] {leaf.numel()}, passes.flat().options()));
    }
    return torch.cat(flat, 0);
  }

  /** A fixed direction of length one. */
  private static Tensor direction(Tensor like, int number) {
    Tensor places = torch.arange(new Scalar(like.numel()), like.options());
    Tensor wave =
        places
            .mul(new Scalar(0.7 + 0.31 * number))
            .add(new Scalar(number + 0.2))
            .sin()
            .add(places.mul(new Scalar(2.3 + 0.17 * number)).cos());
    return wave.div(new Scalar(norm(wave)));
  }

  private static double dot(Tensor one, Tensor other) {
    return one.mul(other).sum().item_double();
  }

  private static double norm(Tensor tensor) {
    return tensor.detach().norm().item_double();
  }
}
