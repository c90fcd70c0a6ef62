"""Sends the packets of a pcapng file into an interface at an even rate: live-sender.py FILE INTERFACE RATE SECONDS.

For `npm run bench:live` alone, between two ends of a virtual cable; Node has no sockets for whole frames. Prints how many
packets were sent, in how many seconds.
"""

import mmap
import socket
import struct
import sys
import time


def main() -> None:
    path, interface, rate, seconds = sys.argv[1], sys.argv[2], float(sys.argv[3]), float(sys.argv[4])
    wire = socket.socket(socket.AF_PACKET, socket.SOCK_RAW)
    wire.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4 << 20)
    wire.bind((interface, 0))
    with open(path, "rb") as file:
        content = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    view = memoryview(content)
    head = struct.Struct("<II")
    length = struct.Struct("<I")
    place, sent, end = 0, 0, len(view)
    send, now = wire.send, time.perf_counter
    begin = now()
    while True:
        elapsed = now() - begin
        if elapsed >= seconds:
            break
        due = int(elapsed * rate) - sent
        if due <= 0:
            time.sleep(0.0005)
            continue
        for _ in range(due):
            while True:
                if place + 12 > end:
                    print(f"{sent} {now() - begin:.3f} all", flush=True)
                    return
                kind, size = head.unpack_from(view, place)
                here, place = place, place + size
                if kind == 6:
                    break
            (octets,) = length.unpack_from(view, here + 20)
            send(view[here + 28 : here + 28 + octets])
            sent += 1
    print(f"{sent} {now() - begin:.3f}", flush=True)


main()
