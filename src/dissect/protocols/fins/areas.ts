// Memory areas of FINS: OMRON W342 section 5-2-2, codes of the CS/CJ series and of the CV series and C mode.
import type { PointSpace } from "../../points.ts";
import { pointSpace } from "../../points.ts";

/** One memory area code. */
export interface Area {
  readonly name: string;
  /** Octets of one element: 1 for bits and flags, 2 for words, 4 for index registers. */
  readonly size: number;
  /** Whether an element is one bit of a word, so that its point is word * 16 + bit. */
  readonly bits: boolean;
  readonly space: PointSpace;
}

const AREAS: (Area | undefined)[] = new Array<Area | undefined>(256).fill(undefined);

function add(code: number, name: string, kind: "word" | "bit" | "flag" | "long"): void {
  const space = pointSpace(
    "fins",
    kind === "bit" ? `${name} bit` : name,
    kind === "long" ? "uint32" : kind === "word" ? "uint16" : "bool",
    "node",
  );
  AREAS[code] = { name, size: kind === "word" ? 2 : kind === "long" ? 4 : 1, bits: kind === "bit", space };
}

/** Bits that come with their forced status are no plain values, but their addresses are the same. */
const WITH_FORCED = 0x40;

for (const [code, name] of [
  [0x30, "CIO"],
  [0x31, "WR"],
  [0x32, "HR"],
  [0x33, "AR"],
] as const) {
  add(code, name, "bit");
  add(code + WITH_FORCED, `${name} with forced status`, "bit");
  add(code + 0x80, name, "word");
  add(code + 0xc0, `${name} with forced status`, "word");
}
add(0x00, "CIO (C mode)", "bit");
add(0x40, "CIO (C mode) with forced status", "bit");
add(0x80, "CIO (C mode)", "word");
add(0xc0, "CIO (C mode) with forced status", "word");
add(0x01, "TIM/CNT completion flag (C mode)", "flag");
add(0x41, "TIM/CNT completion flag (C mode) with forced status", "flag");
add(0x81, "TIM/CNT present value (C mode)", "word");
add(0x09, "TIM/CNT completion flag", "flag");
add(0x49, "TIM/CNT completion flag with forced status", "flag");
add(0x89, "TIM/CNT present value", "word");
add(0x02, "DM", "bit");
add(0x82, "DM", "word");
add(0x03, "transition flag", "flag");
add(0x43, "transition flag with forced status", "flag");
add(0x04, "step flag", "flag");
add(0x44, "step status", "flag");
add(0x84, "step timer present value", "word");
add(0x05, "forced status", "bit");
add(0x85, "forced status", "word");
add(0x06, "task flag", "flag");
add(0x46, "task status", "flag");
add(0x07, "clock pulse or condition flag", "flag");
add(0x0a, "EM current bank", "bit");
add(0x98, "EM current bank", "word");
add(0x1b, "action flag", "flag");
add(0x9c, "register", "word");
add(0xbc, "EM current bank number or data register", "word");
add(0xdc, "index register", "long");
add(0xdd, "scheduled interrupt interval", "word");
for (let bank = 0; bank <= 0x0f; bank++) {
  const name = `E${bank.toString(16).toUpperCase()}`;
  add(0x20 + bank, name, "bit");
  if (bank <= 0x0d && bank + 0xa0 < 0xb0) add(0xa0 + bank, name, "word");
  if (bank < 8) add(0x90 + bank, `${name} (CV)`, "word");
}

/** The area of a code; undefined where the manuals name none. */
export function areaOf(code: number): Area | undefined {
  return AREAS[code];
}
