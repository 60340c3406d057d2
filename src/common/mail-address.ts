/** A name, possibly empty, and the address it stands for. */
export interface Mailbox {
  name: string;
  address: string;
}

const LOCAL_PART = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/i;
const DOMAIN = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/i;
const LONGEST_ADDRESS = 254;
const LONGEST_LOCAL_PART = 64;
const LONGEST_REPLY = 300;
/** Servers may answer at any length; what is looked at is bounded, so that hostile ones cannot buy time with it. */
const LONGEST_READ = 2000;

/**
 * Whether mail can be sent to `text`: one plain ASCII address as RFC 5321 limits it. Quoted local parts, comments, lists,
 * line breaks and address literals are refused: nothing that a header or an SMTP command could read as more than one
 * address gets through.
 */
export function isMailAddress(text: string): boolean {
  const at = text.lastIndexOf('@');
  return (
    text.length <= LONGEST_ADDRESS &&
    at > 0 &&
    at <= LONGEST_LOCAL_PART &&
    LOCAL_PART.test(text.slice(0, at)) &&
    DOMAIN.test(text.slice(at + 1))
  );
}

/**
 * Reads `Clinic <no-reply@clinic.example>`, `"Clinic, Ltd" <…>` or a bare address.
 *
 * @throws Error when there is no usable address in it.
 */
export function parseMailbox(text: string): Mailbox {
  const match = /^\s*(?:"([^"]*)"|([^"<>]*))\s*<([^<>]*)>\s*$/.exec(text);
  const address = (match ? (match[3] ?? '') : text).trim();
  if (!isMailAddress(address))
    throw new Error('The sender must be an address such as Clinic <no-reply@clinic.example>.');
  return { name: oneLine(match?.[1] ?? match?.[2] ?? ''), address };
}

/** Whether `parseMailbox` reads it. */
export function isMailbox(text: string): boolean {
  try {
    parseMailbox(text);
    return true;
  } catch {
    return false;
  }
}

export function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1).toLowerCase();
}

/** The text with every run of line breaks, control characters and white space made one space. */
export function oneLine(text: string): string {
  // eslint-disable-next-line no-control-regex -- control characters are what it removes
  return text.replace(/[\s\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ').trim();
}

/**
 * What may be stored and shown of a mail server's reply: one line of at most 300 characters in which every address, in
 * whatever encoding servers echo it, stands as `<address>`. `recipient`'s local part is cut where it stands alone, too:
 * "no such user ana.pop here" names the patient as well as the address would.
 */
export function cutAddresses(text: string, recipient = ''): string {
  const read = text.length > LONGEST_READ ? text.slice(0, LONGEST_READ).replace(/\S*$/, '') : text;
  let cut = oneLine(read)
    .replace(/<?"[^"]{0,64}"@[^\s<>()[\],;:"]+>?/g, '<address>')
    .replace(/<?[^\s<>()[\],;:"]+(?:@|%40|=40|\+40)(?:\[[^\]\s]*\]|[^\s<>()[\],;:"]+)>?/gi, '<address>');
  const local = recipient.slice(0, Math.max(recipient.lastIndexOf('@'), 0));
  // Shorter ones, and bare numbers such as reply codes, are in too many innocent words.
  if (local.length > 2 && !/^\d+$/.test(local)) cut = cut.replace(wholeWord(local), '<address>');
  return cut.length > LONGEST_REPLY ? `${cut.slice(0, LONGEST_REPLY - 1)}…` : cut;
}

function wholeWord(word: string): RegExp {
  return new RegExp(`(?<![\\w.-])${word.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')}(?![\\w-])`, 'gi');
}
