/**
 * Which bounds apply to this network, and how far are they from the truth? In goes an opened run or
 * model, out come the answers of all rules, each beside the error that it may be compared with.
 * Read {@link org.sweetspot.generalization.certificate.Certifier} first.
 */
@NullMarked
package org.sweetspot.generalization.certificate;

import org.jspecify.annotations.NullMarked;
