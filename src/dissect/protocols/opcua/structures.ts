// OPC 10000-4 sections 5 and 7: the structures of services and of what they carry, in the order of the wire.

import { OBJECTS } from "./extension-objects.ts";
import type { Structure } from "./schema.ts";
import { structuresOf } from "./schema.ts";

/** A row is a structure and its fields; [] is an array. Types beyond those of the standard are in schema.ts. */
const SERVICES = `
FindServersRequest: request_header:RequestHeader endpoint_url:String locale_ids:String[] server_uris:String[]
FindServersResponse: response_header:ResponseHeader servers:ApplicationDescription[]
FindServersOnNetworkRequest: request_header:RequestHeader starting_record_id:UInt32 max_records_to_return:UInt32
  server_capability_filter:String[]
FindServersOnNetworkResponse: response_header:ResponseHeader last_counter_reset_time:DateTime
  servers:ServerOnNetwork[]
GetEndpointsRequest: request_header:RequestHeader endpoint_url:String locale_ids:String[] profile_uris:String[]
GetEndpointsResponse: response_header:ResponseHeader endpoints:EndpointDescription[]
RegisterServerRequest: request_header:RequestHeader server:RegisteredServer
RegisterServerResponse: response_header:ResponseHeader
RegisterServer2Request: request_header:RequestHeader server:RegisteredServer discovery_configuration:ExtensionObject[]
RegisterServer2Response: response_header:ResponseHeader configuration_results:StatusCode[]
  diagnostic_infos:DiagnosticInfo[]
OpenSecureChannelRequest: request_header:RequestHeader client_protocol_version:UInt32
  request_type:SecurityTokenRequestType security_mode:MessageSecurityMode client_nonce:Concealed
  requested_lifetime:UInt32
OpenSecureChannelResponse: response_header:ResponseHeader server_protocol_version:UInt32
  security_token:ChannelSecurityToken server_nonce:Concealed
CloseSecureChannelRequest: request_header:RequestHeader
CloseSecureChannelResponse: response_header:ResponseHeader
CreateSessionRequest: request_header:RequestHeader client_description:ApplicationDescription server_uri:String
  endpoint_url:String session_name:String client_nonce:Concealed client_certificate:Certificate
  requested_session_timeout:Double max_response_message_size:UInt32
CreateSessionResponse: response_header:ResponseHeader session_id:NodeId authentication_token:Token
  revised_session_timeout:Double server_nonce:Concealed server_certificate:Certificate
  server_endpoints:EndpointDescription[] server_software_certificates:SignedSoftwareCertificate[]
  server_signature:SignatureData max_request_message_size:UInt32
ActivateSessionRequest: request_header:RequestHeader client_signature:SignatureData
  client_software_certificates:SignedSoftwareCertificate[] locale_ids:String[] user_identity_token:ExtensionObject
  user_token_signature:SignatureData
ActivateSessionResponse: response_header:ResponseHeader server_nonce:Concealed results:StatusCode[]
  diagnostic_infos:DiagnosticInfo[]
CloseSessionRequest: request_header:RequestHeader delete_subscriptions:Boolean
CloseSessionResponse: response_header:ResponseHeader
CancelRequest: request_header:RequestHeader request_handle:UInt32
CancelResponse: response_header:ResponseHeader cancel_count:UInt32
AddNodesRequest: request_header:RequestHeader nodes_to_add:AddNodesItem[]
AddNodesResponse: response_header:ResponseHeader results:AddNodesResult[] diagnostic_infos:DiagnosticInfo[]
AddReferencesRequest: request_header:RequestHeader references_to_add:AddReferencesItem[]
AddReferencesResponse: response_header:ResponseHeader results:StatusCode[] diagnostic_infos:DiagnosticInfo[]
DeleteNodesRequest: request_header:RequestHeader nodes_to_delete:DeleteNodesItem[]
DeleteNodesResponse: response_header:ResponseHeader results:StatusCode[] diagnostic_infos:DiagnosticInfo[]
DeleteReferencesRequest: request_header:RequestHeader references_to_delete:DeleteReferencesItem[]
DeleteReferencesResponse: response_header:ResponseHeader results:StatusCode[] diagnostic_infos:DiagnosticInfo[]
BrowseRequest: request_header:RequestHeader view:ViewDescription requested_max_references_per_node:UInt32
  nodes_to_browse:BrowseDescription[]
BrowseResponse: response_header:ResponseHeader results:BrowseResult[] diagnostic_infos:DiagnosticInfo[]
BrowseNextRequest: request_header:RequestHeader release_continuation_points:Boolean continuation_points:ByteString[]
BrowseNextResponse: response_header:ResponseHeader results:BrowseResult[] diagnostic_infos:DiagnosticInfo[]
TranslateBrowsePathsToNodeIdsRequest: request_header:RequestHeader browse_paths:BrowsePath[]
TranslateBrowsePathsToNodeIdsResponse: response_header:ResponseHeader results:BrowsePathResult[]
  diagnostic_infos:DiagnosticInfo[]
RegisterNodesRequest: request_header:RequestHeader nodes_to_register:NodeId[]
RegisterNodesResponse: response_header:ResponseHeader registered_node_ids:NodeId[]
UnregisterNodesRequest: request_header:RequestHeader nodes_to_unregister:NodeId[]
UnregisterNodesResponse: response_header:ResponseHeader
QueryFirstRequest: request_header:RequestHeader view:ViewDescription node_types:NodeTypeDescription[]
  filter:ContentFilter max_data_sets_to_return:UInt32 max_references_to_return:UInt32
QueryFirstResponse: response_header:ResponseHeader query_data_sets:QueryDataSet[] continuation_point:ByteString
  parsing_results:ParsingResult[] diagnostic_infos:DiagnosticInfo[] filter_result:ContentFilterResult
QueryNextRequest: request_header:RequestHeader release_continuation_point:Boolean continuation_point:ByteString
QueryNextResponse: response_header:ResponseHeader query_data_sets:QueryDataSet[] revised_continuation_point:ByteString
ReadRequest: request_header:RequestHeader max_age:Double timestamps_to_return:TimestampsToReturn
  nodes_to_read:ReadValueId[]
ReadResponse: response_header:ResponseHeader results:DataValue[] diagnostic_infos:DiagnosticInfo[]
HistoryReadRequest: request_header:RequestHeader history_read_details:ExtensionObject
  timestamps_to_return:TimestampsToReturn release_continuation_points:Boolean nodes_to_read:HistoryReadValueId[]
HistoryReadResponse: response_header:ResponseHeader results:HistoryReadResult[] diagnostic_infos:DiagnosticInfo[]
WriteRequest: request_header:RequestHeader nodes_to_write:WriteValue[]
WriteResponse: response_header:ResponseHeader results:StatusCode[] diagnostic_infos:DiagnosticInfo[]
HistoryUpdateRequest: request_header:RequestHeader history_update_details:ExtensionObject[]
HistoryUpdateResponse: response_header:ResponseHeader results:HistoryUpdateResult[] diagnostic_infos:DiagnosticInfo[]
CallRequest: request_header:RequestHeader methods_to_call:CallMethodRequest[]
CallResponse: response_header:ResponseHeader results:CallMethodResult[] diagnostic_infos:DiagnosticInfo[]
CreateMonitoredItemsRequest: request_header:RequestHeader subscription_id:UInt32
  timestamps_to_return:TimestampsToReturn items_to_create:MonitoredItemCreateRequest[]
CreateMonitoredItemsResponse: response_header:ResponseHeader results:MonitoredItemCreateResult[]
  diagnostic_infos:DiagnosticInfo[]
ModifyMonitoredItemsRequest: request_header:RequestHeader subscription_id:UInt32
  timestamps_to_return:TimestampsToReturn items_to_modify:MonitoredItemModifyRequest[]
ModifyMonitoredItemsResponse: response_header:ResponseHeader results:MonitoredItemModifyResult[]
  diagnostic_infos:DiagnosticInfo[]
SetMonitoringModeRequest: request_header:RequestHeader subscription_id:UInt32 monitoring_mode:MonitoringMode
  monitored_item_ids:UInt32[]
SetMonitoringModeResponse: response_header:ResponseHeader results:StatusCode[] diagnostic_infos:DiagnosticInfo[]
SetTriggeringRequest: request_header:RequestHeader subscription_id:UInt32 triggering_item_id:UInt32
  links_to_add:UInt32[] links_to_remove:UInt32[]
SetTriggeringResponse: response_header:ResponseHeader add_results:StatusCode[] add_diagnostic_infos:DiagnosticInfo[]
  remove_results:StatusCode[] remove_diagnostic_infos:DiagnosticInfo[]
DeleteMonitoredItemsRequest: request_header:RequestHeader subscription_id:UInt32 monitored_item_ids:UInt32[]
DeleteMonitoredItemsResponse: response_header:ResponseHeader results:StatusCode[] diagnostic_infos:DiagnosticInfo[]
CreateSubscriptionRequest: request_header:RequestHeader requested_publishing_interval:Double
  requested_lifetime_count:UInt32 requested_max_keep_alive_count:UInt32 max_notifications_per_publish:UInt32
  publishing_enabled:Boolean priority:Byte
CreateSubscriptionResponse: response_header:ResponseHeader subscription_id:UInt32 revised_publishing_interval:Double
  revised_lifetime_count:UInt32 revised_max_keep_alive_count:UInt32
ModifySubscriptionRequest: request_header:RequestHeader subscription_id:UInt32 requested_publishing_interval:Double
  requested_lifetime_count:UInt32 requested_max_keep_alive_count:UInt32 max_notifications_per_publish:UInt32
  priority:Byte
ModifySubscriptionResponse: response_header:ResponseHeader revised_publishing_interval:Double
  revised_lifetime_count:UInt32 revised_max_keep_alive_count:UInt32
SetPublishingModeRequest: request_header:RequestHeader publishing_enabled:Boolean subscription_ids:UInt32[]
SetPublishingModeResponse: response_header:ResponseHeader results:StatusCode[] diagnostic_infos:DiagnosticInfo[]
PublishRequest: request_header:RequestHeader subscription_acknowledgements:SubscriptionAcknowledgement[]
PublishResponse: response_header:ResponseHeader subscription_id:UInt32 available_sequence_numbers:UInt32[]
  more_notifications:Boolean notification_message:NotificationMessage results:StatusCode[]
  diagnostic_infos:DiagnosticInfo[]
RepublishRequest: request_header:RequestHeader subscription_id:UInt32 retransmit_sequence_number:UInt32
RepublishResponse: response_header:ResponseHeader notification_message:NotificationMessage
TransferSubscriptionsRequest: request_header:RequestHeader subscription_ids:UInt32[] send_initial_values:Boolean
TransferSubscriptionsResponse: response_header:ResponseHeader results:TransferResult[]
  diagnostic_infos:DiagnosticInfo[]
DeleteSubscriptionsRequest: request_header:RequestHeader subscription_ids:UInt32[]
DeleteSubscriptionsResponse: response_header:ResponseHeader results:StatusCode[] diagnostic_infos:DiagnosticInfo[]
`;

