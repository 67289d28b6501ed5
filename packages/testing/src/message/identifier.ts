import { mismatch, type Scalar } from './scalar.js';

/**
 * An id of a fixed number of bytes, as lowercase hex; '' when it is empty. Any other length is refused, as the Collector does.
 * OTLP/JSON has these fields in hex where protobuf's own JSON form has base64.
 */
function identifier(byteCount: number): Scalar<string> {
  const hex = new RegExp(`^(?:[0-9a-f]{${2 * byteCount}})?$`, 'i');
  return {
    wireType: 2,
    zero: '',
    read(reader) {
      const id = reader.bytes();
      if (id.length !== 0 && id.length !== byteCount) throw new TypeError(`expected ${byteCount} bytes, got ${id.length}`);
      return Buffer.from(id).toString('hex');
    },
    parse(json) {
      if (typeof json !== 'string' || !hex.test(json)) throw mismatch(`${2 * byteCount} hex digits`, json);
      return json.toLowerCase();
    },
  };
}

export const traceIdentifier: Scalar<string> = identifier(16);
export const spanIdentifier: Scalar<string> = identifier(8);
