import type { LogMap } from "../zeek-log.ts";
import { arkime } from "./arkime.ts";
import { bacnet } from "./bacnet.ts";
import { bacnetDiscovery } from "./bacnet_discovery.ts";
import { bacnetProperty } from "./bacnet_property.ts";
import { bsapHeader } from "./bsap_ip_header.ts";
import { bsapRdb } from "./bsap_ip_rdb.ts";
import { c1222, c1222Logon, c1222ReadWrite, c1222UserInformation } from "./c1222.ts";
import { cip } from "./cip.ts";
import { cipIdentity } from "./cip_identity.ts";
import { cipIo } from "./cip_io.ts";
import { cotp } from "./cotp.ts";
import { dhcp } from "./dhcp.ts";
import { dnp3 } from "./dnp3.ts";
import { dnp3Control } from "./dnp3_control.ts";
import { dnp3Objects } from "./dnp3_objects.ts";
import { enip } from "./enip.ts";
import { genisys } from "./genisys.ts";
import { hartIp } from "./hart_ip_general.ts";
import { http } from "./http.ts";
import { modbusDetailed } from "./modbus_detailed.ts";
import { modbusMaskWriteRegister } from "./modbus_mask_write_register.ts";
import { modbusReadWriteMultipleRegisters } from "./modbus_read_write_multiple_registers.ts";
import { mqttConnect } from "./mqtt_connect.ts";
import { mqttPublish } from "./mqtt_publish.ts";
import { mqttSubscribe } from "./mqtt_subscribe.ts";
import { omronFins } from "./omron_fins_general.ts";
import { opcuaBinary } from "./opcua_binary.ts";
import { opendnp3 } from "./opendnp3.ts";
import { profinetIoCm } from "./profinet_io_cm.ts";
import { s7comm } from "./s7comm.ts";
import { s7commKnownDevices } from "./s7comm_known_devices.ts";
import { s7commPlus } from "./s7comm_plus.ts";
import { s7commReadSzl } from "./s7comm_read_szl.ts";
import { s7commUploadDownload } from "./s7comm_upload_download.ts";
import { synchrophasorCommands, synchrophasorConfiguration, synchrophasorData } from "./synchrophasor.ts";

/** Every type of log that is compared. */
export const LOG_MAPS: readonly LogMap[] = [
  ...[modbusDetailed, modbusMaskWriteRegister, modbusReadWriteMultipleRegisters],
  ...[
    dnp3,
    dnp3Control,
    dnp3Objects,
    opendnp3,
    cotp,
    s7comm,
    s7commReadSzl,
    s7commUploadDownload,
    s7commKnownDevices,
    s7commPlus,
  ],
  ...[enip, cip, cipIdentity, cipIo, bacnet, bacnetProperty, bacnetDiscovery],
  ...[mqttConnect, mqttPublish, mqttSubscribe, opcuaBinary, http, arkime, dhcp, profinetIoCm],
  ...[genisys, bsapHeader, bsapRdb, c1222, c1222UserInformation, c1222Logon, c1222ReadWrite],
  ...[hartIp, omronFins, synchrophasorCommands, synchrophasorConfiguration, synchrophasorData],
];
