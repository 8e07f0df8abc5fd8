const { createHash } = require('node:crypto');
const { readFileSync } = require('node:fs');
const { transpile, version } = require('./transpile');

// Jest keeps what this gives by a key. The key holds all that the result depends on.
const own = [__filename, require.resolve('./transpile')].map((file) => readFileSync(file, 'utf8'));

// It does not move `jest.mock` above imports: a test that mocks modules does so in a file that it imports first.
module.exports = {
  process: (text, path) => transpile(text, path, 'external'),
  getCacheKey: (text, path) => createHash('sha256').update([version, ...own, path, text].join('\0')).digest('hex'),
};
