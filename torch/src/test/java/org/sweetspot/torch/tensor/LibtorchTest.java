package org.sweetspot.torch.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;

class LibtorchTest {
  /** Without this, single precision on a GPU has the 10 bits of TF32 in every convolution. */
  @Test
  void convolutionsOnGpusKeepSinglePrecisionAndTheirOrder() {
    Libtorch.load();
    assertThat(torch.globalContext().allowTF32CuDNN()).isFalse();
    assertThat(torch.globalContext().allowTF32CuBLAS()).isFalse();
    assertThat(torch.globalContext().deterministicCuDNN()).isTrue();
    assertThat(torch.globalContext().benchmarkCuDNN()).isFalse();
  }

  @Test
  void aMissingLibraryIsNamedWithTheRemedy() {
    UnsatisfiedLinkError failure = new UnsatisfiedLinkError("no jnitorch in java.library.path");
    failure.initCause(
        new UnsatisfiedLinkError(
            "/home/user/.javacpp/cache/libjnitorch.so: libcupti.so.13: cannot open shared object"
                + " file: No such file or directory"));
    assertThat(Libtorch.unloadable(failure))
        .hasMessageStartingWith("libtorch: expected")
        .hasMessageContaining("got libjnitorch.so: libcupti.so.13: cannot open")
        .hasMessageContaining("cuda-and-platforms.md")
        .hasCause(failure);
  }
}
