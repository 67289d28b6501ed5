// Copied from semantic-conventions 1.45 for the reasons given in system.ts.

/** Name of the attribute for the name that the client gives an operation. */
export const ATTR_GRAPHQL_OPERATION_NAME = 'graphql.operation.name';
/** Name of the attribute for the type of an operation: `query`, `mutation` or `subscription`. */
export const ATTR_GRAPHQL_OPERATION_TYPE = 'graphql.operation.type';
