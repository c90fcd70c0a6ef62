import { ascii, ber, wide } from "./ber-bytes.ts";
import type { Exchange } from "./sample.ts";

const METER = ber("06", "2b060104018285638e7f07");
const COLLECTOR = ber("06", "2b06010401828563");

/** Digits of an APDU with services; `control` is the octet before them. */
export function message(from: "client" | "server", services: readonly string[], control = "80", trailer = ""): string {
  const [called, calling] = from === "client" ? [METER, COLLECTOR] : [COLLECTOR, METER];
  const epsem = `${control} ${services.map((service) => wide(service.replace(/\s+/g, "").length / 2, 1) + service).join("")} ${trailer}`;
  return ber(
    "60",
    ber("a2", called),
    ber("a6", calling),
    ber("a8", ber("02", "13e81421")),
    ber("be", ber("28", ber("81", epsem))),
  );
}

const IDENTITY = `${ascii("EXMP")} ${ascii("METER 7 ")} 0201 0305 ${ascii("SN42".padEnd(16))}`;

/** Exchanges that the laws and mutation play. */
export const SAMPLES: readonly Exchange[] = [
  {
    name: "a meter is read and reset",
    over: "tcp",
    port: 1153,
    messages: [
      {
        from: "client",
        hex: message("client", [`50 0012 ${ascii("collector ")} 003c`, `51 ${ascii("secret".padEnd(20))}`]),
      },
      { from: "server", hex: message("server", ["00"]) },
      { from: "client", hex: message("client", ["30 0001"]) },
      { from: "server", hex: message("server", [`00 0020 ${IDENTITY} 7f`]) },
      { from: "client", hex: message("client", ["3f 0017 000004 0004"]) },
      { from: "server", hex: message("server", ["03"]) },
      { from: "client", hex: message("client", ["40 0007 0003 0000 01 ff"]) },
      { from: "server", hex: message("server", ["00"]) },
      { from: "client", hex: message("client", [], "88", "7eb7486ff3b0637a972925a07dbe16c0") },
      { from: "client", hex: message("client", ["20"], "90 00000001") },
    ],
  },
];
