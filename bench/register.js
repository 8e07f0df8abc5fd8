// Runs TypeScript without source maps: with them, the stack traces that CDKTF takes of every element cost more than what is measured.
const { readFileSync } = require('node:fs');
const ts = require('typescript');

require.extensions['.ts'] = (module, path) => {
  const options = { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022, esModuleInterop: true };
  module._compile(ts.transpileModule(readFileSync(path, 'utf8'), { compilerOptions: options }).outputText, path);
};
