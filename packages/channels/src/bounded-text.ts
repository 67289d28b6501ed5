/** Characters of an attribute whose text comes from the network. Node takes 16 KiB of headers, and a span would keep all of it. */
const LONGEST = 4_096;

/** Cuts a text that came from the network to what an attribute may hold. */
export function boundedText(text: string): string {
  return text.length > LONGEST ? text.slice(0, LONGEST) : text;
}
