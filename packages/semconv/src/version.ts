/** The version of this package, which the instrumentation scope of its spans carries. */
export const VERSION = '0.1.0';
