package org.sweetspot.torch.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sweetspot.problem.RefusedException;

class ScriptSafetyTest {
  @TempDir Path folder;

  private Optional<String> doubt(String entry, String content) throws IOException {
    Path file = folder.resolve("m.pt");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      put(zip, entry, content.getBytes(StandardCharsets.UTF_8));
    }
    try (ZipFile archive = new ZipFile(file.toFile())) {
      return ScriptSafety.doubt(archive);
    }
  }

  private static void put(ZipOutputStream zip, String entry, byte[] bytes) throws IOException {
    zip.putNextEntry(new ZipEntry(entry));
    ((OutputStream) zip).write(bytes);
    zip.closeEntry();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "t = torch.from_file(\"/tmp/x\", True, 4)",
        "t = torch . from_file (\"/tmp/x\", True, 4)",
        "t = \"/tmp/x\".from_file(True, 4)",
        "f = torch.from_file\n    t = f(\"/tmp/x\", True, 4)",
        "torch.save(x, \"/tmp/x\")",
        "print(\"\\x1b[2J\")",
        "a = '''\n''' + str(torch.save(x, \"b\"))",
        "# ''' \n    torch.save(x, \"b\") # '''",
        "o = ops\n    o.c10d.allreduce_(x)",
        "ops.c10d.allreduce_(x)",
        "ops.prim.PythonOp(x)",
        "r = rpc_sync(\"other\", f, (x,))",
        "s = __torch__.torch.classes.c10d.FileStore",
        "s : __torch__.torch. classes . dist_c10d . Store",
        "a = 'without end"
      })
  void codeThatReachesBeyondTensorsIsRefused(String line) throws IOException {
    String code = "def forward(self, x: Tensor) -> Tensor:\n    " + line + "\n    return x\n";
    assertThat(doubt("m/code/__torch__.py", code)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ops.prim.RaiseException(\"cannot save this, print that: from_file(\", 'a\\'b')",
        "_7 = ops.prim.dtype(input0)",
        "y = torch.scaled_dot_product_attention(x, x, x)",
        "z = (self.ops).forward(x, )",
        "p : __torch__.torch.classes.quantized.LinearPackedParamsBase",
        "torch.warn(\"deprecated\")"
      })
  void codeThatComputesIsNot(String line) throws IOException {
    String code = "def forward(self, x: Tensor) -> Tensor:\n    " + line + "\n    return x\n";
    assertThat(doubt("m/code/__torch__.py", code)).isEmpty();
  }

  @Test
  void classesAreLookedForInPicklesToo() throws IOException {
    assertThat(doubt("m/data.pkl", "c__torch__.torch\nclasses.c10d.TCPStore\n")).isPresent();
    assertThat(doubt("m/data.pkl", "c__torch__.torch.classes.quantized\nLinear\n")).isEmpty();
  }

  /** A module of PyTorch's, with a line put before its first. */
  @Test
  void aModuleThatWritesAFileIsRefusedAndWritesNone() throws IOException {
    Path own =
        Path.of(
            Objects.requireNonNull(
                    ScriptSafetyTest.class.getResource("/org/sweetspot/torch/scripted.pt"))
                .getPath());
    Path written = folder.resolve("written");
    Path hostile = folder.resolve("hostile.pt");
    int changed = 0;
    try (ZipFile from = new ZipFile(own.toFile());
        ZipOutputStream to = new ZipOutputStream(Files.newOutputStream(hostile))) {
      for (ZipEntry entry : from.stream().toList()) {
        byte[] bytes = from.getInputStream(entry).readAllBytes();
        String text = new String(bytes, StandardCharsets.UTF_8);
        if (entry.getName().endsWith("code/__torch__.py")) {
          String line = "    evil = torch.from_file(\"" + written + "\", True, 64)\n";
          String more = text.replaceFirst("(def forward\\([^:]*:[^:]*:[^:]*:\n)", "$1" + line);
          changed += more.equals(text) ? 0 : 1;
          bytes = more.getBytes(StandardCharsets.UTF_8);
        }
        put(to, entry.getName(), bytes);
      }
    }
    assertThat(changed).isEqualTo(1);
    assertThatThrownBy(() -> ScriptFile.load(hostile.toString()))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("the operator from_file")
        .hasMessageContaining("computes with tensors");
    assertThat(written).doesNotExist();
  }
}
