import { type Attributes, diag, type HrTime, type Link } from '@opentelemetry/api';
import { copyAnyValue, copySimpleValue } from './attribute-value.js';
import { type AttributeLimits, copyAttributes, emptyHolder, hasAttributes } from './attributes.js';
import type { TimedEvent } from './sdk-types.js';

/** Makes an event, with its attributes copied by the rules and within the limits. */
export function cleanEvent(name: string, time: HrTime, attributes: Attributes | undefined, limits: AttributeLimits): TimedEvent {
  if (!hasAttributes(attributes)) return { name, time };
  const clean = emptyHolder();
  copyAttributes(clean, attributes, limits, copySimpleValue);
  return { name, time, attributes: clean.attributes, droppedAttributesCount: clean.droppedAttributesCount };
}

/** Copies a link, with its attributes by the rules and within the limits. */
export function cleanLink({ context, attributes }: Link, limits: AttributeLimits): Link {
  if (!hasAttributes(attributes)) return { context };
  const clean = emptyHolder();
  copyAttributes(clean, attributes, limits, copyAnyValue);
  return { context, attributes: clean.attributes, droppedAttributesCount: clean.droppedAttributesCount };
}

/** Copies links as {@link cleanLink} does. */
export function cleanLinks(links: readonly Link[], limits: AttributeLimits): Link[] {
  return links.filter(isLink).map((link) => cleanLink(link, limits));
}

/** Tells whether this links to anything; it is left out otherwise. */
export function isLink(link: Link | undefined): link is Link {
  if (link?.context) return true;
  diag.warn('a link is left out: it has no span context');
  return false;
}

/** Adds an element; where there are too many, the oldest makes room. Gives how many were dropped. */
export function pushWithin<Element>(limit: number, list: Element[], element: Element): 0 | 1 {
  if (limit === 0) return 1;
  const full = list.length >= limit;
  if (full) list.shift();
  list.push(element);
  return full ? 1 : 0;
}
