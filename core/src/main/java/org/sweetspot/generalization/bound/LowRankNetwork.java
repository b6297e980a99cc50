package org.sweetspot.generalization.bound;

/**
 * A compressed network whose matrices differ from random ones by products of low rank.
 *
 * @param network with the length of its message
 * @param rank of the products
 */
public record LowRankNetwork(CompressedNetwork network, int rank) {}
