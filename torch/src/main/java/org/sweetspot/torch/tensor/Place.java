package org.sweetspot.torch.tensor;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.DeviceOptional;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.DeviceType;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.sweetspot.recipe.EngineRecipe;
import org.sweetspot.vector.Precision;

/**
 * Where numbers live and how they are rounded.
 *
 * @param device the processor
 * @param precision of every floating-point tensor
 */
public record Place(EngineRecipe.Device device, Precision precision) {
  /**
   * Loads libtorch and refuses a GPU that is not there.
   *
   * @throws EngineException if the device cannot be used
   */
  public Place {
    Libtorch.load();
    if (device == EngineRecipe.Device.CUDA && !Libtorch.hasCuda()) {
      throw new EngineException(
          Libtorch.isBuiltForCuda()
              ? "device: expected one that this machine has (cpu), got cuda; install NVIDIA's"
                  + " driver (nvidia-smi must show a GPU), or write device: cpu"
              : "device: expected one that this build can use (cpu), got cuda; on a machine with an"
                  + " NVIDIA GPU build with -Pcuda, or write device: cpu");
    }
  }

  /** The element type of floating-point tensors here. */
  public ScalarType type() {
    return precision == Precision.FLOAT ? ScalarType.Float : ScalarType.Double;
  }

  /** Options for a new tensor of that element type here; belongs to the current scope. */
  public TensorOptions options(ScalarType type) {
    return cpu(type).device(new DeviceOptional(nativeDevice()));
  }

  /** Options for a new floating-point tensor here; belongs to the current scope. */
  public TensorOptions options() {
    return options(type());
  }

  /** The tensor moved here, its element type as it is; the same one if it is here already. */
  public Tensor here(Tensor tensor) {
    return device == EngineRecipe.Device.CPU
        ? tensor
        : tensor.to(nativeDevice(), tensor.scalar_type());
  }

  /** The tensor as floating-point numbers of this precision, moved here. */
  public Tensor cast(Tensor tensor) {
    return device == EngineRecipe.Device.CPU
        ? tensor.to(type())
        : tensor.to(nativeDevice(), type());
  }

  /** Options for a tensor in the machine's memory; belongs to the current scope. */
  public static TensorOptions cpu(ScalarType type) {
    return new TensorOptions().dtype(new ScalarTypeOptional(type));
  }

  /** The memory of a contiguous tensor on the CPU, without a copy. */
  public static BytePointer memory(Tensor tensor) {
    Pointer data = tensor.data_ptr();
    return new BytePointer(data).capacity(tensor.numel() * tensor.element_size());
  }

  /** A one-dimensional tensor of int32 in the current scope, copied from the array. */
  public static Tensor integers(int[] values) {
    return torch.tensor(values, cpu(ScalarType.Int));
  }

  /** The device as libtorch names it; belongs to the current scope. */
  public org.bytedeco.pytorch.Device nativeDevice() {
    return device == EngineRecipe.Device.CPU
        ? new org.bytedeco.pytorch.Device(DeviceType.CPU)
        : new org.bytedeco.pytorch.Device(DeviceType.CUDA, (byte) 0);
  }
}
