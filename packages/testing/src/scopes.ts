import { attributesAt } from './any-value.js';
import type { ReceivedItem, ReceivedResource } from './received.js';
import { listAt, type OtlpPayload, objectAt, textAt, type Wire } from './wire.js';

/** Walks from resources over scopes to items; each item is told its resource and scope. */
export function itemsOf<T>(
  payload: OtlpPayload,
  resources: string,
  scopes: string,
  items: string,
  decode: (wire: Wire, origin: ReceivedItem) => T,
): T[] {
  return listAt(payload, resources).flatMap((inResource) => {
    const resource: ReceivedResource = { attributes: attributesAt(objectAt(inResource, 'resource'), 'attributes') };
    return listAt(inResource, scopes).flatMap((inScope) => {
      const wire = objectAt(inScope, 'scope');
      const scope = { name: textAt(wire, 'name') ?? '', version: textAt(wire, 'version'), attributes: attributesAt(wire, 'attributes') };
      return listAt(inScope, items).map((item) => decode(item, { scope, resource }));
    });
  });
}
