import { type Resource, resourceFromAttributes } from '@opentelemetry/resources';
import type { DetectedResource } from '@telewright/resource';
import type { DetectedCloud } from './cloud/detect-cloud.js';

/** A resource, and what is known of it by now. */
export interface KnownResource {
  readonly resource: Resource;
  /** Grows when the late attributes have come. */
  readonly detected: DetectedResource;
}

/** Makes a resource of attributes that are all known. */
export function knownResource(detected: DetectedResource): KnownResource {
  return { resource: resourceFromAttributes({ ...detected.attributes }), detected };
}

/**
 * Makes a resource of which some attributes come later: exporters wait for them, so that every batch has the same resource. They replace
 * nothing that is known.
 */
export function lateResource(first: DetectedResource, late: Promise<DetectedCloud>): KnownResource {
  let known = knownResource(first);
  let pending = true;
  const settled = late.then((cloud) => {
    const attributes = { ...first.attributes, ...cloud.attributes, ...first.attributes };
    known = knownResource({ ...first, attributes, sources: { ...cloud.sources, ...first.sources } });
    pending = false;
  });
  const resource: Resource = {
    get asyncAttributesPending() {
      return pending;
    },
    waitForAsyncAttributes: () => settled,
    get attributes() {
      return known.resource.attributes;
    },
    getRawAttributes: () => known.resource.getRawAttributes(),
    merge: (other) => known.resource.merge(other),
  };
  return {
    resource,
    get detected() {
      return known.detected;
    },
  };
}
