package org.sweetspot.problem;

/** What is known of how a classifier's outputs depend on its weights, and its loss on them. */
public interface OutputForm {
  /** How the loss of an example depends on its logits. */
  OutputLoss outputLoss();

  /** How the logits depend on each single weight in a mode. */
  Linearity linearity(Mode mode);

  /** The loss as a function of the logits z. */
  enum OutputLoss {
    /** Softmax cross-entropy in nats; its Hessian is diag(p) - p p' with p the softmax of z. */
    CROSS_ENTROPY,
    /**
     * Half the squared distance to the target, summed over outputs; its Hessian is the identity.
     */
    SQUARED
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