const PARTS = `
RequestHeader: authentication_token:Token timestamp:DateTime request_handle:UInt32 return_diagnostics:UInt32
  audit_entry_id:String timeout_hint:UInt32 additional_header:ExtensionObject
ResponseHeader: timestamp:DateTime request_handle:UInt32 service_result:StatusCode service_diagnostics:DiagnosticInfo
  string_table:String[] additional_header:ExtensionObject
ApplicationDescription: application_uri:String product_uri:String application_name:LocalizedText
  application_type:ApplicationType gateway_server_uri:String discovery_profile_uri:String discovery_urls:String[]
ServerOnNetwork: record_id:UInt32 server_name:String discovery_url:String server_capabilities:String[]
EndpointDescription: endpoint_url:String server:ApplicationDescription server_certificate:Certificate
  security_mode:MessageSecurityMode security_policy_uri:String user_identity_tokens:UserTokenPolicy[]
  transport_profile_uri:String security_level:Byte
UserTokenPolicy: policy_id:String token_type:UserTokenType issued_token_type:String issuer_endpoint_url:String
  security_policy_uri:String
RegisteredServer: server_uri:String product_uri:String server_names:LocalizedText[] server_type:ApplicationType
  gateway_server_uri:String discovery_urls:String[] semaphore_file_path:String is_online:Boolean
ChannelSecurityToken: channel_id:UInt32 token_id:UInt32 created_at:DateTime revised_lifetime:UInt32
SignedSoftwareCertificate: certificate_data:Concealed signature:Concealed
SignatureData: algorithm:String signature:Concealed
AddNodesItem: parent_node_id:ExpandedNodeId reference_type_id:NodeId requested_new_node_id:ExpandedNodeId
  browse_name:QualifiedName node_class:NodeClass node_attributes:ExtensionObject type_definition:ExpandedNodeId
AddNodesResult: status_code:StatusCode added_node_id:NodeId
AddReferencesItem: source_node_id:NodeId reference_type_id:NodeId is_forward:Boolean target_server_uri:String
  target_node_id:ExpandedNodeId target_node_class:NodeClass
DeleteNodesItem: node_id:NodeId delete_target_references:Boolean
DeleteReferencesItem: source_node_id:NodeId reference_type_id:NodeId is_forward:Boolean target_node_id:ExpandedNodeId
  delete_bidirectional:Boolean
ViewDescription: view_id:NodeId timestamp:DateTime view_version:UInt32
BrowseDescription: node_id:NodeId browse_direction:BrowseDirection reference_type_id:NodeId include_subtypes:Boolean
  node_class_mask:UInt32 result_mask:UInt32
BrowseResult: status_code:StatusCode continuation_point:ByteString references:ReferenceDescription[]
ReferenceDescription: reference_type_id:NodeId is_forward:Boolean node_id:ExpandedNodeId browse_name:QualifiedName
  display_name:LocalizedText node_class:NodeClass type_definition:ExpandedNodeId
BrowsePath: starting_node:NodeId relative_path:RelativePath
RelativePath: elements:RelativePathElement[]
RelativePathElement: reference_type_id:NodeId is_inverse:Boolean include_subtypes:Boolean target_name:QualifiedName
BrowsePathResult: status_code:StatusCode targets:BrowsePathTarget[]
BrowsePathTarget: target_id:ExpandedNodeId remaining_path_index:UInt32
NodeTypeDescription: type_definition_node:ExpandedNodeId include_sub_types:Boolean
  data_to_return:QueryDataDescription[]
QueryDataDescription: relative_path:RelativePath attribute_id:AttributeId index_range:String
ContentFilter: elements:ContentFilterElement[]
ContentFilterElement: filter_operator:FilterOperator filter_operands:ExtensionObject[]
QueryDataSet: node_id:ExpandedNodeId type_definition_node:ExpandedNodeId values:Variant[]
ParsingResult: status_code:StatusCode data_status_codes:StatusCode[] data_diagnostic_infos:DiagnosticInfo[]
ContentFilterResult: element_results:ContentFilterElementResult[] element_diagnostic_infos:DiagnosticInfo[]
ContentFilterElementResult: status_code:StatusCode operand_status_codes:StatusCode[]
  operand_diagnostic_infos:DiagnosticInfo[]
ReadValueId: node_id:NodeId attribute_id:AttributeId index_range:String data_encoding:QualifiedName
HistoryReadValueId: node_id:NodeId index_range:String data_encoding:QualifiedName continuation_point:ByteString
HistoryReadResult: status_code:StatusCode continuation_point:ByteString history_data:ExtensionObject
WriteValue: node_id:NodeId attribute_id:AttributeId index_range:String value:DataValue
HistoryUpdateResult: status_code:StatusCode operation_results:StatusCode[] diagnostic_infos:DiagnosticInfo[]
CallMethodRequest: object_id:NodeId method_id:NodeId input_arguments:Variant[]
CallMethodResult: status_code:StatusCode input_argument_results:StatusCode[]
  input_argument_diagnostic_infos:DiagnosticInfo[] output_arguments:Variant[]
MonitoredItemCreateRequest: item_to_monitor:ReadValueId monitoring_mode:MonitoringMode
  requested_parameters:MonitoringParameters
MonitoringParameters: client_handle:UInt32 sampling_interval:Double filter:ExtensionObject queue_size:UInt32
  discard_oldest:Boolean
MonitoredItemCreateResult: status_code:StatusCode monitored_item_id:UInt32 revised_sampling_interval:Double
  revised_queue_size:UInt32 filter_result:ExtensionObject
MonitoredItemModifyRequest: monitored_item_id:UInt32 requested_parameters:MonitoringParameters
MonitoredItemModifyResult: status_code:StatusCode revised_sampling_interval:Double revised_queue_size:UInt32
  filter_result:ExtensionObject
SubscriptionAcknowledgement: subscription_id:UInt32 sequence_number:UInt32
NotificationMessage: sequence_number:UInt32 publish_time:DateTime notification_data:ExtensionObject[]
TransferResult: status_code:StatusCode available_sequence_numbers:UInt32[]
`;

