/**
 * A model that lives in another process, for instance in Python, as a {@link
 * org.sweetspot.problem.Problem}. Its weights and every vector stay there under handles; only
 * numbers, indices of examples and keys of random streams cross the border. Read {@link
 * org.sweetspot.bridge.BridgeProblem} first.
 */
@NullMarked
package org.sweetspot.bridge;

import org.jspecify.annotations.NullMarked;
