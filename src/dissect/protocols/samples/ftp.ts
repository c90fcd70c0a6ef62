import { hexText } from "./dns-bytes.ts";
import type { Exchange } from "./sample.ts";

function line(text: string): string {
  return hexText(`${text}\r\n`);
}

/** A login, transfers, a reply of several lines, an anonymous login, and a connection that becomes encrypted. */
export const SAMPLES: readonly Exchange[] = [
  {
    name: "login and transfers",
    over: "tcp",
    port: 21,
    messages: [
      { from: "server", hex: line("220 ExampleFTPd 2.4.1 ready on plc-7.") },
      { from: "client", hex: line("USER maintenance") },
      { from: "server", hex: line("331 Password required") },
      { from: "client", hex: line("PASS not-shown") },
      { from: "server", hex: line("230 Logged in.") },
      { from: "client", hex: line("SYST") },
      { from: "server", hex: line("215 UNIX Type: L8") },
      { from: "client", hex: line("FEAT") },
      { from: "server", hex: `${line("211-Features:")}${line(" SIZE")}${line(" MDTM")}${line("211 End")}` },
      { from: "client", hex: line("CLNT ExampleClient 5.1") },
      { from: "server", hex: line("200 Noted.") },
      { from: "client", hex: line("PASV") },
      { from: "server", hex: line("227 Entering passive mode (192,0,2,2,195,80)") },
      { from: "client", hex: line("STOR /cf/program.bin") },
      { from: "server", hex: line("150 Go ahead") },
      { from: "server", hex: line("226 Done") },
      { from: "client", hex: line("RETR /cf/none.txt") },
      { from: "server", hex: line("550 No such file") },
      { from: "client", hex: line("QUIT") },
      { from: "server", hex: line("221 Bye") },
    ],
  },
  {
    name: "anonymous, then encrypted",
    over: "tcp",
    port: 21,
    messages: [
      { from: "server", hex: `${line("220-Microsoft FTP Service")}${line("220 cell 4")}` },
      { from: "client", hex: `${line("USER anonymous")}${line("PASS x@example.com")}` },
      { from: "server", hex: `${line("331 Anything will do")}${line("230 Welcome")}` },
      { from: "client", hex: line("AUTH TLS") },
      { from: "server", hex: line("234 Go on") },
      { from: "client", hex: "1603010005 0100000100" },
    ],
  },
  {
    name: "faults: an unknown command, a line without end",
    over: "tcp",
    port: 21,
    messages: [
      { from: "client", hex: line("FROB /tmp") },
      { from: "server", hex: line("502 What?") },
      { from: "client", hex: hexText("QUI") },
    ],
  },
];
