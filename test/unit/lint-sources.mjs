import { text } from 'node:stream/consumers';
import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';

// Lints each { path, source } of the JSON array given on stdin as if it were that file, by the project's own rules but
// those that need types. Prints, for each, its messages as "rule: message".
const eslint = new ESLint({
  overrideConfig: [
    tseslint.configs.disableTypeChecked,
    { rules: { 'no-undef': 'off', '@typescript-eslint/no-unused-vars': 'off' } },
  ],
});
const answers = [];
for (const { path, source } of JSON.parse(await text(process.stdin))) {
  const [result] = await eslint.lintText(source, { filePath: path });
  answers.push(result.messages.map(({ ruleId, message }) => `${ruleId}: ${message}`));
}
console.log(JSON.stringify(answers));
