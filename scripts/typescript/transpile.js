const { transformSync, version } = require('esbuild');

/**
 * TypeScript to CommonJS. It drops types and checks nothing; `npm run typecheck` does that.
 * @param {string} text
 * @param {string} path
 * @param {false | 'external'} sourcemap
 * @returns {{ code: string, map: string }}
 */
exports.transpile = (text, path, sourcemap) =>
  transformSync(text, { loader: 'ts', format: 'cjs', platform: 'node', target: 'es2022', sourcefile: path, sourcemap });

exports.version = version;
