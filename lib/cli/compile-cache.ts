import * as nodeModule from 'node:module';

/**
 * Node.js 22.1 and later keep compiled code from run to run, in the folder for temporary files; NODE_DISABLE_COMPILE_CACHE=1 turns that
 * off. What is loaded before this runs is not kept, so it comes first.
 */
(nodeModule as { readonly enableCompileCache?: () => unknown }).enableCompileCache?.();
