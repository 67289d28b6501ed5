/** An export request in encoded form, and how many spans, records or points it has. */
export interface EncodedRequest {
  readonly body: Uint8Array;
  readonly items: number;
}
