import type { Server } from "node:http";
import type { Socket } from "node:net";
import { clientKey } from "./hosts.ts";

/** Closes connections of an address that has too many, before a byte of them is read. */
export function limitConnections(server: Server, most: number, mostOfAddress: number): void {
  server.maxConnections = most;
  const counts = new Map<string, number>();
  server.on("connection", (socket: Socket) => {
    const address = clientKey(socket.remoteAddress ?? "");
    const count = (counts.get(address) ?? 0) + 1;
    counts.set(address, count);
    socket.once("close", () => {
      const left = (counts.get(address) ?? 1) - 1;
      if (left > 0) counts.set(address, left);
      else counts.delete(address);
    });
    if (count > mostOfAddress) socket.destroy();
  });
}
