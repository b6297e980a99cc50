package org.sweetspot.training;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Problem;
import org.sweetspot.random.Seed;
import org.sweetspot.recipe.TrainingRecipe;
import org.sweetspot.recipe.WorkersRecipe;
import org.sweetspot.vector.ParameterVector;

/**
 * Local SGD: K workers with weights x_k and optimizers of their own, each on its part of every
 * batch. After each period the mean step d = x - mean x_k moves the common weights x by the outer
 * rule
 *
 * <p>v := m v + d, x := x - r (d + m v) with Nesterov's momentum, x := x - r v without,
 *
 * <p>and all go on from x; with r = 1 and m = 0 that is the mean of the weights. With a period of
 * one, equal parts and SGD it is then the training of the whole batch, exactly. Between two such
 * points the problem has the mean of the workers' weights. Running statistics are averaged after
 * each update, which is what averaging them at the end of a period gives, since no worker's
 * training reads them. The last update of a training ends a period.
 *
 * <p>Each worker has draws of its own, and keeps its optimizer's state over the averaging. A worker
 * whose part of a short batch is empty waits.
 *
 * <p>Cost: the gradients of one worker and 3 K passes over a vector. Memory: that of K trainings
 * and three vectors. Sources: Stich, "Local SGD converges fast and communicates little" (ICLR
 * 2019); Douillard et al., "DiLoCo" (arXiv 2311.08105).
 */
final class LocalWorkers implements Workers {
  private final WorkersRecipe.Local recipe;
  private final TrainingRecipe training;
  private final int copies;
  private final Problem problem;
  private final long last;
  private final List<OneWorker> workers = new ArrayList<>();
  private final List<ParameterVector> weights = new ArrayList<>();
  private final List<Seed> seeds = new ArrayList<>();
  private final boolean[] busy;
  private final ParameterVector common;
  private final ParameterVector velocity;
  private final ParameterVector scratch;

  LocalWorkers(
      TrainingRecipe training,
      WorkersRecipe.Local recipe,
      int copies,
      Problem problem,
      Seed seed,
      Supplier<Optimizer> optimizer,
      long last) {
    this.recipe = recipe;
    this.training = training;
    this.copies = copies;
    this.problem = problem;
    this.last = last;
    this.busy = new boolean[recipe.count()];
    for (int k = 0; k < recipe.count(); k++) {
      Seed own = seed.child("training/worker/" + k);
      seeds.add(own);
      workers.add(
          new OneWorker(
              GradientSource.of(training, copies, problem, own),
              optimizer.get(),
              problem,
              training));
      weights.add(problem.parameters().copy());
    }
    this.common = problem.parameters().copy();
    this.velocity = problem.space().zero();
    this.scratch = problem.space().zero();
  }

  @Override
  public Taken take(Batch batch, Update update) {
    long examples = batch.size() / copies;
    double loss = 0;
    boolean hasBuffers = problem.buffers().space().dimension() > 0;
    scratch.scale(0);
    try (ParameterVector mean = problem.parameters().copy();
        ParameterVector before = problem.buffers().copy();
        ParameterVector after = problem.buffers().space().zero()) {
      int from = 0;
      for (int k = 0; k < workers.size(); k++) {
        int to = (int) (examples * (k + 1) / workers.size()) * copies;
        busy[k] = to > from;
        if (busy[k]) {
          double share = (to - from) / (double) batch.size();
          problem.parameters().set(weights.get(k));
          OneWorker worker = workers.get(k);
          loss += share * worker.take(batch.slice(from, to), update).loss();
          scratch.add(share, worker.scratch());
          if (hasBuffers) {
            after.add(share, problem.buffers());
            problem.buffers().set(before);
          }
        }
        from = to;
      }
      problem.parameters().set(mean);
      if (hasBuffers) {
        problem.buffers().set(after);
      }
    }
    return new Taken(loss, scratch.norm());
  }

  @Override
  public void move(Update update) {
    scratch.scale(0);
    for (int k = 0; k < workers.size(); k++) {
      if (busy[k]) {
        Seed own = seeds.get(k);
        problem.parameters().set(weights.get(k));
        workers.get(k).move(update);
        training
            .precision()
            .rounding()
            .ifPresent(
                quantizer ->
                    new RoundedWeights(problem, quantizer, training.precision()::keeps, own)
                        .after(update));
        weights.get(k).set(problem.parameters());
      }
      scratch.add(1.0 / workers.size(), weights.get(k));
    }
    if (update.step() % recipe.period() == 0 || update.step() == last) {
      average();
      weights.forEach(weight -> weight.set(common));
      problem.parameters().set(common);
    } else {
      problem.parameters().set(scratch);
    }
  }

  /** The outer rule; the mean of the weights is in the scratch vector. */
  private void average() {
    if (recipe.outerRate() == 1 && recipe.outerMomentum() == 0) {
      common.set(scratch);
      return;
    }
    double momentum = recipe.outerMomentum();
    scratch.scale(-1).add(1, common);
    velocity.scale(momentum).add(1, scratch);
    if (recipe.nesterov()) {
      common.add(-recipe.outerRate(), scratch).add(-recipe.outerRate() * momentum, velocity);
    } else {
      common.add(-recipe.outerRate(), velocity);
    }
  }

  @Override
  public ParameterVector scratch() {
    return scratch;
  }

  @Override
  public SortedMap<String, ParameterVector> vectors() {
    SortedMap<String, ParameterVector> vectors = new TreeMap<>();
    vectors.put("outer-weights", common);
    vectors.put("outer-velocity", velocity);
    for (int k = 0; k < workers.size(); k++) {
      String name = "worker-" + k + "-";
      vectors.put(name + "weights", weights.get(k));
      workers.get(k).vectors().forEach((key, vector) -> vectors.put(name + key, vector));
    }
    return vectors;
  }

  @Override
  public SortedMap<String, Double> numbers() {
    SortedMap<String, Double> numbers = new TreeMap<>();
    for (int k = 0; k < workers.size(); k++) {
      String name = "worker-" + k + "-";
      workers.get(k).numbers().forEach((key, number) -> numbers.put(name + key, number));
    }
    return numbers;
  }

  @Override
  public void restore(SortedMap<String, Double> saved) {
    for (int k = 0; k < workers.size(); k++) {
      String name = "worker-" + k + "-";
      SortedMap<String, Double> own = new TreeMap<>();
      saved.forEach(
          (key, number) -> {
            if (key.startsWith(name)) {
              own.put(key.substring(name.length()), number);
            }
          });
      workers.get(k).restore(own);
    }
  }

  @Override
  public void close() {
    workers.forEach(OneWorker::close);
    weights.forEach(ParameterVector::close);
    common.close();
    velocity.close();
    scratch.close();
  }
}
