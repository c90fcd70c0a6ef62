import { encodeHttp } from "../encode/text.ts";
import { answer, ask, type Step } from "../engine/script.ts";
import { tcpTalk, textOption } from "../engine/talk.ts";

/** People fetch pages in clear. */
export const http = tcpTalk({
  name: "http",
  title: "HTTP/1.1 in clear",
  port: 80,
  every: 60,
  fresh: true,
  byPeople: true,
  options: { page: "path that is fetched, / unless told" },
  make(pair) {
    const { server } = pair;
    const page = textOption(pair, "page", "/");
    pair.acts("read");
    const body = `<html><title>${server.name}</title>${"made up ".repeat(150)}</html>`;
    const wanted = { Host: server.name, "User-Agent": "Mozilla/5.0", Accept: "*/*" };
    const told = { Server: "nginx", "Content-Type": "text/html", "Content-Length": String(body.length) };
    const request = encodeHttp(`GET ${page} HTTP/1.1`, wanted);
    const response = encodeHttp("HTTP/1.1 200 OK", told, body);
    const round: Step[] = [ask((out) => out.bytes(request)), answer((out) => out.bytes(response))];
    return { round: () => round };
  },
});
