import { answered, asked, envelope } from "./http-view.ts";
import type { Exchange } from "./sample.ts";

const PATH = "/onvif/device_service";
const NAMES =
  'xmlns:tds="http://www.onvif.org/ver10/device/wsdl" xmlns:tptz="http://www.onvif.org/ver20/ptz/wsdl" xmlns:tt="http://www.onvif.org/ver10/schema"';

function token(user: string, type: string, password: string): string {
  return `<wsse:Security><wsse:UsernameToken><wsse:Username>${user}</wsse:Username><wsse:Password Type="http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-username-token-profile-1.0#${type}">${password}</wsse:Password><wsse:Nonce>bm9uY2U=</wsse:Nonce></wsse:UsernameToken></wsse:Security>`;
}

const DIGEST = token("operator", "PasswordDigest", "HIDDEN=");

function request(body: string, header = DIGEST, scheme = ""): { from: "client"; hex: string } {
  return { from: "client", hex: asked("POST", PATH, envelope(NAMES, body, header), undefined, scheme) };
}

function response(body: string, status = 200): { from: "server"; hex: string } {
  return { from: "server", hex: answered(status, "POST", PATH, envelope(NAMES, body)) };
}

/** Asking, moving, switching, users, a refusal, an answer to anybody, news, and faults. */
export const SAMPLES: readonly Exchange[] = [
  {
    name: "a client asks, moves and changes",
    over: "inside",
    carrier: "http",
    port: 0,
    messages: [
      request("<tds:GetDeviceInformation/>", ""),
      response("<tds:GetDeviceInformationResponse><tds:Model>Dome 4</tds:Model></tds:GetDeviceInformationResponse>"),
      request(
        '<tptz:ContinuousMove><tptz:ProfileToken>main</tptz:ProfileToken><tptz:Velocity><tt:PanTilt x="0.5" y="0"/></tptz:Velocity></tptz:ContinuousMove>',
      ),
      response("<tptz:ContinuousMoveResponse/>"),
      request("<tptz:GetStatus><tptz:ProfileToken>main</tptz:ProfileToken></tptz:GetStatus>"),
      response(
        '<tptz:GetStatusResponse><tptz:PTZStatus><tt:Position><tt:PanTilt x="0.25" y="-1"/><tt:Zoom x="0.1"/></tt:Position></tptz:PTZStatus></tptz:GetStatusResponse>',
      ),
      request(
        "<tds:SetUser><tds:User><tt:Username>admin</tt:Username><tt:Password>admin</tt:Password><tt:UserLevel>Administrator</tt:UserLevel></tds:User></tds:SetUser>",
        token("admin", "PasswordText", "HIDDEN"),
      ),
      response("<tds:SetUserResponse/>"),
      request(
        "<tds:SetRelayOutputState><tds:RelayOutputToken>R1</tds:RelayOutputToken><tds:LogicalState>active</tds:LogicalState></tds:SetRelayOutputState>",
        "",
        "Digest",
      ),
      response("<tds:SetRelayOutputStateResponse/>"),
      request("<tds:SystemReboot/>"),
      response(
        "<s:Fault><s:Code><s:Value>s:Sender</s:Value><s:Subcode><s:Value>ter:NotAuthorized</s:Value></s:Subcode></s:Code></s:Fault>",
        400,
      ),
      request("<tds:GetUsers/>"),
      response("<tds:GetUsersResponse><tds:User><tt:Username>operator</tt:Username></tds:User></tds:GetUsersResponse>"),
      request("<tds:UpgradeSystemFirmware/>"),
      request("<tds:GetNewThings/>"),
      request("<tds:ModifyNewThings/>"),
      request("<tds:Dance/>"),
      { from: "server", hex: asked("POST", "/events", envelope(NAMES, "<wsnt:Notify></wsnt:Notify>")) },
    ],
  },
  {
    name: "faults",
    over: "inside",
    carrier: "http",
    port: 0,
    messages: [
      { from: "client", hex: asked("POST", PATH, `<s:Envelope ${NAMES}></s:Envelope>`) },
      { from: "client", hex: asked("POST", PATH, `<s:Envelope ${NAMES}><s:Body><tds:SystemReboot/></s:Body>`) },
    ],
  },
];
