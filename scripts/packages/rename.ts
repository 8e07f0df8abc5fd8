/** Modules of CDK for Terraform, and what they are called in CDK Terrain. */
const MODULES: ReadonlyMap<string, string> = new Map([['cdktf', 'cdktn'], ['@cdktf/provider-azurerm', '@cdktn/provider-azurerm']]);

/** Where a program or a configuration of the compiler names a module: the text before it, its package, and the path inside. */
const NAMED = /((?:\bfrom |\bimport |\bimport\(|\brequire\(|"types": \[[^\]]*)['"])(cdktf|@cdktf\/provider-azurerm)(?=['"/])/g;

/** A program for CDK for Terraform as one for CDK Terrain. Text that is not the name of a module stays as it is. */
export function forCdkTerrain(code: string): string {
  return code.replace(NAMED, (_, before: string, name: string) => `${before}${MODULES.get(name)!}`);
}
