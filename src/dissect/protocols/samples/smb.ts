import { hexText, hexWide } from "./dns-bytes.ts";
import type { Exchange } from "./sample.ts";
import { little, NTLM_AUTHENTICATE, NTLM_CHALLENGE, NTLM_NEGOTIATE, sizeOf, smbBlock, smbHeader } from "./smb-bytes.ts";

const ASK = "18";
const ANSWER = "98";
const MAILSLOT = `${hexText("\\MAILSLOT\\BROWSE\0")}`;
const ANNOUNCEMENT = `01 00 80a90300 ${hexText("HIST-01\0\0\0\0\0\0\0\0\0")} 06 01 03900100 0f01 55aa ${hexText("Historian hall 2\0")}`;

function setup(blob: string, system: string): string {
  return smbBlock(
    `ff 00 0000 0411 3200 0000 00000000 ${little(sizeOf(blob), 2)} 00000000 d4000080`,
    `${blob} ${system}`,
  );
}

/** Where the announcement lies: header, 17 words with their count, byte count, name. */
const AT = 32 + 1 + 34 + 2 + sizeOf(MAILSLOT);

const OLD_LOGIN = `${"5a".repeat(24)} ${hexText("oper\0PLANT\0ExampleOS 1\0ExampleLM\0")}`;

/** Negotiation, logins new and old, trees, files with a refusal, and an announcement in a mailslot. */
export const SAMPLES: readonly Exchange[] = [
  {
    name: "negotiation and login",
    over: "inside",
    port: 0,
    carrier: "nbss",
    messages: [
      {
        from: "client",
        hex: `${smbHeader("72", ASK)} ${smbBlock("", `02${hexText("LANMAN1.0\0")} 02${hexText("NT LM 0.12\0")}`)}`,
      },
      {
        from: "server",
        hex: `${smbHeader("72", ANSWER)} ${smbBlock("0100 07 3200 0100 04110000 00000100 00000000 fce30080 0000000000000000 0000 00", "00112233445566778899aabbccddeeff")}`,
      },
      {
        from: "client",
        hex: `${smbHeader("73", ASK)} ${setup(NTLM_NEGOTIATE, `00 ${hexWide("Windows 5.1\0")} ${hexWide("LAN 5.1\0")}`)}`,
      },
      {
        from: "server",
        hex: `${smbHeader("73", ANSWER, "160000c0")} ${smbBlock(`ff 00 0000 0000 ${little(sizeOf(NTLM_CHALLENGE), 2)}`, `${NTLM_CHALLENGE} ${sizeOf(NTLM_CHALLENGE) % 2 === 1 ? "" : "00"} ${hexWide("Windows 5.1\0")} ${hexWide("LAN 5.1\0")}`)}`,
      },
      {
        from: "client",
        hex: `${smbHeader("73", ASK)} ${setup(NTLM_AUTHENTICATE, `00 ${hexWide("Windows 5.1\0")} ${hexWide("LAN 5.1\0")}`)}`,
      },
      {
        from: "server",
        hex: `${smbHeader("73", ANSWER)} ${smbBlock("ff 00 0000 0000 0000", `00 ${hexWide("Windows 5.1\0")} ${hexWide("LAN 5.1\0")}`)}`,
      },
    ],
  },
  {
    name: "old negotiation and login with a chained tree",
    over: "inside",
    port: 0,
    carrier: "nbss",
    messages: [
      {
        from: "server",
        hex: `${smbHeader("72", ANSWER)} ${smbBlock("0000 03 3200 0100 04110000 00000100 00000000 fce30000 0000000000000000 0000 08", `0102030405060708 ${hexWide("PLANT\0")} ${hexWide("HIST-01\0")}`)}`,
      },
      {
        from: "client",
        hex: `${smbHeader("73", ASK, undefined, "0100")} ${smbBlock(`75 00 ${little(32 + 1 + 26 + 2 + sizeOf(OLD_LOGIN), 2)} 0411 3200 0000 00000000 1800 0000 00000000 d4000000`, OLD_LOGIN)}
          ${smbBlock("ff 00 0000 0800 0100", `00 ${hexText("\\\\HIST-01\\DATA\0A:\0")}`)}`,
      },
      {
        from: "server",
        hex: `${smbHeader("73", ANSWER, undefined, "0100")} ${smbBlock("ff 00 0000 0100", hexText("ExampleOS 2\0ExampleLM 2\0PLANT\0"))}`,
      },
    ],
  },
  {
    name: "files and a refusal",
    over: "inside",
    port: 0,
    carrier: "nbss",
    messages: [
      {
        from: "client",
        hex: `${smbHeader("75", ASK)} ${smbBlock("ff 00 0000 0800 0100", `00 ${hexWide("\\\\HIST-01\\DATA\0")} ${hexText("A:\0")}`)}`,
      },
      {
        from: "server",
        hex: `${smbHeader("75", ANSWER)} ${smbBlock("ff 00 0000 0100", `${hexText("A:\0")} ${hexWide("NTFS\0")}`)}`,
      },
      {
        from: "client",
        hex: `${smbHeader("a2", ASK)} ${smbBlock(`ff 00 0000 00 1000 16000000 00000000 9f010200 0000000000000000 00000000 07000000 01000000 40000000 02000000 03`, `00 ${hexWide("\\recipe.csv\0")}`)}`,
      },
      { from: "server", hex: `${smbHeader("a2", ANSWER, "220000c0")} 00 0000` },
      {
        from: "client",
        hex: `${smbHeader("2e", ASK)} ${smbBlock("ff 00 0000 0140 00000000 0010 0000 ffffffff 0000", "")}`,
      },
      {
        from: "client",
        hex: `${smbHeader("2f", ASK)} ${smbBlock("ff 00 0000 0140 00000000 00000000 0000 0000 0000 0400 4000", "deadbeef")}`,
      },
      {
        from: "client",
        hex: `${smbHeader("32", ASK)} ${smbBlock("0000 0000 0200 0000 00 00 0000 00000000 0000 0000 0000 0000 0000 01 00 0500", "00")}`,
      },
      {
        from: "client",
        hex: `${smbHeader("06", ASK, undefined, "0180")} ${smbBlock("0600", `04 ${hexWide("\\old.csv\0")}`)}`,
      },
      { from: "server", hex: `${smbHeader("06", ANSWER, "01000200", "0100")} 00 0000` },
      { from: "client", hex: `${smbHeader("04", ASK)} ${smbBlock("0140 00000000", "")}` },
      { from: "client", hex: `${smbHeader("71", ASK)} 00 0000` },
    ],
  },
  {
    name: "announcement of a host",
    over: "inside",
    port: 0,
    carrier: "nbdgm",
    messages: [
      {
        from: "client",
        hex: `${smbHeader("25", "00", undefined, "0000")} ${smbBlock(
          `0000 ${little(sizeOf(ANNOUNCEMENT), 2)} 0000 0000 00 00 0000 00000000 0000 0000 0000 ${little(sizeOf(ANNOUNCEMENT), 2)} ${little(AT, 2)} 03 00 0100 0100 0200`,
          `${MAILSLOT} ${ANNOUNCEMENT}`,
        )}`,
      },
    ],
  },
  {
    name: "faults: a chain that points back, a command that does not exist",
    over: "inside",
    port: 0,
    carrier: "nbss",
    messages: [
      {
        from: "client",
        hex: `${smbHeader("2e", ASK)} ${smbBlock("2e 00 0000 0140 00000000 0010 0000 ffffffff 0000", "")}`,
      },
      { from: "client", hex: `${smbHeader("ee", ASK)} 00 0000` },
    ],
  },
];
