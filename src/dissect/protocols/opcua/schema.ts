// OPC 10000-6 section 5: what structures are made of. Types 1 to 25 have the numbers of the standard (section 5.1.2).

export const BOOLEAN = 1;
export const SBYTE = 2;
export const BYTE = 3;
export const INT16 = 4;
export const UINT16 = 5;
export const INT32 = 6;
export const UINT32 = 7;
export const INT64 = 8;
export const UINT64 = 9;
export const FLOAT = 10;
export const DOUBLE = 11;
export const STRING = 12;
export const DATE_TIME = 13;
export const GUID = 14;
export const BYTE_STRING = 15;
export const XML_ELEMENT = 16;
export const NODE_ID = 17;
export const EXPANDED_NODE_ID = 18;
export const STATUS_CODE = 19;
export const QUALIFIED_NAME = 20;
export const LOCALIZED_TEXT = 21;
export const EXTENSION_OBJECT = 22;
export const DATA_VALUE = 23;
export const VARIANT = 24;
export const DIAGNOSTIC_INFO = 25;
/** A NodeId that is a secret: only its presence is told. */
export const TOKEN = 26;
/** A ByteString that is or holds a secret: only its length is told. */
export const CONCEALED = 27;
/** A ByteString with one certificate or a chain. */
export const CERTIFICATE = 28;
/** A UInt32 that names an attribute of a node. */
export const ATTRIBUTE_ID = 29;
/** An Int32 with names. */
export const ENUMERATION = 30;
/** A structure of this schema. */
export const STRUCTURE = 31;

/** Names of the built-in types by number. */
export const BUILT_IN_NAMES: readonly string[] =
  "Null Boolean SByte Byte Int16 UInt16 Int32 UInt32 Int64 UInt64 Float Double String DateTime Guid ByteString XmlElement NodeId ExpandedNodeId StatusCode QualifiedName LocalizedText ExtensionObject DataValue Variant DiagnosticInfo".split(
    " ",
  );

const SPECIAL: readonly (readonly [string, number])[] = [
  ["Token", TOKEN],
  ["Concealed", CONCEALED],
  ["Certificate", CERTIFICATE],
  ["AttributeId", ATTRIBUTE_ID],
];

const TYPES = new Map<string, number>([...BUILT_IN_NAMES.map((name, type) => [name, type] as const), ...SPECIAL]);

/** Enumerations of OPC 10000-4, 10000-5 and 10000-11: the names from 0 on, "-" where there is none. */
const ENUMERATIONS = new Map<string, readonly string[]>(
  `
ApplicationType Server Client ClientAndServer DiscoveryServer
AxisScaleEnumeration Linear Log Ln
BrowseDirection Forward Inverse Both Invalid
DataChangeTrigger Status StatusValue StatusValueTimestamp
FilterOperator Equals IsNull GreaterThan LessThan GreaterThanOrEqual LessThanOrEqual Like Not Between InList And Or Cast InView OfType RelatedTo BitwiseAnd BitwiseOr
HistoryUpdateType - Insert Replace Update Delete
IdentityCriteriaType - UserName Thumbprint Role GroupId Anonymous AuthenticatedUser Application X509Subject TrustedApplication
MessageSecurityMode Invalid None Sign SignAndEncrypt
MonitoringMode Disabled Sampling Reporting
NodeClass Unspecified Object Variable - Method - - - ObjectType - - - - - - - VariableType
PerformUpdateType - Insert Replace Update Remove
SecurityTokenRequestType Issue Renew
ServerState Running Failed NoConfiguration Suspended Shutdown Test CommunicationFault Unknown
StructureType Structure StructureWithOptionalFields Union StructureWithSubtypedValues UnionWithSubtypedValues
TimestampsToReturn Source Server Both Neither Invalid
UserTokenType Anonymous UserName Certificate IssuedToken
`
    .trim()
    .split("\n")
    .map((row) => {
      const [name, ...values] = row.split(" ");
      return [name as string, values] as const;
    }),
);

