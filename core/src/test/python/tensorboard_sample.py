"""Writes sample.tfevents with TensorBoard's own protocol buffers, or reads a file and prints it.

    python tensorboard_sample.py write ../resources/org/sweetspot/format/sample.tfevents
    python tensorboard_sample.py print FILE
"""
import sys

if sys.argv[1] == "write":
    from tensorboard.compat.proto import event_pb2, summary_pb2
    from tensorboard.summary.writer.record_writer import RecordWriter

    with open(sys.argv[2], "wb") as file:
        writer = RecordWriter(file)
        writer.write(
            event_pb2.Event(wall_time=1234.5, file_version="brain.Event:2").SerializeToString()
        )
        for step in (1, 200, 70000):
            values = [
                summary_pb2.Summary.Value(tag="accuracy/tést", simple_value=0.25),
                summary_pb2.Summary.Value(tag="loss/train", simple_value=1.0 / step),
            ]
            event = event_pb2.Event(
                wall_time=1235.0 + step, step=step, summary=summary_pb2.Summary(value=values)
            )
            writer.write(event.SerializeToString())
else:
    from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

    events = EventAccumulator(sys.argv[2], size_guidance={"scalars": 0})
    events.Reload()
    for tag in events.Tags()["scalars"]:
        print(tag, [(e.wall_time, e.step, e.value) for e in events.Scalars(tag)][:5], len(events.Scalars(tag)))
