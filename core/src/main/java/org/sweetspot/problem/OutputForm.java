package org.sweetspot.problem;

/** What is known of how a network's outputs depend on its weights, and its loss on them. */
public interface OutputForm {
  /** How the loss of an example depends on its outputs. */
  OutputLoss outputLoss();

  /** What the targets are. */
  default Task task() {
    return Task.CLASSES;
  }

  /** Outputs, targets and the loss's curvature in the outputs. Cost: one forward pass. */
  OutputTable outputTable(Batch batch, Mode mode);

  /** How the outputs depend on each single weight in a mode. */
  Linearity linearity(Mode mode);

  /** The loss as a function of the outputs z. */
  enum OutputLoss {
    /** Softmax cross-entropy in nats; its Hessian is diag(p) - p p' with p the softmax of z. */
    CROSS_ENTROPY,
    /**
     * Sigmoid cross-entropy in nats, the mean over the outputs; its Hessian is diag(p (1 - p)) over
     * their number, with p the sigmoid of z.
     */
    BINARY_CROSS_ENTROPY,
    /**
     * Half the squared distance to the target, summed over outputs; its Hessian is the identity.
     */
    SQUARED,
    /** The absolute distance, summed over outputs; its Hessian is zero almost everywhere. */
    ABSOLUTE,
    /**
     * Half the square up to a distance delta, linear beyond, summed over outputs; its Hessian is 1
     * within delta and 0 outside.
     */
    HUBER
  }

  /** What a network is to answer. */
  enum Task {
    /** The class of each row: one of several, or yes or no from a single output. */
    CLASSES,
    /** A probability for each class. */
    SHARES,
    /** Several labels that are 0 or 1, one for each output. */
    LABELS,
    /** Real numbers. */
    NUMBERS
  }

  /**
   * Whether almost everywhere each logit is linear in each single weight, the others held fixed. It
   * is so for layers that are linear in their weights with piecewise linear functions between them
   * (ReLU, max-pooling, fixed normalization). The diagonal of the loss's Hessian is then that of
   * its Gauss-Newton matrix.
   */
  enum Linearity {
    /** It is so. */
    PIECEWISE_LINEAR,
    /** It is not so. */
    CURVED,
    /** The network's inside cannot be seen. */
    UNKNOWN
  }
}
