"""Answers the program's questions about one model at a time, in the thread that calls ``serve``."""

import json
import math
import platform
import struct
import threading
import traceback

import numpy

from sweetspot import wire
from sweetspot.wire import Mistake, NotAble

PARAMETERS, BUFFERS = 1, 2
_BEAT_SECONDS = 1.0
_LONGEST_LINE = 2000
_LONGEST_TRACE = 16000
_MODES = ("train", "probe", "evaluate")
_SPLITS = ("train", "validation", "test")


class Batch:
    """Which examples a question is about: indices into a split, and the mode."""

    def __init__(self, body):
        split, mode, augmented = body.u8(), body.u8(), body.u8()
        self.key = body.u64()
        self.indices = body.numbers()
        if split > 2 or mode > 2:
            raise Mistake(f"batch: expected split and mode from 0 to 2, got {split} and {mode}")
        if not self.indices:
            raise Mistake("batch: expected at least one example, got none")
        if augmented:
            raise NotAble("batch: augmentation is the loader's own business here")
        self.split, self.mode = _SPLITS[split], _MODES[mode]


class Server:
    """Keeps vectors, graphs and tables under the program's handles."""

    def __init__(self, line, models, gone=lambda: None):
        """``models`` maps a target's text to a model that can answer.

        ``gone()`` is called from another thread where the program is found gone during work.
        """
        self.line = line
        self.gone = gone
        self.models = models
        self.model = None
        self.vectors, self.graphs, self.tables = {}, {}, {}
        self.pending = None
        self._busy = threading.Event()
        self._over = threading.Event()
        self._steps = {
            wire.HELLO: self._hello, wire.PING: lambda body: b"", wire.OPEN: self._open,
            wire.CLOSE: self._close, wire.NEW: self._new, wire.FREE: self._free,
            wire.SET: self._set, wire.SCALE: self._scale, wire.ADD: self._add,
            wire.MULTIPLY: self._multiply, wire.ADD_PRODUCT: self._add_product,
            wire.ADD_RATIO: self._add_ratio, wire.VIEW: self._view, wire.FINITE: self._finite,
            wire.PRODUCTS: self._products, wire.COMBINE: self._combine, wire.DRAW: self._draw,
            wire.READ: self._read, wire.WRITE: self._write, wire.LOSS: self._loss,
            wire.GRADIENT: self._gradient, wire.GRAPH: self._graph, wire.PRODUCT: self._product,
            wire.CLOSE_GRAPH: self._close_graph, wire.GAUSS_NEWTON: self._gauss_newton,
            wire.LOSSES: self._losses, wire.SQUARED_NORMS: self._squared_norms,
            wire.EXAMPLES: self._examples, wire.OUTPUTS: self._outputs,
            wire.OUTPUT_GRADIENTS: self._output_gradients, wire.OUTPUT_NORMS: self._output_norms,
            wire.LAST_LAYER: self._last_layer, wire.INPUTS: self._inputs,
            wire.LOGITS: self._logits,
        }

    def serve(self, until=None):
        """Answers until the other side is gone, or until ``until`` says so of an operation.

        ``until(operation, body)`` may answer an operation itself, and then says whether to stop;
        None leaves it to this server.
        """
        self._over.clear()
        beats = threading.Thread(target=self._beat, daemon=True, name="sweetspot-beats")
        beats.start()
        try:
            while True:
                operation, flags, body = self.line.receive()
                stops = until(operation, body) if until is not None else None
                if stops:
                    return
                if stops is not None:
                    continue
                if operation == wire.BYE:
                    self.line.answer(operation, wire.DONE)
                    return
                self._busy.set()
                one_way = bool(flags & wire.ONE_WAY)
                status, reply = self._answered(operation, body, one_way)
                self._busy.clear()
                if not one_way:
                    self.line.answer(operation, status, reply)
        finally:
            self._over.set()
            self._busy.set()
            beats.join()
            self._busy.clear()

    def _beat(self):
        while not self._over.is_set():
            self._busy.wait()
            if not self._over.wait(_BEAT_SECONDS) and self._busy.is_set():
                try:
                    self.line.answer(wire.BEAT, wire.DONE)
                except wire.Gone:
                    self.gone()
                    return

    def _answered(self, operation, body, one_way):
        try:
            step = self._steps.get(operation)
            if step is None:
                raise NotAble(f"operation {operation}: not known here")
            reply = step(body)
            if self.pending is None:
                return wire.DONE, reply
        except Exception as failure:  # whatever the model's code raises is told, never swallowed
            if self.pending is None:
                self.pending = _told(failure)
        status, words = self.pending
        if not one_way:
            self.pending = None
        return status, words

    # ---- session

    def _hello(self, body):
        magic, version = body.u32(), body.u32()
        body.end()
        if magic != wire.MAGIC or version != wire.VERSION:
            raise Mistake(
                f"protocol: expected version {wire.VERSION}, got {version}; install program and"
                " package of one version")
        return wire.text(json.dumps(
            {"language": "Python " + platform.python_version(), "version": wire.VERSION}))

    def _open(self, body):
        target = body.text()
        body.end()
        self._forget()
        self.model = self.models(target)
        self.vectors[PARAMETERS] = self.model.parameters()
        self.vectors[BUFFERS] = self.model.buffers()
        return wire.text(json.dumps(self.model.describe()))

    def _close(self, body):
        body.end()
        self._forget()
        return b""

    def _forget(self):
        self.vectors, self.graphs, self.tables = {}, {}, {}
        if self.model is not None:
            self.model.close()
            self.model = None

    # ---- vectors

    def _vector(self, handle):
        found = self.vectors.get(handle)
        if found is None:
            raise Mistake(f"vector: expected a handle that is in use, got {handle}")
        return found

    def _target(self, body):
        handle = body.u32()
        vector = self._vector(handle)
        return vector

    def _changed(self, vector):
        if vector.live:
            self.model.moved(vector.live)
        return b""

    def _new(self, body):
        handle, size = body.u32(), body.u64()
        body.end()
        if handle < 16 or handle in self.vectors or handle in self.tables:
            raise Mistake(f"vector: expected a new handle from 16 on, got {handle}")
        most = max(self._vector(PARAMETERS).size, self._vector(BUFFERS).size)
        if size > most:
            raise Mistake(f"vector: expected at most {most} entries, got {size}")
        self.vectors[handle] = self._open_model().zeros(size)
        return b""

    def _open_model(self):
        if self.model is None:
            raise Mistake("model: expected an open one, got none")
        return self.model

    def _free(self, body):
        handle = body.u32()
        body.end()
        if handle >= 16:
            self.vectors.pop(handle, None)
            self.tables.pop(handle, None)
        return b""

    def _set(self, body):
        x, y = self._target(body), self._vector(body.u32())
        body.end()
        x.set(y)
        return self._changed(x)

    def _scale(self, body):
        x, factor = self._target(body), body.f64()
        body.end()
        x.scale(factor)
        return self._changed(x)

    def _add(self, body):
        x, factor, y = self._target(body), body.f64(), self._vector(body.u32())
        body.end()
        x.add(factor, y)
        return self._changed(x)

    def _multiply(self, body):
        x, y = self._target(body), self._vector(body.u32())
        body.end()
        x.multiply(y)
        return self._changed(x)

    def _add_product(self, body):
        x, factor = self._target(body), body.f64()
        y, z = self._vector(body.u32()), self._vector(body.u32())
        body.end()
        x.add_product(factor, y, z)
        return self._changed(x)

    def _add_ratio(self, body):
        x, factor, y = self._target(body), body.f64(), self._vector(body.u32())
        scale, z, epsilon = body.f64(), self._vector(body.u32()), body.f64()
        body.end()
        x.add_ratio(factor, y, scale, z, epsilon)
        return self._changed(x)

    def _view(self, body):
        handle, of, offset, size = body.u32(), self._vector(body.u32()), body.u64(), body.u64()
        body.end()
        if handle < 16 or handle in self.vectors or offset + size > of.size:
            raise Mistake(
                f"view: expected a new handle and a part of {of.size} entries, got handle {handle},"
                f" {size} entries from {offset}")
        self.vectors[handle] = of.view(offset, size)
        return b""

    def _finite(self, body):
        x = self._vector(body.u32())
        body.end()
        return bytes([x.finite()])

    def _products(self, body):
        left = [self._vector(handle) for handle in body.numbers()]
        right = [self._vector(handle) for handle in body.numbers()]
        body.end()
        if 8 * len(left) * len(right) > wire.PIECE:
            raise Mistake(f"products: {len(left)} x {len(right)} are too many for one answer")
        return self._open_model().products(left, right)

    def _combine(self, body):
        x = self._target(body)
        coefficients = body.reals()
        vectors = [self._vector(handle) for handle in body.numbers()]
        body.end()
        if len(coefficients) != len(vectors):
            raise Mistake(
                f"combine: expected as many coefficients as vectors, got {len(coefficients)} and"
                f" {len(vectors)}")
        for coefficient, vector in zip(coefficients, vectors):
            x.add(coefficient, vector)
        return self._changed(x)

    def _draw(self, body):
        x, kind, key, position = self._target(body), body.u8(), body.u64(), body.u64()
        body.end()
        if kind > 1:
            raise Mistake(f"draw: expected kind 0 or 1, got {kind}")
        x.draw(kind, key, position)
        return self._changed(x)

    def _read(self, body):
        handle, start, count = body.u32(), body.u64(), body.u32()
        body.end()
        table = self.tables.get(handle)
        if table is None:
            source = self._vector(handle)
            size, each = source.size, source.bytes
        else:
            size, each = table.size, table.itemsize
        if start + count > size or count * each > wire.PIECE:
            raise Mistake(f"read: expected part of {size} entries, got {count} from {start}")
        if table is None:
            return source.read(start, count)
        return table[start:start + count].tobytes()

    def _write(self, body):
        x, start, data = self._target(body), body.u64(), body.rest()
        if len(data) % x.bytes or start + len(data) // x.bytes > x.size:
            raise Mistake(
                f"write: expected whole entries within {x.size}, got {len(data)} bytes from {start}")
        x.write(start, data)
        return self._changed(x)

    # ---- problem

    def _batch(self, body):
        batch = Batch(body)
        size = self._open_model().size(batch.split)
        if max(batch.indices) >= size:
            raise Mistake(
                f"batch: expected indices below {size} of the {batch.split} examples, got"
                f" {max(batch.indices)}")
        return batch

    def _loss(self, body):
        batch = self._batch(body)
        body.end()
        return struct.pack("<d", self.model.loss(batch))

    def _gradient(self, body):
        batch, into = self._batch(body), self._vector(body.u32())
        body.end()
        return struct.pack("<d", self.model.gradient(batch, into))

    def _graph(self, body):
        batch, handle, into = self._batch(body), body.u32(), self._vector(body.u32())
        body.end()
        graph = self.model.graph(batch, into)
        self.graphs[handle] = graph
        return struct.pack("<d", graph.loss)

    def _product(self, body):
        handle, kind = body.u32(), body.u8()
        x, into = self._vector(body.u32()), self._vector(body.u32())
        body.end()
        graph = self.graphs.get(handle)
        if graph is None:
            raise Mistake(f"graph: expected a handle that is in use, got {handle}")
        if kind == 0:
            graph.hessian(x, into)
        elif kind == 1:
            graph.gauss_newton(x, into)
        else:
            raise Mistake(f"product: expected kind 0 or 1, got {kind}")
        return b""

    def _close_graph(self, body):
        handle = body.u32()
        body.end()
        self.graphs.pop(handle, None)
        return b""

    def _gauss_newton(self, body):
        batch = self._batch(body)
        x, into = self._vector(body.u32()), self._vector(body.u32())
        body.end()
        self.model.graph(batch, None).gauss_newton(x, into)
        return b""

    def _losses(self, body):
        batch = self._batch(body)
        body.end()
        values = self.model.losses(batch)
        return struct.pack(f"<{len(values)}d", *values)

    def _squared_norms(self, body):
        batch = self._batch(body)
        body.end()
        values = self.model.squared_norms(batch)
        return struct.pack(f"<{len(values)}d", *values)

    def _examples(self, body):
        batch = self._batch(body)
        into = [self._vector(handle) for handle in body.numbers()]
        body.end()
        if len(into) != len(batch.indices):
            raise Mistake(
                f"examples: expected a vector for each of {len(batch.indices)}, got {len(into)}")
        self.model.example_gradients(batch, into)
        return b""

    def _outputs(self, body):
        batch, logits, labels = self._batch(body), body.u32(), body.u32()
        body.end()
        values, classes = self.model.outputs(batch)
        self.tables[logits] = values.reshape(-1)
        self.tables[labels] = classes
        return struct.pack("<II", *values.shape)


    def _coefficients(self, batch, body):
        """Numbers that weigh each example's outputs: sets x examples x classes."""
        found = numpy.asarray(body.reals())
        classes = self.model.classes["count"] if getattr(self.model, "classes", None) else 0
        each = len(batch.indices) * classes
        if each == 0 or found.size == 0 or found.size % each:
            raise Mistake(
                f"outputs: expected sets of {len(batch.indices)} x {classes} coefficients, got"
                f" {found.size} numbers")
        return found.reshape(-1, len(batch.indices), classes)

    def _output_gradients(self, body):
        batch = self._batch(body)
        sets, into = self._coefficients(batch, body), [self._vector(h) for h in body.numbers()]
        body.end()
        if len(into) != len(batch.indices) or len(sets) != 1:
            raise Mistake(
                f"outputs: expected a vector and coefficients for each of {len(batch.indices)}, got"
                f" {len(into)} and {len(sets)} sets")
        self.model.output_gradients(batch, sets[0], into)
        return b""

    def _output_norms(self, body):
        batch, group = self._batch(body), body.u32()
        sets, into = self._coefficients(batch, body), body.u32()
        body.end()
        if group < 1:
            raise Mistake("outputs: expected groups of at least one example, got 0")
        self.tables[into] = self.model.output_norms(batch, sets, group).reshape(-1)
        return b""

    def _last_layer(self, body):
        batch, handles = self._batch(body), [body.u32() for _ in range(3)]
        body.end()
        try:
            parts = self.model.last_layer(batch)
        except NotAble as hidden:
            return struct.pack("<III", 0, 0, 0) + wire.text(str(hidden) or "it can't be seen")
        for handle, part in zip(handles, parts):
            self.tables[handle] = part.reshape(-1)
        return struct.pack("<III", *parts[0].shape, len(parts[1])) + wire.text("")

    def _inputs(self, body):
        batch, into = self._batch(body), body.u32()
        body.end()
        self.tables[into] = self.model.inputs(batch).reshape(-1)
        return b""

    def _logits(self, body):
        weights, rows, inputs = self._vector(body.u32()), body.u32(), numpy.asarray(body.reals())
        into = body.u32()
        body.end()
        numbers = math.prod(getattr(self._open_model(), "shape", None) or [0])
        if rows < 1 or inputs.size != rows * numbers or weights.size != self._vector(PARAMETERS).size:
            raise Mistake(
                f"logits: expected {rows} x {numbers} inputs and whole weights, got {inputs.size} and"
                f" {weights.size} numbers")
        found = self.model.logits(inputs.reshape(rows, numbers), weights)
        self.tables[into] = found.reshape(-1)
        return struct.pack("<I", found.shape[1])


def _told(failure):
    """Status and text of an exception: a line, and for failures of the model's code a traceback."""
    kinds = {Mistake: wire.MISTAKE, NotAble: wire.NOT_ABLE}
    status = kinds.get(type(failure), wire.FAILURE)
    line = str(failure) if status != wire.FAILURE else f"{type(failure).__name__}: {failure}"
    line = " ".join(line.split())[:_LONGEST_LINE]
    if status != wire.FAILURE:
        return status, line.encode("utf-8", "replace")
    trace = "".join(traceback.format_exception(failure))[-_LONGEST_TRACE:]
    return status, (line + "\n" + trace).encode("utf-8", "replace")
