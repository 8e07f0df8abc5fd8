// In place of the module that the framework takes stack traces with. It takes one of every element, without a limit, and Jest maps each
// line of it back to TypeScript: a third of the time of some suites. One line stays, with a path, so that a test which finds paths in
// output can.
exports.captureStackTrace = () => [`Object.<anonymous> (${__filename}:1:1)`];
// Its name in CDK Terrain, whose package the same tests run against.
exports.captureCreationStack = exports.captureStackTrace;
