"""Keras 3 models on PyTorch, JAX or TensorFlow, through their stateless calls."""

from sweetspot.labels import NONE
from sweetspot.wire import Mistake


def answering(model, data, loss=None, **options):
    """What answers for a Keras model with its data and a Keras loss, or the compiled one."""
    import keras

    chosen = model.loss if loss is None else loss
    if chosen is None:
        raise Mistake(
            "loss: expected a Keras loss, or a model that was compiled with one, got neither")
    of = keras.losses.get(chosen)
    if not model.built:
        raise Mistake("model: expected weights, got a Keras model that has seen no input; build it")
    backend = keras.backend.backend()
    if backend == "jax":
        return _on_jax(model, data, of, options)
    if backend == "torch":
        return _on_torch(model, data, of, options)
    if backend == "tensorflow":
        return _on_tensorflow(model, data, of, options)
    raise Mistake(
        f"model: expected a Keras model on PyTorch, JAX or TensorFlow, got {backend}; set KERAS_BACKEND")


def _names(variables):
    return [variable.path.replace("/", ".") for variable in variables]


def _stateless(model, of):
    """Loss and outputs as functions of named weights, and these weights."""
    names = _names(model.trainable_variables)
    fixed = [variable.value for variable in model.non_trainable_variables]

    def outputs(weights, inputs, training=False):
        trained = [weights[name] for name in names]
        return model.stateless_call(trained, fixed, inputs, training=training)[0]

    def loss(weights, inputs, targets):
        return of(targets, outputs(weights, inputs))

    weights = {name: variable.value for name, variable in zip(names, model.trainable_variables)}
    return weights, loss, {
        "outputs": outputs, "of_outputs": lambda found, targets: of(targets, found),
        "in_training": lambda weights, inputs: outputs(weights, inputs, True),
        "ignored": _ignored(of)}


def _ignored(of):
    """The label that Keras's own loss leaves out; None of another loss."""
    if getattr(of, "name", getattr(of, "__name__", "")) != "sparse_categorical_crossentropy":
        return None
    chosen = getattr(of, "ignore_class", None)
    return NONE if chosen is None else chosen


def _on_jax(model, data, of, options):
    from sweetspot.jax_model import JaxModel

    weights, loss, more = _stateless(model, of)
    found = JaxModel(weights, data, loss, **more, **options)
    found.model_name = model.name
    return found


def _on_tensorflow(model, data, of, options):
    from sweetspot.tensorflow_model import TensorflowModel

    weights, loss, more = _stateless(model, of)
    return TensorflowModel(weights, data, loss, name=model.name, **more, **options)


def _on_torch(model, data, of, options):
    import torch

    from sweetspot.torch_model import TorchModel

    class Stateless(torch.nn.Module):
        """The same function with its variables as parameters that can be swapped."""

        def __init__(self):
            super().__init__()
            self.places = []
            for name, variable in zip(
                    _names(model.trainable_variables), model.trainable_variables):
                place = name.replace(".", "_")
                self.register_parameter(place, variable.value)
                self.places.append(place)
            self.fixed = []
            for number, variable in enumerate(model.non_trainable_variables):
                self.register_buffer(f"kept_{number}", variable.value.detach())
                self.fixed.append(f"kept_{number}")

        def forward(self, inputs):
            return model.stateless_call(
                [getattr(self, place) for place in self.places],
                [getattr(self, place) for place in self.fixed], inputs, training=self.training)[0]

    def loss(outputs, targets):
        return of(targets, outputs)

    return TorchModel(Stateless(), data, loss, **options)
