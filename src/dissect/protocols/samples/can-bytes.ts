/** A frame with an identifier of 29 bits as SocketCAN captures it. */
export function extendedFrame(identifier: number, data = ""): string {
  const octets = data.replace(/\s+/g, "");
  const word = (identifier + 0x80000000).toString(16).padStart(8, "0");
  return `${word}${(octets.length / 2).toString(16).padStart(2, "0")}000000${octets}`;
}
