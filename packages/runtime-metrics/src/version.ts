/** The version of this package, which its instrumentation scope carries. */
export const VERSION = '0.1.0';
