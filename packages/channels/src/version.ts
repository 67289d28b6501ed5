/** The version of this package, which every instrumentation scope carries. */
export const VERSION = '0.1.0';
