"""Relays TCP connections and holds everything back for a while, in either direction: a long link without a limit of its own.

    delay.py MILLISECONDS HOST:PORT=HOST:PORT...

listens at the first place of each pair and connects to the second. Connecting itself takes no time.
"""

import asyncio
import collections
import contextlib
import socket
import sys
import time

# As much as a fast and long link holds.
MOST_HELD = 8 << 20


async def forward(reader, writer, delay):
    """Passes bytes on `delay` seconds after they came, until there are no more."""
    held = collections.deque()
    arrived = asyncio.Event()

    async def send():
        while True:
            while not held:
                arrived.clear()
                await arrived.wait()
            due, data = held.popleft()
            await asyncio.sleep(max(0, due - time.monotonic()))
            if not data:
                return
            writer.write(data)
            if writer.transport.get_write_buffer_size() > MOST_HELD:
                await writer.drain()

    sender = asyncio.create_task(send())
    with contextlib.suppress(ConnectionError):
        while data := await reader.read(1 << 18):
            held.append((time.monotonic() + delay, data))
            arrived.set()
    held.append((time.monotonic() + delay, b""))
    arrived.set()
    with contextlib.suppress(ConnectionError):
        await sender
    writer.close()


async def relay(reader, writer, target, delay):
    """Serves one connection."""
    try:
        target_reader, target_writer = await asyncio.open_connection(*target)
    except OSError:
        return writer.close()
    for end in (writer, target_writer):
        end.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    await asyncio.gather(forward(reader, target_writer, delay), forward(target_reader, writer, delay))


async def serve(delay, pairs):
    for here, there in pairs:
        handle = lambda reader, writer, there=there: relay(reader, writer, there, delay)
        await asyncio.start_server(handle, *here, backlog=256)
    await asyncio.Event().wait()


def place(text):
    host, port = text.rsplit(":", 1)
    return host, int(port)


if __name__ == "__main__":
    asyncio.run(serve(float(sys.argv[1]) / 1000, [tuple(map(place, pair.split("="))) for pair in sys.argv[2:]]))
