/**
 * Modules that PyTorch scripted, as networks. A file enters, a {@link
 * org.sweetspot.torch.model.Network} leaves: {@code ScriptNetwork} opens it, {@code ScriptLayers}
 * reads its graph as layers of ours, {@code RecognizedScript} compares both, {@code Trial} holds
 * the random inputs for that. Read {@link org.sweetspot.torch.script.ScriptNetwork} first.
 */
@NullMarked
package org.sweetspot.torch.script;

import org.jspecify.annotations.NullMarked;
