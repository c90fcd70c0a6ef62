import { hexText, hexWide, lengthOf } from "./dns-bytes.ts";

/** Digits of a number, low byte first. */
export function little(value: number, bytes: number): string {
  let hex = "";
  for (let at = 0; at < bytes; at++) hex += (Math.floor(value / 256 ** at) % 256).toString(16).padStart(2, "0");
  return hex;
}

/** Count of bytes in digits. */
export function sizeOf(hex: string): number {
  return Number.parseInt(lengthOf(hex, 8), 16);
}

/** Header of SMB 1 with one command. */
export function smbHeader(command: string, flags: string, status = "00000000", flags2 = "01c8"): string {
  return `ff534d42 ${command} ${status} ${flags} ${flags2} 0000 0000000000000000 0000 0100 fe13 0008 0700`;
}

/** Parameters (whole words) and bytes of one command. */
export function smbBlock(words: string, bytes: string): string {
  return `${little(sizeOf(words) / 2, 1)} ${words} ${little(sizeOf(bytes), 2)} ${bytes}`;
}

/** A message of SMB 2; `next` is the distance to the one compounded behind it. */
export function smb2Message(command: number, id: number, answer: boolean, body: string, status = 0, next = 0): string {
  return `fe534d42 4000 0100 ${little(status, 4)} ${little(command, 2)} 0100 ${answer ? "01000000" : "00000000"} ${little(next, 4)}
    ${little(id, 8)} fffe0000 01000000 1122334455667788 ${"00".repeat(16)} ${body}`;
}

/** The three messages of NTLM; the answers and keys are made up. */
export const NTLM_NEGOTIATE = `${hexText("NTLMSSP\0")} 01000000 078208a2 0000000000000000 0000000000000000 0a00614a0000000f`;

const TARGET = hexWide("PLANT");
const PAIRS = [
  [2, hexWide("PLANT")],
  [1, hexWide("FILES-1")],
  [4, hexWide("plant.example")],
  [3, hexWide("files-1.plant.example")],
]
  .map(([id, text]) => `${little(id as number, 2)} ${little(sizeOf(text as string), 2)} ${text}`)
  .join(" ");
const INFORMATION = `${PAIRS} 00000000`;

export const NTLM_CHALLENGE = `${hexText("NTLMSSP\0")} 02000000 ${little(sizeOf(TARGET), 2)}${little(sizeOf(TARGET), 2)}38000000 058289a2
  0102030405060708 0000000000000000 ${little(sizeOf(INFORMATION), 2)}${little(sizeOf(INFORMATION), 2)}${little(56 + sizeOf(TARGET), 4)}
  0a00634500 00000f ${TARGET} ${INFORMATION}`;

function authenticate(domain: string, user: string, workstation: string, answer: number): string {
  const parts = ["00".repeat(24), "5a".repeat(answer), hexWide(domain), hexWide(user), hexWide(workstation), ""];
  let at = 72;
  let head = "";
  for (const part of parts) {
    head += `${little(sizeOf(part), 2)}${little(sizeOf(part), 2)}${little(at, 4)} `;
    at += sizeOf(part);
  }
  return `${hexText("NTLMSSP\0")} 03000000 ${head} 058288a2 0a00614a0000000f ${parts.join("")}`;
}

export const NTLM_AUTHENTICATE = authenticate("PLANT", "operator", "HMI-7", 64);
export const NTLM_ANONYMOUS = authenticate("", "", "HMI-7", 0);
