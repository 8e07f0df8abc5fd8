// Runs TypeScript without source maps: with them, the stack traces that CDKTF takes of every element cost more than the rest.
const { readFileSync } = require('node:fs');
const { transpile } = require('./transpile');

require.extensions['.ts'] = (module, path) => module._compile(transpile(readFileSync(path, 'utf8'), path, false).code, path);
