// XML as a sequence of events, enough for office documents and KML: no document types, no entities but the five of XML.
import { say, type Said } from '../../../core/refusals/say.ts';
import { InputError } from '../input-error.ts';

export interface XmlHandler {
  /** `name` without its prefix; attributes by their whole name and, where that is free, without the prefix. */
  open(name: string, attributes: Readonly<Record<string, string>>): void;
  text(text: string): void;
  close(name: string): void;
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
/** Deeper than any document that a person makes. */
const DEEPEST = 500;

function decode(text: string): string {
  if (!text.includes('&')) return text;
  return text.replaceAll(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w+));/gi, (whole, hex?: string, decimal?: string, name?: string) => {
    if (name !== undefined) return ENTITIES[name] ?? whole;
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}

const local = (name: string) => name.slice(name.indexOf(':') + 1);

/** Walks through a document. Throws InputError for a document type (it may name other files) and for what is cut off. */
export function walkXml(xml: string, file: string, handler: XmlHandler): void {
  const wrong = (problem: Said) => new InputError({ file, problem, accepted: say('TAKE_XML') });
  let depth = 0;
  for (let at = 0; ; ) {
    const open = xml.indexOf('<', at);
    if (open < 0) break;
    if (open > at && depth > 0) handler.text(decode(xml.slice(at, open)));
    if (xml.startsWith('<!--', open)) at = after(xml, '-->', open, wrong);
    else if (xml.startsWith('<![CDATA[', open)) {
      at = after(xml, ']]>', open, wrong);
      handler.text(xml.slice(open + 9, at - 3));
    } else if (xml.startsWith('<!', open)) throw wrong(say('XML_DOCTYPE'));
    else if (xml.startsWith('<?', open)) at = after(xml, '?>', open, wrong);
    else {
      at = tagEnd(xml, open);
      if (at < 0) throw wrong(say('XML_CUT'));
      const tag = xml.slice(open + 1, at - 1);
      if (tag.startsWith('/')) {
        depth--;
        handler.close(local(tag.slice(1).trim()));
        continue;
      }
      const name = /^[^\s/>]+/.exec(tag)?.[0] ?? '';
      if (++depth > DEEPEST) throw wrong(say('XML_DEEP'));
      handler.open(local(name), attributesOf(tag, name.length));
      if (tag.endsWith('/')) {
        depth--;
        handler.close(local(name));
      }
    }
  }
  if (depth !== 0) throw wrong(say('XML_CUT'));
}

function after(xml: string, mark: string, from: number, wrong: (problem: Said) => InputError): number {
  const found = xml.indexOf(mark, from);
  if (found < 0) throw wrong(say('XML_CUT'));
  return found + mark.length;
}

/** Just behind the ">" that ends a tag; one inside quotes does not. */
function tagEnd(xml: string, open: number): number {
  for (let at = open; ; ) {
    const end = xml.indexOf('>', at);
    if (end < 0) return -1;
    const quote = /["']/g;
    quote.lastIndex = at;
    const opening = quote.exec(xml);
    if (opening === null || opening.index > end) return end + 1;
    const closing = xml.indexOf(opening[0], opening.index + 1);
    if (closing < 0) return -1;
    at = closing + 1;
  }
}

function attributesOf(tag: string, from: number): Record<string, string> {
  if (from >= tag.length - 1) return {};
  const attributes: Record<string, string> = {};
  const pattern = /([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;
  pattern.lastIndex = from;
  for (let match = pattern.exec(tag); match !== null; match = pattern.exec(tag)) {
    const value = decode(match[2] ?? match[3] ?? '');
    attributes[match[1]!] = value;
    attributes[local(match[1]!)] ??= value;
  }
  return attributes;
}
