/** Whether a text has the mark that CDK for Terraform writes where a reference to a number is put into a text: a number of 299 digits. */
export function isNumberReference(text: string): boolean {
  return /-\d(?:\.\d+)?e\+298/.test(text);
}
