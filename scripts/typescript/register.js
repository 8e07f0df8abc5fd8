// Runs TypeScript without source maps: with them, the stack traces that CDKTF takes of every element cost more than the rest.
const { createHash } = require('node:crypto');
const { mkdirSync, readFileSync, renameSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { version } = require('esbuild/package.json');

// A program is 600 files, and tests start it many times. What esbuild makes of a file is kept by all that it depends on, for as long as
// the installed packages, and esbuild itself is loaded only for a file that has changed.
const KEPT = join(__dirname, '..', '..', 'node_modules', '.cache', 'typescript');
const settings = [version, readFileSync(require.resolve('./transpile'), 'utf8')].join('\0');

require.extensions['.ts'] = (module, path) => {
  const text = readFileSync(path, 'utf8');
  const name = `${createHash('sha256').update(`${settings}\0${text}`).digest('hex')}.js`;
  module._compile(kept(name) ?? keep(name, require('./transpile').transpile(text, path, false).code), path);
};

/** @param {string} name */
function kept(name) {
  try {
    return readFileSync(join(KEPT, name), 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT') {
      return undefined;
    }
    throw error;
  }
}

/**
 * Written beside it and renamed: another process that starts at the same time finds the whole text or none.
 * @param {string} name
 * @param {string} code
 */
function keep(name, code) {
  const beside = join(KEPT, `${name}.${process.pid}`);
  try {
    mkdirSync(KEPT, { recursive: true });
    writeFileSync(beside, code);
    renameSync(beside, join(KEPT, name));
  } catch (error) {
    // Packages that may only be read: the program runs all the same, and compiles the file at each start.
    if (!['EACCES', 'EPERM', 'EROFS'].includes(error.code)) {
      throw error;
    }
  }
  return code;
}
