/** The form in which e-mail addresses and user names are compared and kept unique. */
export function userKey(text: string): string {
  return text.normalize('NFC').toLowerCase();
}
