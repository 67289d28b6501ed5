import type { AttributeTypes } from './attribute-types.js';

/** The value of an attribute that the conventions do not name. */
export type CustomAttributeValue = string | number | boolean | readonly string[] | readonly number[] | readonly boolean[];

/** Namespaces of which `AttributeTypes` has every name, so that another one in them is a slip of the pen. */
type ClosedNamespace =
  | 'client'
  | 'db'
  | 'error'
  | 'exception'
  | 'http'
  | 'messaging'
  | 'network'
  | 'rpc'
  | 'server'
  | 'telewright.job'
  | 'url'
  | 'user_agent';

/** Attributes of which those of the conventions have the type that these give them. An undefined one is left out. */
export type SemanticAttributes = { readonly [Name in keyof AttributeTypes]?: AttributeTypes[Name] | undefined } & {
  readonly [name: string]: unknown;
};

/**
 * Checks the names that the compiler found: one in a namespace of the conventions has to exist there, a name of one's own can have any
 * value that a span can carry.
 */
export type Checked<Given> = {
  readonly [Name in keyof Given]: Name extends keyof AttributeTypes
    ? unknown
    : Name extends `${ClosedNamespace}.${string}`
      ? `${Name} is no attribute of the semantic conventions`
      : CustomAttributeValue | undefined;
};

/**
 * Gives the attributes back as they are and has the compiler check them: a wrong name in a namespace of the conventions, or a wrong type, is
 * an error. For whatever takes attributes: `span.setAttributes(semanticAttributes({ 'http.response.status_code': 200 }))`.
 */
export function semanticAttributes<const Given extends SemanticAttributes>(attributes: Given & Checked<Given>): Given {
  return attributes;
}
