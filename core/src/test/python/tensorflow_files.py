"""Writes small TensorFlow checkpoints, a SavedModel and TFLite files, and what they hold.

    python tensorflow_files.py FOLDER

Needs numpy, tensorflow and keras 3. Every tensor of weights follows the rule of weights_files.py;
of TFLite files the interpreter's own numbers, in double precision, are written beside them.
"""

import json
import os
import pathlib
import shutil
import sys

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["CUDA_VISIBLE_DEVICES"] = ""

import keras
import numpy as np
import tensorflow as tf

folder = pathlib.Path(sys.argv[1])
folder.mkdir(parents=True, exist_ok=True)


def rule(*shape):
    n = int(np.prod(shape))
    return ((np.arange(n) - n // 2) / 8).reshape(shape)


def net():
    model = keras.Sequential(
        [
            keras.layers.Input((6, 6, 2)),
            keras.layers.Conv2D(3, 3, name="conv", activation="relu"),
            keras.layers.DepthwiseConv2D(2, name="depthwise"),
            keras.layers.BatchNormalization(name="norm"),
            keras.layers.Flatten(),
            keras.layers.Dense(4, name="dense"),
        ]
    )
    for layer in model.layers:
        values = [rule(*w.shape) for w in layer.weights]
        if layer.name == "norm":
            values[3] = np.abs(values[3]) + 1
        layer.set_weights(values)
    return model


# A checkpoint of TensorFlow 2 with an optimizer's slots and a counter.
model = net()
optimizer = keras.optimizers.Adam(0.0)
optimizer.build(model.trainable_variables)
optimizer.apply_gradients([(tf.ones_like(v), v) for v in model.trainable_variables])
tf.train.Checkpoint(model=model, optimizer=optimizer).write(str(folder / "two"))
tf.train.Checkpoint(model=model, optimizer=optimizer).save(str(folder / "saved"))

# A SavedModel: its graph is kept small by dropping the debug information.
model.export(str(folder / "model"), format="tf_saved_model", verbose=False)
shutil.rmtree(folder / "model" / "assets", ignore_errors=True)
(folder / "model" / "fingerprint.pb").unlink(missing_ok=True)


def lite(name, **options):
    converter = tf.lite.TFLiteConverter.from_saved_model(str(folder / "model"))
    for key, value in options.items():
        setattr(converter, key, value)
    data = converter.convert()
    (folder / name).write_bytes(data)
    interpreter = tf.lite.Interpreter(model_content=data)
    known = {}
    for tensor in interpreter.get_tensor_details():
        try:
            stored = interpreter.tensor(tensor["index"])()
        except ValueError:
            continue
        if stored.ndim < 2 or tensor["name"] == "" or stored.dtype == np.int64:
            continue
        q = tensor["quantization_parameters"]
        values = stored.astype(np.float64)
        if len(q["scales"]):
            shape = [1] * stored.ndim
            shape[q["quantized_dimension"] if len(q["scales"]) > 1 else 0] = len(q["scales"])
            values = (values - q["zero_points"].reshape(shape)) * q["scales"].astype(
                np.float64
            ).reshape(shape)
        known[tensor["name"]] = {
            "shape": list(stored.shape),
            "norm": float(np.sqrt((values**2).sum())),
            "first": float(values.reshape(-1)[0]),
        }
    (folder / (name + ".json")).write_text(json.dumps(known, indent=1))


def examples():
    random = np.random.default_rng(0)
    for _ in range(8):
        yield [random.standard_normal((1, 6, 6, 2)).astype(np.float32)]


default = [tf.lite.Optimize.DEFAULT]
lite("float.tflite")
lite("half.tflite", optimizations=default, target_spec=tf.lite.TargetSpec(supported_types=[tf.float16]))
lite("int8.tflite", optimizations=default, representative_dataset=examples)

# The names of TensorFlow 1, slots among them.
with tf.Graph().as_default(), tf.compat.v1.Session() as session:
    for name, shape in {
        "conv/weights": (3, 3, 2, 4), "conv/biases": (4,), "conv/weights/Adam": (3, 3, 2, 4),
        "conv/weights/Adam_1": (3, 3, 2, 4), "conv/weights/ExponentialMovingAverage": (3, 3, 2, 4),
    }.items():
        tf.compat.v1.get_variable(name, initializer=rule(*shape).astype(np.float32))
    tf.compat.v1.get_variable("beta1_power", initializer=0.9)
    tf.compat.v1.get_variable("global_step", initializer=np.int64(7))
    session.run(tf.compat.v1.global_variables_initializer())
    tf.compat.v1.train.Saver().save(session, str(folder / "one"), write_meta_graph=False)

