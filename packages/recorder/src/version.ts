/** The version of this package, which its own metrics carry; a test holds it against package.json. */
export const VERSION = '0.1.0';
