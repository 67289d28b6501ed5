import { type Attributes, diag } from '@opentelemetry/api';
import type { AttributeList, AttributeParts } from '@telewright/otlp';
import { type CopyValue, copyAnyValue, INVALID } from './attribute-value.js';

/** How many attributes there may be, and how long their strings; infinity is no limit. */
export interface AttributeLimits {
  readonly attributeCountLimit: number;
  readonly attributeValueLengthLimit: number;
}

/** No limits, for attributes that a sampler sees. */
export const UNLIMITED: AttributeLimits = { attributeCountLimit: Infinity, attributeValueLengthLimit: Infinity };

/** Something that has attributes and counts them. */
export interface AttributeHolder {
  attributes: Attributes;
  /** How often attributes were set, for the limit: there may be fewer. */
  attributeCount: number;
  droppedAttributesCount: number;
  /** Takes an attribute without an object of all of them, if it can; gives whether it did. */
  keep?(key: string, value: unknown): boolean;
}

/** Makes a holder without attributes. */
export function emptyHolder(): AttributeHolder {
  return { attributes: {}, attributeCount: 0, droppedAttributesCount: 0 };
}

/** Gives a limit of lengths: a positive one, or none. */
export function lengthLimit(limit: number | undefined): number {
  if (limit === undefined || limit > 0) return limit ?? Infinity;
  diag.warn(`the attribute value length limit is ignored: expected a number above 0, got ${limit}`);
  return Infinity;
}

/**
 * Sets one attribute. Undefined values are left out silently; a blank key or an invalid value, with a warning; a new one beyond
 * the limit is counted as dropped.
 */
export function putAttribute(holder: AttributeHolder, limits: AttributeLimits, key: string, value: unknown): void {
  if (holder.keep?.(key, value)) return;
  if (value === undefined) return;
  if (isBlank(key)) return;
  const { attributes } = holder;
  if (holder.attributeCount >= limits.attributeCountLimit && isFull(holder, limits) && !Object.hasOwn(attributes, key)) {
    if (holder.droppedAttributesCount++ === 0) diag.warn(`more than ${limits.attributeCountLimit} attributes: further ones are dropped`);
    return;
  }
  const copy = copyAnyValue(value, limits.attributeValueLengthLimit);
  if (copy === INVALID) {
    warnOfValue(key);
    return;
  }
  attributes[key] = copy;
  holder.attributeCount++;
}

/** Tells whether there is no room for another one; which were set again is not looked at before that. */
function isFull(holder: AttributeHolder, limits: AttributeLimits): boolean {
  holder.attributeCount = countAttributes(holder.attributes);
  return holder.attributeCount >= limits.attributeCountLimit;
}

/** Sets attributes one after the other as {@link putAttribute} does. */
export function putAttributes(holder: AttributeHolder, limits: AttributeLimits, input: Attributes): void {
  try {
    for (const key in input) if (Object.hasOwn(input, key)) putAttribute(holder, limits, key, input[key]);
  } catch (error) {
    warnOfRest(error);
  }
}

/**
 * Copies attributes into a holder that has none of them yet, as {@link copyAttributes} does. If all are texts, numbers and booleans within the
 * limits, they are cloned at once: that is quicker than one after the other, and takes no more memory than they need.
 */
export function cloneAttributes(holder: AttributeHolder, input: object, limits: AttributeLimits): void {
  let clone = input;
  try {
    clone = { ...input };
  } catch {
    // The next one tells, and keeps what can be read.
  }
  const count = clone === input || limits.attributeValueLengthLimit !== Infinity ? -1 : countSimple(clone as Attributes);
  if (count >= 0 && count <= limits.attributeCountLimit) {
    holder.attributes = clone as Attributes;
    holder.attributeCount = count;
  } else copyAttributes(holder, clone, limits, copyAnyValue);
}

/** Counts attributes, all of which have to be simple; gives -1 where one is not. */
function countSimple(attributes: Attributes): number {
  let count = 0;
  for (const key in attributes) {
    if (key === '' || !isSimple(attributes[key])) return -1;
    count++;
  }
  return count;
}

/** Tells whether a value is a text, a number or a boolean, which are taken as they are. */
export function isSimple(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

/** Copies attributes into a holder that has none of them yet. What is left out, by the limit or because it is invalid, is counted as dropped. */
export function copyAttributes(holder: AttributeHolder, input: object, limits: AttributeLimits, copyValue: CopyValue): void {
  try {
    for (const key in input) {
      if (Object.hasOwn(input, key)) copyAttribute(holder, key, (input as Attributes)[key], limits, copyValue);
    }
  } catch (error) {
    warnOfRest(error);
  }
}

/** Copies attributes that come in parts into a holder that has none of them yet; where there is a limit, the span's own come first. */
export function copyParts(holder: AttributeHolder, { shared, own }: AttributeParts, limits: AttributeLimits): void {
  copyList(holder, own, limits);
  copyList(holder, shared.list, limits);
}

function copyList(holder: AttributeHolder, list: AttributeList, limits: AttributeLimits): void {
  for (let index = 0; index < list.length; index += 2) copyAttribute(holder, list[index] as string, list[index + 1], limits, copyAnyValue);
}

function countAttributes(attributes: Attributes): number {
  let count = 0;
  for (const _key in attributes) count++;
  return count;
}

function copyAttribute(holder: AttributeHolder, key: string, value: unknown, limits: AttributeLimits, copyValue: CopyValue): void {
  if (value === undefined) return;
  if (holder.attributeCount >= limits.attributeCountLimit || isBlank(key)) {
    holder.droppedAttributesCount++;
    return;
  }
  const copy = copyValue(value, limits.attributeValueLengthLimit);
  if (copy === INVALID) {
    warnOfValue(key);
    holder.droppedAttributesCount++;
    return;
  }
  holder.attributes[key] = copy;
  holder.attributeCount++;
}

/** Tells whether this has attributes at all; what callers pass instead of an object is ignored. */
export function hasAttributes(input: unknown): input is object {
  return typeof input === 'object' && input !== null;
}

function isBlank(key: string): boolean {
  if (key !== '' && key !== null && key !== undefined) return false;
  diag.warn('an attribute without a name is left out');
  return true;
}

function warnOfValue(key: string): void {
  diag.warn(`the attribute ${key} is left out: its value is none that OpenTelemetry knows`);
}

/** The application's own object may have a getter that throws, or be a revoked proxy. */
function warnOfRest(error: unknown): void {
  diag.warn('attributes are left out: they threw when they were read', error);
}
