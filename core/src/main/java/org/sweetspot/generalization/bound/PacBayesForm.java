package org.sweetspot.generalization.bound;

/**
 * Three ways from a mean empirical risk and a complexity to a bound on the mean risk. With r the
 * risk and c = (KL + ln(2 sqrt(n)/delta))/n all three hold at once: the first with probability 1 -
 * delta (Maurer 2004, theorem 5), and the others lie above it. Each serves as the objective that a
 * posterior is trained by, and so has slopes. Cost: at most 64 evaluations.
 */
public enum PacBayesForm {
  /** kl^-1(r, c). */
  KL("kl", "kl^-1(r, c)", "Langford and Seeger 2001; Maurer 2004, theorem 5") {
    @Override
    public double value(double risk, double complexity) {
      return BinaryKl.upper(risk, complexity);
    }

    @Override
    public Slopes slopes(double risk, double complexity) {
      // At an end of [0, 1] the logarithms have none.
      double q = Math.max(EDGE, Math.min(1 - EDGE, risk));
      double p = Math.max(q + EDGE, Math.min(1 - EDGE, BinaryKl.upper(q, complexity)));
      double byBound = (p - q) / (p * (1 - p));
      double byRisk = Math.log(q) - Math.log(p) + Math.log1p(-p) - Math.log1p(-q);
      return new Slopes(-byRisk / byBound, 1 / byBound);
    }
  },
  /** (sqrt(r + k) + sqrt k)^2 with k = c/2. */
  QUADRATIC("quad", "(sqrt(r + c/2) + sqrt(c/2))^2", "Rivasplata 2019; Perez-Ortiz 2021, JMLR 22") {
    @Override
    public double value(double risk, double complexity) {
      double k = complexity / 2;
      double root = Math.sqrt(risk + k) + Math.sqrt(k);
      return root * root;
    }

    @Override
    public Slopes slopes(double risk, double complexity) {
      double k = complexity / 2;
      double root = Math.sqrt(k * (risk + k));
      return new Slopes(1 + k / root, 1 + (risk + 2 * k) / (2 * root));
    }
  },
  /** The smallest over lambda in (0, 2) of r/(1 - lambda/2) + c/(lambda (1 - lambda/2)). */
  LAMBDA(
      "lambda",
      "min over lambda of r/(1 - lambda/2) + c/(lambda(1 - lambda/2))",
      "Thiemann, Igel, Wintenberger and Seldin 2017, ALT, theorem 3") {
    @Override
    public double value(double risk, double complexity) {
      double lambda = lambda(risk, complexity);
      return (risk + complexity / lambda) / (1 - lambda / 2);
    }

    @Override
    public Slopes slopes(double risk, double complexity) {
      // The best lambda has no slope of its own: the envelope theorem.
      double lambda = lambda(risk, complexity);
      return new Slopes(1 / (1 - lambda / 2), 1 / (lambda * (1 - lambda / 2)));
    }

    private double lambda(double risk, double complexity) {
      return 2 / (Math.sqrt(2 * risk / complexity + 1) + 1);
    }
  };

  private static final double EDGE = 1e-9;

  private final String id;
  private final String formula;
  private final String source;

  PacBayesForm(String id, String formula, String source) {
    this.id = id;
    this.formula = formula;
    this.source = source;
  }

  /**
   * How fast the bound grows.
   *
   * @param byRisk with the empirical risk
   * @param byComplexity with c
   */
  public record Slopes(double byRisk, double byComplexity) {}

  /** The bound; above 1 where the form has no end. */
  public abstract double value(double risk, double complexity);

  /** Its partial derivatives; for a complexity above 0. */
  public abstract Slopes slopes(double risk, double complexity);

  /** Short name. */
  public String id() {
    return id;
  }

  String formula() {
    return formula;
  }

  String source() {
    return source;
  }

  /**
   * c = (KL + ln(2 sqrt(n)/delta))/n.
   *
   * @param divergence KL of the posterior from the prior, in nats
   * @param examples n, at least 8
   */
  public static double complexity(double divergence, int examples, double delta) {
    return (divergence + Math.log(2 * Math.sqrt(examples) / delta)) / examples;
  }
}
