package org.sweetspot.weights;

import java.util.List;
import org.sweetspot.problem.Problem;
import org.sweetspot.vector.ParameterGroup;
import org.sweetspot.vector.ParameterGroup.Role;
import org.sweetspot.vector.ParameterVector;
import org.sweetspot.vector.Precision;

/** A group of a problem's parameters. */
record ProblemTensor(Problem problem, ParameterGroup group) implements WeightTensor {
  @Override
  public String name() {
    return group.name();
  }

  @Override
  public Role role() {
    return group.role();
  }

  @Override
  public List<Long> shape() {
    return group.shape();
  }

  @Override
  public double epsilon() {
    return problem.space().precision() == Precision.FLOAT ? 0x1p-23 : 0x1p-52;
  }

  @Override
  public double[] load() {
    try (ParameterVector view = problem.parameters().view(group)) {
      return view.toArray();
    }
  }
}
