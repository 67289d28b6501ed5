import protobuf from 'protobufjs';

/**
 * The messages of opentelemetry-proto as `name[rule]:type=id`, where `*` is repeated, `?` optional, and `|` one of the message's oneof.
 * A second transcription on purpose: an error in the receiver's own schema does not cancel itself out in the tests.
 */
const MESSAGES: Readonly<Record<string, string>> = {
  ExportTraceServiceRequest: 'resourceSpans*:ResourceSpans=1',
  ExportTraceServiceResponse: 'partialSuccess:ExportTracePartialSuccess=1',
  ExportTracePartialSuccess: 'rejectedSpans:int64=1 errorMessage:string=2',
  ExportLogsServiceRequest: 'resourceLogs*:ResourceLogs=1',
  ExportMetricsServiceRequest: 'resourceMetrics*:ResourceMetrics=1',
  RpcStatus: 'code:int32=1 message:string=2',
  ResourceSpans: 'resource:Resource=1 scopeSpans*:ScopeSpans=2 schemaUrl:string=3',
  ScopeSpans: 'scope:InstrumentationScope=1 spans*:Span=2 schemaUrl:string=3',
  Span: `traceId:bytes=1 spanId:bytes=2 traceState:string=3 parentSpanId:bytes=4 flags:fixed32=16 name:string=5 kind:int32=6
    startTimeUnixNano:fixed64=7 endTimeUnixNano:fixed64=8 attributes*:KeyValue=9 droppedAttributesCount:uint32=10 events*:Event=11
    droppedEventsCount:uint32=12 links*:Link=13 droppedLinksCount:uint32=14 status:Status=15`,
  Event: 'timeUnixNano:fixed64=1 name:string=2 attributes*:KeyValue=3 droppedAttributesCount:uint32=4',
  Link: 'traceId:bytes=1 spanId:bytes=2 traceState:string=3 attributes*:KeyValue=4 droppedAttributesCount:uint32=5 flags:fixed32=6',
  Status: 'message:string=2 code:int32=3',
  AnyValue: `stringValue|:string=1 boolValue|:bool=2 intValue|:int64=3 doubleValue|:double=4 arrayValue|:ArrayValue=5
    kvlistValue|:KeyValueList=6 bytesValue|:bytes=7`,
  ArrayValue: 'values*:AnyValue=1',
  KeyValueList: 'values*:KeyValue=1',
  KeyValue: 'key:string=1 value:AnyValue=2',
  InstrumentationScope: 'name:string=1 version:string=2 attributes*:KeyValue=3 droppedAttributesCount:uint32=4',
  EntityRef: 'schemaUrl:string=1 type:string=2 idKeys*:string=3 descriptionKeys*:string=4',
  Resource: 'attributes*:KeyValue=1 droppedAttributesCount:uint32=2 entityRefs*:EntityRef=3',
  ResourceLogs: 'resource:Resource=1 scopeLogs*:ScopeLogs=2 schemaUrl:string=3',
  ScopeLogs: 'scope:InstrumentationScope=1 logRecords*:LogRecord=2 schemaUrl:string=3',
  LogRecord: `timeUnixNano:fixed64=1 observedTimeUnixNano:fixed64=11 severityNumber:int32=2 severityText:string=3 body:AnyValue=5
    attributes*:KeyValue=6 droppedAttributesCount:uint32=7 flags:fixed32=8 traceId:bytes=9 spanId:bytes=10 eventName:string=12`,
  ResourceMetrics: 'resource:Resource=1 scopeMetrics*:ScopeMetrics=2 schemaUrl:string=3',
  ScopeMetrics: 'scope:InstrumentationScope=1 metrics*:Metric=2 schemaUrl:string=3',
  Metric: `name:string=1 description:string=2 unit:string=3 gauge|:Gauge=5 sum|:Sum=7 histogram|:Histogram=9
    exponentialHistogram|:ExponentialHistogram=10 summary|:Summary=11 metadata*:KeyValue=12`,
  Gauge: 'dataPoints*:NumberDataPoint=1',
  Sum: 'dataPoints*:NumberDataPoint=1 aggregationTemporality:int32=2 isMonotonic:bool=3',
  Histogram: 'dataPoints*:HistogramDataPoint=1 aggregationTemporality:int32=2',
  ExponentialHistogram: 'dataPoints*:ExponentialHistogramDataPoint=1 aggregationTemporality:int32=2',
  Summary: 'dataPoints*:SummaryDataPoint=1',
  NumberDataPoint: `attributes*:KeyValue=7 startTimeUnixNano:fixed64=2 timeUnixNano:fixed64=3 asDouble|:double=4 asInt|:sfixed64=6
    exemplars*:Exemplar=5 flags:uint32=8`,
  HistogramDataPoint: `attributes*:KeyValue=9 startTimeUnixNano:fixed64=2 timeUnixNano:fixed64=3 count:fixed64=4 sum?:double=5
    bucketCounts*:fixed64=6 explicitBounds*:double=7 exemplars*:Exemplar=8 flags:uint32=10 min?:double=11 max?:double=12`,
  ExponentialHistogramDataPoint: `attributes*:KeyValue=1 startTimeUnixNano:fixed64=2 timeUnixNano:fixed64=3 count:fixed64=4 sum?:double=5
    scale:sint32=6 zeroCount:fixed64=7 positive:Buckets=8 negative:Buckets=9 flags:uint32=10 exemplars*:Exemplar=11 min?:double=12
    max?:double=13 zeroThreshold:double=14`,
  Buckets: 'offset:sint32=1 bucketCounts*:uint64=2',
  SummaryDataPoint: `attributes*:KeyValue=7 startTimeUnixNano:fixed64=2 timeUnixNano:fixed64=3 count:fixed64=4 sum:double=5
    quantileValues*:ValueAtQuantile=6 flags:uint32=8`,
  ValueAtQuantile: 'quantile:double=1 value:double=2',
  Exemplar: `filteredAttributes*:KeyValue=7 timeUnixNano:fixed64=2 asDouble|:double=3 asInt|:sfixed64=6 spanId:bytes=4
    traceId:bytes=5`,
};

