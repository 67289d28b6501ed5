/** How deep messages may nest, the limit of protobuf's own parsers: a hostile payload must not overflow the stack. */
const NESTING_LIMIT = 100;

export function checkNesting(depth: number): void {
  if (depth > NESTING_LIMIT) throw new RangeError(`messages nested deeper than ${NESTING_LIMIT}`);
}
