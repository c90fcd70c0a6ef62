import { hexText } from "./dns-bytes.ts";
import type { Exchange } from "./sample.ts";

function frame(head: string, ...members: string[]): string {
  return hexText(`fox ${head}\n{\n${members.map((member) => `${member}\n`).join("")}};;\n`);
}

/** A session from hello to objects, a refused one, and errors. */
export const SAMPLES: readonly Exchange[] = [
  {
    name: "hello, challenge, login and channels",
    over: "tcp",
    port: 1911,
    messages: [
      {
        from: "client",
        hex: frame(
          "a 1 -1 fox hello",
          "fox.version=s:1.0",
          "id=i:1",
          "hostName=s:wb-pc",
          "hostAddress=s:192.0.2.1",
          "app.name=s:Workbench",
          "app.version=s:3.8.401",
          "os.name=s:Windows 10",
          "os.version=s:10.0",
          "hostId=s:Win-0000-0000-0000-0001",
          "brandId=s:vykon",
        ),
      },
      {
        from: "server",
        hex: frame(
          "a 0 -1 fox hello",
          "fox.version=s:1.0",
          "id=i:2",
          "hostName=s:192.0.2.2",
          "app.name=s:Station",
          "app.version=s:3.8.401",
          "os.name=s:QNX",
          "os.version=s:6.5.0",
          "station.name=s:HQ_Roof",
          "hostId=s:Qnx-TITAN-0000-0000-0002",
          "brandId=s:vykon",
          "sysInfo=o:bog 12[<bog>;;\n};;\n]",
        ),
      },
      { from: "server", hex: frame("a 1 -1 fox challenge", "method=s:digest-md5", "nonce=b:4[;;\n}]") },
      { from: "client", hex: frame("a 2 -1 fox login", "username=s:operator", "digest=b:4[abcd]") },
      { from: "server", hex: frame("a 2 -1 fox welcome") },
      { from: "client", hex: frame("s 3 -1 station sub", "ords=s:hidden") },
      { from: "server", hex: frame("r 3 3 station sub", "ok=b:1[x]") },
      { from: "client", hex: frame("s 4 -1 station invoke", "ord=s:hidden") },
      { from: "server", hex: frame("e 4 4 station invoke", "msg=s:no") },
      { from: "client", hex: frame("s 5 -1 file open", "path=s:hidden") },
      { from: "client", hex: hexText("fox a 6 -1 fox keepAlive\n;;\n") },
    ],
  },
  {
    name: "a refused login",
    over: "tcp",
    port: 1911,
    messages: [
      { from: "client", hex: frame("a 2 -1 fox login", "method=s:basic", "username=s:admin", "password=s:hidden") },
      { from: "server", hex: frame("a 2 -1 fox rejected", "reason=s:hidden") },
      { from: "server", hex: frame("a 3 -1 fox close") },
    ],
  },
];
