// Counts what is in the requests of the measured SDKs without decoding it.

/** Calls back with the begin and end of each length-delimited field of this number in a protobuf message. */
function eachField(bytes, begin, end, wanted, callback) {
  let position = begin;
  const varint = () => {
    let value = 0;
    for (let shift = 1; ; shift *= 128) {
      const byte = bytes[position++];
      value += (byte & 0x7f) * shift;
      if (byte < 0x80) return value;
    }
  };
  while (position < end) {
    const tag = varint();
    const wire = tag & 7;
    if (wire === 0) varint();
    else if (wire === 1) position += 8;
    else if (wire === 5) position += 4;
    else {
      const length = varint();
      if (tag >>> 3 === wanted) callback(position, position + length);
      position += length;
    }
  }
}

/** Counts the spans or log records of an OTLP request, or the data points of its metrics. */
export function countOtlp(bytes, signal) {
  let items = 0;
  eachField(bytes, 0, bytes.length, 1, (resource, resourceEnd) =>
    eachField(bytes, resource, resourceEnd, 2, (scope, scopeEnd) =>
      eachField(bytes, scope, scopeEnd, 2, (item, itemEnd) => {
        if (signal !== 'metrics') items++;
        // Gauge, sum, histogram and exponential histogram have their points in field 1.
        else for (const data of [5, 7, 9, 10]) eachField(bytes, item, itemEnd, data, (a, b) => eachField(bytes, a, b, 1, () => items++));
      }),
    ),
  );
  return items;
}

/** Counts the spans and log records of a Sentry envelope, by the headers of its items. */
export function countEnvelope(text) {
  const counts = { spans: 0, logs: 0 };
  for (const line of text.split('\n')) {
    const [, type, items] = /^\{"type":"(span|log)","item_count":(\d+)/.exec(line) ?? [];
    if (type) counts[type === 'span' ? 'spans' : 'logs'] += Number(items);
  }
  return counts;
}

/** Counts the spans of a request to a Datadog agent (v0.4): MessagePack, an array of traces, each an array of spans. */
export function countDatadog(bytes) {
  let position = 0;
  const number = (width) => {
    position += width;
    return bytes.readUIntBE(position - width, width);
  };
  /** Reads the head of a value: how many bytes follow that are its own, and how many values. */
  const head = () => {
    const type = bytes[position++];
    if (type < 0x80 || type >= 0xe0) return [0, 0];
    if (type < 0x90) return [0, (type & 15) * 2];
    if (type < 0xa0) return [0, type & 15];
    if (type < 0xc0) return [type & 31, 0];
    if (type < 0xc4) return [0, 0];
    if (type < 0xc7) return [number(1 << (type - 0xc4)), 0];
    if (type < 0xca) return [number(1 << (type - 0xc7)) + 1, 0];
    if (type < 0xcc) return [type === 0xca ? 4 : 8, 0];
    if (type < 0xd4) return [1 << (type & 3), 0];
    if (type < 0xd9) return [(1 << (type - 0xd4)) + 1, 0];
    if (type < 0xdc) return [number(1 << (type - 0xd9)), 0];
    if (type < 0xde) return [0, number(2 << (type - 0xdc))];
    return [0, number(2 << (type - 0xde)) * 2];
  };
  const skip = (values) => {
    for (let left = values; left > 0; left--) {
      const [own, inner] = head();
      position += own;
      left += inner;
    }
  };
  let spans = 0;
  for (let [, traces] = head(); traces > 0; traces--) {
    const [, count] = head();
    spans += count;
    skip(count);
  }
  return spans;
}
