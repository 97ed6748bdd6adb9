# SPDX-License-Identifier: Apache-2.0
"""An upstream that streams one event at a time, for benchmarks: all its streams at the same pace."""
import multiprocessing
import os
import selectors
import socket
import time

import gateway_world as world

HEAD = (b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n"
        b"transfer-encoding: chunked\r\n\r\n")


def chunk(text):
    return f"{len(text):x}\r\n{text}\r\n".encode()


class SlowUpstream:
    """Serves until stop(). A stream has `events` events of some 190 bytes."""

    PERIOD_MS = 10

    def __init__(self, seconds):
        self.events = seconds * 1000 // self.PERIOD_MS
        listener = socket.create_server(("127.0.0.1", 0), backlog=1024)
        self.port = listener.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.process = multiprocessing.Process(target=self.serve, args=(listener,), daemon=True)
        self.process.start()
        listener.close()

    def stop(self):
        self.process.terminate()
        self.process.join()

    def serve(self, listener):
        if world.PINNED:
            os.sched_setaffinity(0, {world.OTHERS_CPU})
        event, first = chunk(world.TEXT_CHUNK), HEAD + chunk(world.FIRST_CHUNK)
        last = chunk(world.LAST_CHUNKS) + b"0\r\n\r\n"
        waiting = selectors.DefaultSelector()
        waiting.register(listener, selectors.EVENT_READ)
        streams, pending = {}, {}  # events still to send; bytes of an unfinished request
        due = time.monotonic()
        while True:
            for key, _ in waiting.select(max(due - time.monotonic(), 0)):
                if key.fileobj is listener:
                    made = listener.accept()[0]
                    made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                    waiting.register(made, selectors.EVENT_READ)
                    pending[made] = b""
                    continue
                got = key.fileobj.recv(65536)
                if not got:
                    waiting.unregister(key.fileobj)
                    streams.pop(key.fileobj, None)
                    key.fileobj.close()
                    continue
                pending[key.fileobj] += got
                if is_whole(pending[key.fileobj]):
                    pending[key.fileobj] = b""
                    key.fileobj.sendall(first)
                    streams[key.fileobj] = self.events - 2
            if time.monotonic() < due:
                continue
            due += self.PERIOD_MS / 1000
            for stream, left in list(streams.items()):
                if left:
                    streams[stream] = left - 1
                    stream.sendall(event)
                else:
                    del streams[stream]
                    stream.sendall(last)


def is_whole(request):
    head, end, body = request.partition(b"\r\n\r\n")
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return bool(end) and len(body) >= int(line.split(b":")[1])
    return bool(end)
