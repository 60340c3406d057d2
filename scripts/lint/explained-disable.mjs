const DISABLE = /^\s*eslint-disable(-next-line|-line)?\s/;
const REASON = /\s--\s+\S/;

/** An `eslint-disable` comment says why, as in `-- prints the demo's sign-ins, which must not reach the log`. */
export const explainedDisable = {
  meta: { type: 'suggestion', docs: { description: 'An eslint-disable comment gives its reason.' }, schema: [] },
  create(context) {
    return {
      Program() {
        for (const { value, loc } of context.sourceCode.getAllComments()) {
          if (!DISABLE.test(`${value} `) || REASON.test(value)) continue;
          context.report({ loc, message: 'Say why the rule is disabled: eslint-disable … -- reason.' });
        }
      },
    };
  },
};
