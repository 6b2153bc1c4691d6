// The rules are those that find mistakes; how the scripts look is their authors' matter.
import globals from "globals";

const rules = {
  "no-undef": "error", "no-unused-vars": ["error", { argsIgnorePattern: "^_", caughtErrors: "none" }], "no-redeclare": "error",
  "no-dupe-keys": "error", "no-dupe-else-if": "error", "no-unreachable": "error", "no-unsafe-finally": "error", "no-self-assign": "error",
  "no-self-compare": "error", "no-const-assign": "error", "no-constant-condition": ["error", { checkLoops: false }], "no-cond-assign": ["error", "except-parens"],
  "no-eval": "error", "no-implied-eval": "error", "no-new-func": "error", "no-script-url": "error", "no-var": "error", "prefer-const": ["error", { destructuring: "all" }],
  "no-unused-expressions": ["error", { allowTernary: true, allowShortCircuit: true }], "require-atomic-updates": "off", "array-callback-return": "error",
  "no-promise-executor-return": "off", "no-template-curly-in-string": "error", "use-isnan": "error", "valid-typeof": "error", "eqeqeq": ["error", "always", { null: "ignore" }],
};
const ours = { graft: "writable", Go: "readonly" };

export default [
  { ignores: ["**/dist/**", "**/node_modules/**"] },
  { files: ["*.js"], ignores: ["tests/**"], languageOptions: { sourceType: "module", globals: { ...globals.browser, ...ours } }, rules },
  { files: ["boot.js", "engine.js"], languageOptions: { sourceType: "script", globals: { ...globals.worker, ...globals.browser, ...ours } }, rules },
  { files: ["tests/*.mjs"], languageOptions: { globals: { ...globals.node, ...ours } }, rules },
];