/** Classes of nodes beyond those that stand in the list of names. */
const HIGH_NODE_CLASSES: Readonly<Record<number, string>> = { 32: "ReferenceType", 64: "DataType", 128: "View" };

/** One field of a structure. */
export interface Field {
  /** Name in the standard, snake_case. */
  readonly name: string;
  /** One of the numbers above. */
  readonly type: number;
  readonly isArray: boolean;
  readonly structure: Structure | undefined;
  readonly enumeration: string;
}

/** A structure as it stands on the wire. */
export interface Structure {
  readonly name: string;
  readonly fields: Field[];
}

/** Reads rows of structures: a name with a colon, then fields as name:type; a type of the same text needs no order. */
export function structuresOf(text: string): ReadonlyMap<string, Structure> {
  const structures = new Map<string, Structure>();
  const words = text.split(/\s+/).filter((word) => word !== "");
  for (const word of words) {
    if (word.endsWith(":")) structures.set(word.slice(0, -1), { name: word.slice(0, -1), fields: [] });
  }
  let current: Structure | undefined;
  for (const word of words) {
    if (word.endsWith(":")) current = structures.get(word.slice(0, -1));
    else current?.fields.push(fieldOf(word, structures));
  }
  return structures;
}

function fieldOf(word: string, structures: ReadonlyMap<string, Structure>): Field {
  const colon = word.indexOf(":");
  const isArray = word.endsWith("[]");
  const typeName = word.slice(colon + 1, isArray ? -2 : undefined);
  const structure = structures.get(typeName);
  const type =
    structure !== undefined ? STRUCTURE : ENUMERATIONS.has(typeName) ? ENUMERATION : (TYPES.get(typeName) ?? -1);
  if (type < 0) throw new Error(`no type ${typeName}`);
  const name = type === CONCEALED ? `${word.slice(0, colon)}_length` : word.slice(0, colon);
  return { name, type, isArray, structure, enumeration: type === ENUMERATION ? typeName : "" };
}

/** Name of an enumeration's value, or the number where it has none. */
export function enumerationText(enumeration: string, value: number): string | number {
  const name = ENUMERATIONS.get(enumeration)?.[value];
  if (name !== undefined && name !== "-") return name;
  return (enumeration === "NodeClass" ? HIGH_NODE_CLASSES[value] : undefined) ?? value;
}

/** OPC 10000-6 annex A.1: attributes of nodes by their id. */
const ATTRIBUTES: readonly string[] =
  "- NodeId NodeClass BrowseName DisplayName Description WriteMask UserWriteMask IsAbstract Symmetric InverseName ContainsNoLoops EventNotifier Value DataType ValueRank ArrayDimensions AccessLevel UserAccessLevel MinimumSamplingInterval Historizing Executable UserExecutable DataTypeDefinition RolePermissions UserRolePermissions AccessRestrictions AccessLevelEx".split(
    " ",
  );

/** The attribute that holds what a variable is about. */
export const VALUE_ATTRIBUTE = 13;

/** Name of an attribute, or the number where it has none. */
export function attributeText(id: number): string | number {
  const name = ATTRIBUTES[id];
  return name === undefined || name === "-" ? id : name;
}

/** Bytes of one value of a fixed size; 0 for the others. */
export function fixedSize(type: number): number {
  switch (type) {
    case BOOLEAN:
    case SBYTE:
    case BYTE:
      return 1;
    case INT16:
    case UINT16:
      return 2;
    case INT32:
    case UINT32:
    case FLOAT:
    case STATUS_CODE:
    case ATTRIBUTE_ID:
    case ENUMERATION:
      return 4;
    case INT64:
    case UINT64:
    case DOUBLE:
    case DATE_TIME:
      return 8;
    case GUID:
      return 16;
    default:
      return 0;
  }
}
