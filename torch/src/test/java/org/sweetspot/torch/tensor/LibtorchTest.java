package org.sweetspot.torch.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LibtorchTest {
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