function describe(definition: string): protobuf.IType {
  const parsed = definition.split(/\s+/).map((field) => /^(\w+)([*?|]?):(\w+)=(\d+)$/.exec(field) as RegExpExecArray);
  const fields = parsed.map(([, name, rule, type, id]) => [
    name,
    { type, id: Number(id), ...(rule === '*' && { rule: 'repeated' }), ...(rule === '?' && { options: { proto3_optional: true } }) },
  ]);
  const oneof = parsed.filter(([, , rule]) => rule === '|').map(([, name]) => name);
  const optional = parsed.filter(([, , rule]) => rule === '?').map(([, name]) => [`_${name}`, { oneof: [name] }]);
  const oneofs = Object.fromEntries(oneof.length === 0 ? optional : [...optional, ['choice', { oneof }]]);
  return { edition: 'proto3', fields: Object.fromEntries(fields), oneofs } as unknown as protobuf.IType;
}

const root = protobuf.Root.fromJSON({
  nested: Object.fromEntries(Object.entries(MESSAGES).map(([name, definition]) => [name, describe(definition)])),
});

/** Encodes a message given in protobuf's JSON form (64 bit integers as strings, ids and bytes as Uint8Array). */
export function encode(type: string, message: object): Uint8Array {
  const messageType = root.lookupType(type);
  return messageType.encode(messageType.fromObject(message)).finish();
}

/** Decodes a message; 64 bit integers become strings. */
export function decode(type: string, bytes: Uint8Array): object {
  const messageType = root.lookupType(type);
  return messageType.toObject(messageType.decode(bytes), { longs: String });
}
