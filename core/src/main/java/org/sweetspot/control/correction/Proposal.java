package org.sweetspot.control.correction;

import org.sweetspot.recipe.Recipe;

/**
 * One correction that a plan proposes.
 *
 * @param name short, in the field's terms
 * @param reason with the measured numbers
 * @param corrected the recipe with it
 */
public record Proposal(String name, String reason, Recipe corrected) {}
