/** The value of each hexadecimal digit by its character code; 0xff for what is none. */
export const HEX_DIGITS: Uint8Array = Uint8Array.from({ length: 128 }, (_, code) => {
  const digit = '0123456789abcdef'.indexOf(String.fromCharCode(code).toLowerCase());
  return digit < 0 ? 0xff : digit;
});
