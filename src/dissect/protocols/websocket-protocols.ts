// Protocols that both sides of a WebSocket may agree on, by the names that the IANA registers (RFC 6455 section 11.5).

/** Carries whole messages, by the protocol that both sides agreed on. */
export const WEBSOCKET_MESSAGES = "websocket";

/** Keys of the protocols that are read: those that ride inside name theirs. */
export const OVER_MQTT = 1;
export const OVER_AMQP = 2;
export const OVER_XMPP = 3;
export const OVER_SIP = 4;
export const OVER_OPCUA = 5;
export const OVER_OCPP = 6;
/** Agreed on, and not read here. */
const OTHER = 0;

const KEYS: ReadonlyMap<string, number> = new Map([
  // MQTT 3.1.1 section 6 and 5.0 section 6; mqttv3.1 is older.
  ["mqtt", OVER_MQTT],
  ["mqttv3.1", OVER_MQTT],
  ["amqp", OVER_AMQP],
  ["amqpwsb10", OVER_AMQP],
  ["xmpp", OVER_XMPP],
  ["sip", OVER_SIP],
  ["opcua+uacp", OVER_OPCUA],
  ["ocpp1.5", OVER_OCPP],
  ["ocpp1.6", OVER_OCPP],
  ["ocpp2.0", OVER_OCPP],
  ["ocpp2.0.1", OVER_OCPP],
  ["ocpp2.1", OVER_OCPP],
]);

/** The key of a protocol that was agreed on; -1 when none was. */
export function protocolKey(name: string): number {
  return name === "" ? -1 : (KEYS.get(name.trim().toLowerCase()) ?? OTHER);
}
