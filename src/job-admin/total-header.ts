/** `X-Total-Count` in the OpenAPI document, for lists whose counting stops. */
export const TOTAL = {
  'X-Total-Count': {
    description: 'How many there are in all, if `count=true`. Counting stops at 10,000: `10000+`.',
    schema: { type: 'string' as const, pattern: '^\\d+\\+?$' },
  },
};
