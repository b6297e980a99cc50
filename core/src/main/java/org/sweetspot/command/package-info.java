/**
 * A training that a command of the user's carries out: a recipe enters, a recorded run leaves.
 * {@link org.sweetspot.command.CommandRun} is the type to read first.
 */
@NullMarked
package org.sweetspot.command;

import org.jspecify.annotations.NullMarked;
