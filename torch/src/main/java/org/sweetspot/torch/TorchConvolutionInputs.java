package org.sweetspot.torch;

import java.util.Map;
import org.sweetspot.problem.ConvolutionInputs;

/**
 * What each convolution is applied to.
 *
 * @param model whose
 */
record TorchConvolutionInputs(TorchModel model) implements ConvolutionInputs {
  @Override
  public Map<String, ConvolutionInputs.Input> convolutionInputs() {
    return model.network().convolutions();
  }
}