/** Binary encoding ids of what may stand in an extension object (annex A of OPC 10000-6). */
const ENCODINGS = `
122=StructureDefinition 123=EnumDefinition 128=RolePermissionType 298=Argument 301=StatusResult 306=UserTokenPolicy
310=ApplicationDescription 314=EndpointDescription 318=UserIdentityToken 321=AnonymousIdentityToken
324=UserNameIdentityToken 327=X509IdentityToken 340=BuildInfo 346=SignedSoftwareCertificate 354=ObjectAttributes
357=VariableAttributes 360=MethodAttributes 363=ObjectTypeAttributes 366=VariableTypeAttributes
369=ReferenceTypeAttributes 372=DataTypeAttributes 375=ViewAttributes 378=AddNodesItem 381=AddReferencesItem
384=DeleteNodesItem 387=DeleteReferencesItem 391=RequestHeader 394=ResponseHeader 434=RegisteredServer
443=ChannelSecurityToken 458=SignatureData 485=AddNodesResult 513=ViewDescription 516=BrowseDescription
520=ReferenceDescription 524=BrowseResult 539=RelativePathElement 542=RelativePath 545=BrowsePath 548=BrowsePathTarget
551=BrowsePathResult 572=QueryDataDescription 575=NodeTypeDescription 579=QueryDataSet 582=NodeReference
585=ContentFilterElement 588=ContentFilter 594=ElementOperand 597=LiteralOperand 600=AttributeOperand
603=SimpleAttributeOperand 606=ContentFilterElementResult 609=ContentFilterResult 612=ParsingResult 628=ReadValueId
637=HistoryReadValueId 640=HistoryReadResult 646=ReadEventDetails 649=ReadRawModifiedDetails 652=ReadProcessedDetails
655=ReadAtTimeDetails 658=HistoryData 661=HistoryEvent 670=WriteValue 679=HistoryUpdateDetails 682=UpdateDataDetails
685=UpdateEventDetails 688=DeleteRawModifiedDetails 691=DeleteAtTimeDetails 694=DeleteEventDetails
697=HistoryUpdateResult 706=CallMethodRequest 709=CallMethodResult 724=DataChangeFilter 727=EventFilter
730=AggregateFilter 736=EventFilterResult 739=AggregateFilterResult 742=MonitoringParameters
745=MonitoredItemCreateRequest 748=MonitoredItemCreateResult 757=MonitoredItemModifyRequest
760=MonitoredItemModifyResult 805=NotificationMessage 808=MonitoredItemNotification 811=DataChangeNotification
820=StatusChangeNotification 823=SubscriptionAcknowledgement 838=TransferResult 855=RedundantServerDataType
858=SamplingIntervalDiagnosticsDataType 861=ServerDiagnosticsSummaryDataType 864=ServerStatusDataType
867=SessionDiagnosticsDataType 870=SessionSecurityDiagnosticsDataType 873=ServiceCounterDataType
876=SubscriptionDiagnosticsDataType 879=ModelChangeStructureDataType 886=Range 889=EUInformation 893=Annotation
896=ProgramDiagnosticDataType 899=SemanticChangeStructureDataType 916=EventNotificationList 919=EventFieldList
922=HistoryEventFieldList 940=IssuedIdentityToken 950=AggregateConfiguration 8251=EnumValueType 8917=TimeZoneDataType
11226=ModificationInfo 11227=HistoryModifiedData 11300=UpdateStructureDataDetails 11957=EndpointUrlListDataType
11958=NetworkGroupDataType 12089=AxisInformation 12090=XVType 12181=ComplexNumberType 12182=DoubleComplexNumberType
12207=ServerOnNetwork 12680=TrustListDataType 12765=OptionSet 12901=MdnsDiscoveryConfiguration 14844=StructureField
14845=EnumField 14846=KeyValuePair 14847=ConfigurationVersionDataType 15736=IdentityMappingRuleType
17537=AdditionalParametersType 17549=EphemeralKeyType 17610=GenericAttributeValue 17611=GenericAttributes
18815=RationalNumber 18817=ThreeDVector 18819=ThreeDCartesianCoordinates 18821=ThreeDOrientation 18823=ThreeDFrame
23499=AliasNameDataType 23500=ReadAnnotationDataDetails 23507=CurrencyUnitType 24034=ProgramDiagnostic2DataType
24110=UnsignedRationalNumber 24292=UserManagementDataType 32382=TransactionErrorType 32800=ReadEventDetails2
32825=HistoryModifiedEvent
`;

const STRUCTURES = structuresOf(PARTS + OBJECTS + SERVICES);

const ENCODED = new Map<number, Structure>();
for (const row of ENCODINGS.split(/\s+/)) {
  const [id, name] = row.split("=");
  const structure = name === undefined ? undefined : STRUCTURES.get(name);
  if (structure !== undefined) ENCODED.set(Number(id), structure);
}

/** The structure with this name in the standard. */
export function structureNamed(name: string): Structure {
  const structure = STRUCTURES.get(name);
  if (structure === undefined) throw new Error(`no structure ${name}`);
  return structure;
}

/** What an extension object with this encoding id of namespace 0 holds, if it is known. */
export function structureEncodedAs(id: number): Structure | undefined {
  return ENCODED.get(id);
}
